/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each allocation of a call fails once, in turn, those of libxml2 too: the call fails or does not,
 * but the process lives, and the same call succeeds afterwards.
 */
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/driver/driver_fixture.h"

/* ---- an allocator that fails when it is told to ---- */

/* Sanitizers have one of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

/* For the libraries, too. */
#define EXPORTED __attribute__((visibility("default")))

static volatile unsigned long fails_at; /* 0: never */
static volatile unsigned long count;

__attribute__((unused)) static bool fails(void)
{
    if (!fails_at || ++count != fails_at)
        return false;
    errno = ENOMEM;
    return true;
}

#ifndef SANITIZED
EXPORTED void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

EXPORTED void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

EXPORTED void *realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}
#endif

/* ---- what is called ---- */

static struct heard h;
static bool checked; /* the call must succeed */

#define TRY(call)                                                     \
    do {                                                              \
        int result_ = (call);                                         \
        if (checked && result_ < 0) {                                 \
            fprintf(stderr, "%s: %s\n", #call, error_get()->message); \
            _exit(3);                                                 \
        }                                                             \
        if (result_ < 0)                                              \
            goto end;                                                 \
    } while (0)

#define FREE(type, ret) xdr_free((xdrproc_t)(void (*)(void))xdr_##type, (char *)&(ret))

static const char domain_xml[] =
    "<domain type='test'><name>x</name><title>t</title><metadata><a:b xmlns:a='urn:a'/></metadata>"
    "<memory>4096</memory><vcpu cpuset='0'>2</vcpu><os><type>hvm</type></os>"
    "<cpu><model>qemu64</model></cpu><devices>"
    "<disk><source file='/a'/><target dev='hda'/></disk>"
    "<disk><source file='/b'/><target dev='sdz'/></disk>"
    "<interface type='network'><source network='default'/></interface>"
    "<interface type='user'><target dev='testnet0'/></interface>"
    "<serial type='pty'/><parallel type='pty'/><controller type='usb'/><watchdog model='ib700'/>"
    "<graphics type='vnc'/><panic/></devices></domain>";

static void domain_life(void)
{
    remote_domain_define_xml_ret defined = {0};
    remote_domain_get_xml_desc_ret shown = {0};
    remote_domain_interface_addresses_ret addresses = {0};
    remote_connect_get_all_domain_stats_ret counted = {0};
    remote_domain_attach_device_args attach = {0};
    remote_domain_set_metadata_args metadata = {0};
    char *title = TEXT("new");

    TRY(OPS->domain_define_xml(
        &h.session, &(remote_domain_define_xml_args){.xml = TEXT(domain_xml)}, &defined));
    metadata.dom = attach.dom = defined.dom;
    metadata.type = VIR_DOMAIN_METADATA_TITLE;
    metadata.metadata = &title;
    TRY(OPS->domain_set_metadata(&h.session, &metadata));
    TRY(OPS->domain_create(&h.session, &(remote_domain_create_args){defined.dom}));
    attach.xml = TEXT("<disk><source file='/c'/><target dev='vdc'/></disk>");
    TRY(OPS->domain_attach_device(&h.session, &attach));
    TRY(OPS->domain_set_vcpus(&h.session, &(remote_domain_set_vcpus_args){defined.dom, 1}));
    TRY(OPS->domain_get_xml_desc(&h.session, &(remote_domain_get_xml_desc_args){defined.dom, 0},
                                 &shown));
    TRY(OPS->domain_interface_addresses(
        &h.session, &(remote_domain_interface_addresses_args){.dom = defined.dom}, &addresses));
    TRY(OPS->connect_get_all_domain_stats(
        &h.session, &(remote_connect_get_all_domain_stats_args){{1, &defined.dom}, 0, 0},
        &counted));
    TRY(OPS->domain_destroy(&h.session, &(remote_domain_destroy_args){defined.dom}));
    TRY(OPS->domain_undefine(&h.session, &(remote_domain_undefine_args){defined.dom}));
end:
    FREE(remote_domain_define_xml_ret, defined);
    FREE(remote_domain_get_xml_desc_ret, shown);
    FREE(remote_domain_interface_addresses_ret, addresses);
    FREE(remote_connect_get_all_domain_stats_ret, counted);
}

static void snapshot_life(void)
{
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_snapshot_create_xml_ret made = {0};
    remote_domain_snapshot_get_xml_desc_ret shown = {0};

    TRY(OPS->domain_lookup_by_name(
        &h.session, &(remote_domain_lookup_by_name_args){.name = TEXT("test")}, &found));
    TRY(OPS->domain_snapshot_create_xml(
        &h.session,
        &(remote_domain_snapshot_create_xml_args){
            found.dom, TEXT("<domainsnapshot><description>d</description></domainsnapshot>"), 0},
        &made));
    TRY(OPS->domain_snapshot_get_xml_desc(
        &h.session, &(remote_domain_snapshot_get_xml_desc_args){made.snap, 0}, &shown));
    TRY(OPS->domain_revert_to_snapshot(&h.session,
                                       &(remote_domain_revert_to_snapshot_args){made.snap, 0}));
    TRY(OPS->domain_snapshot_delete(&h.session,
                                    &(remote_domain_snapshot_delete_args){made.snap, 0}));
end:
    FREE(remote_domain_lookup_by_name_ret, found);
    FREE(remote_domain_snapshot_create_xml_ret, made);
    FREE(remote_domain_snapshot_get_xml_desc_ret, shown);
}

static void network_life(void)
{
    remote_network_define_xml_ret defined = {0};
    remote_network_get_xml_desc_ret shown = {0};
    remote_network_update_args update = {0};

    TRY(OPS->network_define_xml(
        &h.session,
        &(remote_network_define_xml_args){
            TEXT("<network><name>x</name><forward/><ip address='10.1.0.1' prefix='24'>"
                 "<dhcp><range start='10.1.0.2' end='10.1.0.9'/></dhcp></ip></network>")},
        &defined));
    TRY(OPS->network_create(&h.session, &(remote_network_create_args){defined.net}));
    update.net = defined.net;
    update.command = VIR_NETWORK_UPDATE_COMMAND_ADD_LAST;
    update.section = VIR_NETWORK_SECTION_IP_DHCP_HOST;
    update.parentIndex = -1;
    update.xml = TEXT("<host mac='52:54:00:00:00:01' ip='10.1.0.5'/>");
    TRY(OPS->network_update(&h.session, &update));
    TRY(OPS->network_get_xml_desc(&h.session, &(remote_network_get_xml_desc_args){defined.net, 0},
                                  &shown));
    TRY(OPS->network_destroy(&h.session, &(remote_network_destroy_args){defined.net}));
    TRY(OPS->network_undefine(&h.session, &(remote_network_undefine_args){defined.net}));
end:
    FREE(remote_network_define_xml_ret, defined);
    FREE(remote_network_get_xml_desc_ret, shown);
}

static void pool_life(void)
{
    remote_storage_pool_define_xml_ret defined = {0};
    remote_storage_pool_get_xml_desc_ret shown = {0};
    remote_storage_vol_create_xml_ret volume = {0};

    TRY(OPS->storage_pool_define_xml(
        &h.session,
        &(remote_storage_pool_define_xml_args){
            TEXT("<pool type='dir'><name>x</name><target><path>/d</path></target></pool>"), 0},
        &defined));
    TRY(OPS->storage_pool_create(&h.session, &(remote_storage_pool_create_args){defined.pool, 0}));
    TRY(OPS->storage_vol_create_xml(
        &h.session,
        &(remote_storage_vol_create_xml_args){
            defined.pool, TEXT("<volume><name>v</name><capacity>1</capacity></volume>"), 0},
        &volume));
    TRY(OPS->storage_vol_delete(&h.session, &(remote_storage_vol_delete_args){volume.vol, 0}));
    TRY(OPS->storage_pool_get_xml_desc(
        &h.session, &(remote_storage_pool_get_xml_desc_args){defined.pool, 0}, &shown));
    TRY(OPS->storage_pool_destroy(&h.session, &(remote_storage_pool_destroy_args){defined.pool}));
    TRY(OPS->storage_pool_undefine(&h.session, &(remote_storage_pool_undefine_args){defined.pool}));
end:
    FREE(remote_storage_pool_define_xml_ret, defined);
    FREE(remote_storage_pool_get_xml_desc_ret, shown);
    FREE(remote_storage_vol_create_xml_ret, volume);
}

static void filter_life(void)
{
    remote_nwfilter_define_xml_ret defined = {0};
    remote_nwfilter_get_xml_desc_ret shown = {0};

    TRY(OPS->nwfilter_define_xml(
        &h.session,
        &(remote_nwfilter_define_xml_args){
            TEXT("<filter name='x'><rule action='drop' direction='in'/></filter>")},
        &defined));
    TRY(OPS->nwfilter_get_xml_desc(
        &h.session, &(remote_nwfilter_get_xml_desc_args){defined.nwfilter, 0}, &shown));
    TRY(OPS->nwfilter_undefine(&h.session, &(remote_nwfilter_undefine_args){defined.nwfilter}));
end:
    FREE(remote_nwfilter_define_xml_ret, defined);
    FREE(remote_nwfilter_get_xml_desc_ret, shown);
}

static void interface_life(void)
{
    remote_interface_define_xml_ret defined = {0};
    remote_interface_get_xml_desc_ret shown = {0};

    TRY(OPS->interface_define_xml(
        &h.session,
        &(remote_interface_define_xml_args){
            TEXT("<interface type='ethernet' name='x'><start mode='none'/></interface>"), 0},
        &defined));
    TRY(OPS->interface_get_xml_desc(
        &h.session, &(remote_interface_get_xml_desc_args){defined.iface, 0}, &shown));
    TRY(OPS->interface_undefine(&h.session, &(remote_interface_undefine_args){defined.iface}));
end:
    FREE(remote_interface_define_xml_ret, defined);
    FREE(remote_interface_get_xml_desc_ret, shown);
}

static void secret_life(void)
{
    remote_secret_define_xml_ret defined = {0};
    remote_secret_get_xml_desc_ret shown = {0};

    TRY(OPS->secret_define_xml(
        &h.session,
        &(remote_secret_define_xml_args){
            TEXT("<secret><usage type='volume'><volume>/v</volume></usage></secret>"), 0},
        &defined));
    TRY(OPS->secret_get_xml_desc(&h.session, &(remote_secret_get_xml_desc_args){defined.secret, 0},
                                 &shown));
    TRY(OPS->secret_undefine(&h.session, &(remote_secret_undefine_args){defined.secret}));
end:
    FREE(remote_secret_define_xml_ret, defined);
    FREE(remote_secret_get_xml_desc_ret, shown);
}

static void cpu_calls(void)
{
    char *xml = TEXT("<cpu><arch>x86_64</arch><model>qemu64</model></cpu>");
    remote_connect_compare_cpu_ret compared = {0};
    remote_connect_baseline_cpu_ret common = {0};
    remote_connect_get_capabilities_ret capabilities = {0};

    TRY(OPS->connect_compare_cpu(&h.session, &(remote_connect_compare_cpu_args){xml, 0},
                                 &compared));
    TRY(OPS->connect_baseline_cpu(&h.session, &(remote_connect_baseline_cpu_args){{1, &xml}, 0},
                                  &common));
    TRY(OPS->connect_get_capabilities(&h.session, &capabilities));
end:
    FREE(remote_connect_baseline_cpu_ret, common);
    FREE(remote_connect_get_capabilities_ret, capabilities);
}

static const struct life {
    const char *name;
    void (*live)(void);
} lives[] = {
    {"domain", domain_life}, {"snapshot", snapshot_life}, {"network", network_life},
    {"pool", pool_life},     {"filter", filter_life},     {"interface", interface_life},
    {"secret", secret_life}, {"CPU", cpu_calls},
};

/* ---- each allocation in turn ---- */

static void crashed(int number)
{
    void *frames[40];
    int n;

    fails_at = 0;
    n = backtrace(frames, 40);
    backtrace_symbols_fd(frames, n, STDERR_FILENO);
    _exit(128 + number);
}

/* In a child: exit status 0, and 1 when the call has fewer allocations. */
static int child_fail(const struct life *l, unsigned long at)
{
    void *frame;

    backtrace(&frame, 1); /* loads what it needs */
    signal(SIGSEGV, crashed);
    signal(SIGABRT, crashed);
    count = 0;
    fails_at = at;
    l->live();
    fails_at = 0;
    if (count < at)
        return 1;
    close_world(&h);
    open_world(&h); /* what was left behind is gone: the world is made anew */
    checked = true;
    l->live();
    return 0;
}

START_TEST(a_call_survives_each_allocation_that_fails)
{
    const struct life *l = &lives[_i];
    int status = 0;

    open_world(&h);
    checked = true;
    l->live(); /* what is made once */
    checked = false;
    for (unsigned long at = 1; !status; at++) {
        pid_t pid = fork();

        ck_assert_int_ge(pid, 0);
        if (!pid)
            _exit(child_fail(l, at));
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
        status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
        ck_assert_msg(status <= 1, "%s: allocation %lu fails: exit status %d", l->name, at, status);
    }
    close_world(&h);
}
END_TEST

int main(void)
{
#ifdef SANITIZED
    puts("skipped: a sanitizer has an allocator of its own");
    return 77;
#endif
    Suite *suite = suite_create("no_memory");
    TCase *t = tcase_create("no_memory");

    tcase_set_timeout(t, 300);
    tcase_add_loop_test(t, a_call_survives_each_allocation_that_fails, 0, ARRAY_SIZE(lives));
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
