/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A conversation during which allocations fail, and the same again with memory.
 *
 *     no_memory URI FIRST MANY     FIRST: the number of the first one that fails; MANY: in a row
 *
 * lib/short_of_memory.c is preloaded. Exit status 0: each call that failed has said why, and the
 * second conversation met no trace of the first one.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

/* The world of a conversation that broke off may not have ended yet. */
static char domain_xml[300], volume_xml[100];

static void name_objects(int conversation)
{
    snprintf(domain_xml, sizeof(domain_xml),
             "<domain type='test'><name>short-%d-%d</name><memory>4096</memory><os><type>hvm</type>"
             "</os><devices><disk><source file='/a'/><target dev='vda'/></disk></devices></domain>",
             (int)getpid(), conversation);
    snprintf(volume_xml, sizeof(volume_xml),
             "<volume><name>short-%d-%d</name><capacity>4096</capacity></volume>", (int)getpid(),
             conversation);
}

static int must_succeed;
static const char *uri;

#define DO(what)                                                                    \
    do {                                                                            \
        virResetLastError();                                                        \
        if (!(what)) {                                                              \
            if (must_succeed || virGetLastErrorCode() == VIR_ERR_OK) {              \
                fprintf(stderr, "%s: error %d: %s\n", #what, virGetLastErrorCode(), \
                        virGetLastErrorMessage());                                  \
                _exit(3);                                                           \
            }                                                                       \
            goto end;                                                               \
        }                                                                           \
    } while (0)

static void on_lifecycle(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
}

static void set_shortage(int fd, uint64_t from, uint64_t many)
{
    const uint64_t words[2] = {from, many};

    if (pwrite(fd, words, sizeof(words), 0) != (ssize_t)sizeof(words))
        _exit(4);
}

static int count_open(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int n = 0;

    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

static void speak(void)
{
    virConnectPtr conn = NULL;
    virDomainPtr dom = NULL, *all = NULL;
    virDomainSnapshotPtr snapshot = NULL;
    virStreamPtr stream = NULL;
    virStorageVolPtr volume = NULL;
    virStoragePoolPtr pool = NULL;
    char *xml = NULL, bytes[16];
    int n = 0, callback = -1;

    DO(conn = virConnectOpen(uri));
    DO((callback = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                    VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle), NULL,
                                                    NULL)) >= 0);
    DO((n = virConnectListAllDomains(conn, &all, 0)) >= 0);
    DO(dom = virDomainDefineXML(conn, domain_xml));
    DO(virDomainCreate(dom) == 0);
    DO(xml = virDomainGetXMLDesc(dom, 0));
    DO(snapshot = virDomainSnapshotCreateXML(dom, "<domainsnapshot/>", 0));
    DO(virEventRunDefaultImpl() == 0);
    DO(pool = virStoragePoolLookupByName(conn, "default-pool"));
    DO(volume = virStorageVolCreateXML(pool, volume_xml, 0));
    DO(stream = virStreamNew(conn, 0));
    DO(virStorageVolDownload(volume, stream, 0, 0, 0) == 0);
    DO(virStreamRecv(stream, bytes, sizeof(bytes)) > 0);
    DO(virStreamAbort(stream) == 0);
    DO(virDomainDestroy(dom) == 0);
    DO(virDomainSnapshotDelete(snapshot, 0) == 0);
    DO(virDomainUndefine(dom) == 0);
end:
    if (stream)
        virStreamFree(stream);
    if (volume)
        virStorageVolFree(volume);
    if (pool)
        virStoragePoolFree(pool);
    if (snapshot)
        virDomainSnapshotFree(snapshot);
    for (int i = 0; i < n; i++)
        virDomainFree(all[i]);
    free(all);
    free(xml);
    if (dom)
        virDomainFree(dom);
    if (callback >= 0)
        virConnectDomainEventDeregisterAny(conn, callback);
    if (conn)
        virConnectClose(conn);
}

static void on_timer(int timer, void *opaque)
{
}

int main(int argc, char **argv)
{
    int fd = argc == 4 ? open(getenv("SHORT_OF_MEMORY"), O_RDWR | O_CLOEXEC) : -1, opened;

    if (fd < 0 || virEventRegisterDefaultImpl() < 0 ||
        virEventAddTimeout(1, on_timer, NULL, NULL) < 0)
        return 4;
    uri = argv[1];
    must_succeed = 1;
    name_objects(1);
    speak(); /* what is made once */
    opened = count_open();
    must_succeed = 0;
    name_objects(2);
    set_shortage(fd, strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    speak();
    set_shortage(fd, 0, 0);
    must_succeed = 1;
    name_objects(3);
    speak();
    for (int i = 0; i < 200 && count_open() > opened; i++)
        virEventRunDefaultImpl();
    if (count_open() > opened) {
        fprintf(stderr, "%d descriptors are open, %d were\n", count_open(), opened);
        return 3;
    }
    return 0;
}
