/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The streams of a machine that runs: its console is read until the firmware has said something
 * and taken over by a second caller, a channel is written to, its screen is taken.
 *
 *     guest-streams URI
 *
 * Says which of them went well; those that the driver lacks are left out. 0, or 1 with the reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static const char xml_format[] =
    "<domain type='%s'>"
    "  <name>vireo-streams</name>"
    "  <memory unit='MiB'>64</memory>"
    "  <vcpu>1</vcpu>"
    "  <os><type>hvm</type><bios useserial='yes'/></os>"
    "  <devices>"
    "    <console type='pty'/>"
    "    <channel type='unix'><target type='virtio' name='org.vireo.0'/></channel>"
    "    <video><model type='vga'/></video>"
    "  </devices>"
    "</domain>";

static int failed;

static void quiet(void *data, virErrorPtr error)
{
}

/* Notes what went well, was not there, or has failed. */
static void note(const char *what, int well)
{
    if (!well && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT) {
        printf("left out: %s\n", what);
        return;
    }
    printf("%s: %s\n", what, well ? "ok" : virGetLastErrorMessage());
    failed |= !well;
}

/* Whether so many bytes can be read, whatever they are. */
static int receives(virStreamPtr st, size_t wanted)
{
    char bytes[256];

    while (wanted) {
        int n = virStreamRecv(st, bytes, wanted < sizeof(bytes) ? wanted : sizeof(bytes));

        if (n <= 0)
            return 0;
        wanted -= (size_t)n;
    }
    return 1;
}

static void console(virConnectPtr conn, virDomainPtr domain)
{
    virStreamPtr st = virStreamNew(conn, 0), second = virStreamNew(conn, 0);
    int opened = virDomainOpenConsole(domain, NULL, st, VIR_DOMAIN_CONSOLE_SAFE) == 0;

    note("a console is opened", opened);
    if (opened) {
        note("the firmware speaks", receives(st, 16));
        note("a second caller has to wait",
             virDomainOpenConsole(domain, NULL, second, VIR_DOMAIN_CONSOLE_SAFE) < 0 &&
                 virGetLastErrorCode() == VIR_ERR_OPERATION_FAILED);
        note("it may take over",
             virDomainOpenConsole(domain, NULL, second, VIR_DOMAIN_CONSOLE_FORCE) == 0);
        note("keys are typed", virStreamSend(second, "\r\n", 2) == 2);
        note("it is closed", virStreamAbort(second) == 0);
    }
    virStreamFree(second);
    virStreamFree(st);
}

static void channel(virConnectPtr conn, virDomainPtr domain)
{
    virStreamPtr st = virStreamNew(conn, 0);
    int opened = virDomainOpenChannel(domain, "org.vireo.0", st, 0) == 0;

    note("a channel is opened", opened);
    if (opened) {
        note("it takes bytes", virStreamSend(st, "hello\n", 6) == 6);
        note("it is closed", virStreamAbort(st) == 0);
    }
    note("no other channel is there", virDomainOpenChannel(domain, "org.vireo.1", st, 0) < 0 &&
                                          virGetLastErrorCode() != VIR_ERR_NO_SUPPORT);
    virStreamFree(st);
}

static int count(virStreamPtr st, const char *data, size_t n, void *opaque)
{
    *(size_t *)opaque += n;
    return (int)n;
}

static void screen(virConnectPtr conn, virDomainPtr domain)
{
    virStreamPtr st = virStreamNew(conn, 0);
    char *mime = virDomainScreenshot(domain, st, 0, 0);
    size_t bytes = 0;

    note("a screen is taken", mime && strncmp(mime, "image/", 6) == 0);
    if (mime)
        note("it is a picture",
             virStreamRecvAll(st, count, &bytes) == 0 && bytes > 100 && virStreamFinish(st) == 0);
    free(mime);
    virStreamFree(st);
}

int main(int argc, char **argv)
{
    virConnectPtr conn;
    virDomainPtr domain;
    const char *type;
    char xml[2048];

    alarm(60); /* nobody waits for ever for a firmware */
    virSetErrorFunc(NULL, quiet);
    conn = virConnectOpen(argc > 1 ? argv[1] : "test:///default");
    if (!conn) {
        fprintf(stderr, "cannot connect: %s\n", virGetLastErrorMessage());
        return 1;
    }
    type = strcmp(virConnectGetType(conn), "TEST") == 0 ? "test" : "qemu";
    snprintf(xml, sizeof(xml), xml_format, type);
    domain = virDomainCreateXML(conn, xml, 0);
    note("a machine runs", domain != NULL);
    if (domain) {
        console(conn, domain);
        channel(conn, domain);
        screen(conn, domain);
        virDomainDestroy(domain);
        virDomainFree(domain);
    }
    virConnectClose(conn);
    return failed;
}
