/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A program as people write them for libvirt: connects, lists, defines a machine, starts it and
 * hears of it, and cleans up. It includes <libvirt/...> only and needs only `pkg-config vireo`,
 * and a C compiler or a C++ one.
 *
 *     domains [URI]       test:///default where none is given
 *
 * Exits with 0 when everything happened, and 77 when the driver cannot do all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static const char xml_format[] = "<domain type='%s'>"
                                 "  <name>vireo-example</name>"
                                 "  <memory unit='MiB'>64</memory>"
                                 "  <vcpu>1</vcpu>"
                                 "  <os><type>hvm</type></os>"
                                 "</domain>";

static int started, stopped, freed;

static int on_lifecycle(virConnectPtr conn, virDomainPtr domain, int event, int detail,
                        void *opaque)
{
    if (strcmp(virDomainGetName(domain), "vireo-example") != 0)
        return 0;
    printf("event %d, detail %d of %s\n", event, detail, virDomainGetName(domain));
    started += event == VIR_DOMAIN_EVENT_STARTED;
    stopped += event == VIR_DOMAIN_EVENT_STOPPED;
    return 0;
}

static void on_free(void *opaque)
{
    freed++;
}

static void on_timeout(int timer, void *opaque)
{
    int *expired = (int *)opaque;

    *expired = 1;
}

/* Runs the loop until *done is set, or gives up. */
static int wait_until(const int *done)
{
    int expired = 0;
    int timer = virEventAddTimeout(10000, on_timeout, &expired, NULL);

    while (!*done && !expired)
        virEventRunDefaultImpl();
    virEventRemoveTimeout(timer);
    return *done ? 0 : -1;
}

static int list(virConnectPtr conn)
{
    virDomainPtr *domains;
    int n = virConnectListAllDomains(conn, &domains, 0);

    if (n < 0)
        return virGetLastErrorCode() == VIR_ERR_NO_SUPPORT ? 77 : 1;
    for (int i = 0; i < n; i++) {
        char uuid[VIR_UUID_STRING_BUFLEN];
        virDomainInfo info;

        if (virDomainGetUUIDString(domains[i], uuid) == 0 &&
            virDomainGetInfo(domains[i], &info) == 0)
            printf("%-20s %s state %d, %lu KiB\n", virDomainGetName(domains[i]), uuid, info.state,
                   info.maxMem);
        virDomainFree(domains[i]);
    }
    free(domains);
    return 0;
}

/* Says whether the machine's XML is of that name. */
static int named(virDomainPtr domain, const char *element)
{
    char *text = virDomainGetXMLDesc(domain, 0);
    int found = text && strstr(text, element);

    free(text);
    return found;
}

static int live(virConnectPtr conn)
{
    const char *type = virConnectGetType(conn);
    char xml[sizeof(xml_format) + 8];
    virDomainPtr domain, gone;
    int ok;

    snprintf(xml, sizeof(xml), xml_format, type && strcmp(type, "QEMU") == 0 ? "qemu" : "test");
    domain = virDomainDefineXML(conn, xml);
    if (!domain)
        return -1;
    ok = named(domain, "<name>vireo-example</name>") && virDomainCreate(domain) == 0 &&
         (int)virDomainGetID(domain) > 0 && virDomainIsActive(domain) == 1 &&
         virDomainSuspend(domain) == 0 && virDomainResume(domain) == 0 &&
         virDomainDestroy(domain) == 0 && (int)virDomainGetID(domain) == -1 &&
         wait_until(&stopped) == 0 && started == 1;
    ok = virDomainUndefine(domain) == 0 && ok;
    virDomainFree(domain);

    gone = virDomainLookupByName(conn, "vireo-example");
    if (gone)
        virDomainFree(gone);
    return ok && !gone && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN ? 0 : -1;
}

int main(int argc, char **argv)
{
    virConnectPtr conn;
    int id, r;

    virEventRegisterDefaultImpl();
    conn = virConnectOpen(argc > 1 ? argv[1] : "test:///default");
    if (!conn)
        return EXIT_FAILURE;
    r = list(conn);
    if (r) {
        virConnectClose(conn);
        return r;
    }
    id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle), NULL, on_free);
    if (id < 0 || live(conn) < 0)
        r = virGetLastErrorCode() == VIR_ERR_NO_SUPPORT ? 77 : EXIT_FAILURE;
    if (id >= 0 && (virConnectDomainEventDeregisterAny(conn, id) < 0 || wait_until(&freed) < 0))
        r = EXIT_FAILURE;
    if (id < 0)
        freed = 1;
    if (virConnectClose(conn) != 0 || freed != 1)
        r = EXIT_FAILURE;
    printf("%s\n", r == 0 ? "done" : r == 77 ? "the driver cannot do all of it" : "failed");
    return r;
}
