/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * No list in a document makes defining, starting, showing or ending its object cost more per
 * element when it is longer. Counted as in many.c: the processor time of this thread, the least of
 * some tries, for N elements and 8 N, may grow 24-fold where 8 are due; what looks at all elements
 * once for each would grow 64-fold.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/driver/driver_fixture.h"

enum { FEW = 500, TIMES = 8, MANY = FEW * TIMES, ALLOWED = 3 * TIMES, TRIES = 2 };
static const double memory_s = 0.005;

static struct heard h;

/* ---- kinds of objects ---- */

static void domain_life(char *xml)
{
    const remote_domain_define_xml_args define = {.xml = xml};
    remote_domain_define_xml_ret defined = {0};
    remote_domain_get_xml_desc_args show = {0};
    remote_domain_get_xml_desc_ret shown = {0};
    remote_domain_interface_addresses_args ask = {0};
    remote_domain_interface_addresses_ret addresses = {0};
    remote_connect_get_all_domain_stats_args count = {0};
    remote_connect_get_all_domain_stats_ret counted = {0};

    GIVES(OPS->domain_define_xml(&h.session, &define, &defined));
    GIVES(OPS->domain_create(&h.session, &(remote_domain_create_args){defined.dom}));
    show.dom = ask.dom = defined.dom;
    GIVES(OPS->domain_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->domain_interface_addresses(&h.session, &ask, &addresses));
    count.doms.doms_val = &defined.dom;
    count.doms.doms_len = 1;
    GIVES(OPS->connect_get_all_domain_stats(&h.session, &count, &counted));
    GIVES(OPS->domain_destroy(&h.session, &(remote_domain_destroy_args){defined.dom}));
    GIVES(OPS->domain_undefine(&h.session, &(remote_domain_undefine_args){defined.dom}));
    free(shown.xml);
    free(defined.dom.name);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_interface_addresses_ret,
             (char *)&addresses);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_connect_get_all_domain_stats_ret,
             (char *)&counted);
}

static void network_life(char *xml)
{
    const remote_network_define_xml_args define = {.xml = xml};
    remote_network_define_xml_ret defined = {0};
    remote_network_get_xml_desc_args show = {0};
    remote_network_get_xml_desc_ret shown = {0};

    GIVES(OPS->network_define_xml(&h.session, &define, &defined));
    GIVES(OPS->network_create(&h.session, &(remote_network_create_args){defined.net}));
    show.net = defined.net;
    GIVES(OPS->network_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->network_destroy(&h.session, &(remote_network_destroy_args){defined.net}));
    GIVES(OPS->network_undefine(&h.session, &(remote_network_undefine_args){defined.net}));
    free(shown.xml);
    free(defined.net.name);
}

static void filter_life(char *xml)
{
    const remote_nwfilter_define_xml_args define = {.xml = xml};
    remote_nwfilter_define_xml_ret defined = {0};
    remote_nwfilter_get_xml_desc_args show = {0};
    remote_nwfilter_get_xml_desc_ret shown = {0};

    GIVES(OPS->nwfilter_define_xml(&h.session, &define, &defined));
    show.nwfilter = defined.nwfilter;
    GIVES(OPS->nwfilter_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->nwfilter_undefine(&h.session, &(remote_nwfilter_undefine_args){defined.nwfilter}));
    free(shown.xml);
    free(defined.nwfilter.name);
}

static void pool_life(char *xml)
{
    const remote_storage_pool_define_xml_args define = {.xml = xml};
    remote_storage_pool_define_xml_ret defined = {0};
    remote_storage_pool_get_xml_desc_args show = {0};
    remote_storage_pool_get_xml_desc_ret shown = {0};

    GIVES(OPS->storage_pool_define_xml(&h.session, &define, &defined));
    GIVES(
        OPS->storage_pool_create(&h.session, &(remote_storage_pool_create_args){defined.pool, 0}));
    show.pool = defined.pool;
    GIVES(OPS->storage_pool_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->storage_pool_destroy(&h.session, &(remote_storage_pool_destroy_args){defined.pool}));
    GIVES(
        OPS->storage_pool_undefine(&h.session, &(remote_storage_pool_undefine_args){defined.pool}));
    free(shown.xml);
    free(defined.pool.name);
}

static void interface_life(char *xml)
{
    const remote_interface_define_xml_args define = {.xml = xml};
    remote_interface_define_xml_ret defined = {0};
    remote_interface_get_xml_desc_args show = {0};
    remote_interface_get_xml_desc_ret shown = {0};

    GIVES(OPS->interface_define_xml(&h.session, &define, &defined));
    show.iface = defined.iface;
    GIVES(OPS->interface_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->interface_undefine(&h.session, &(remote_interface_undefine_args){defined.iface}));
    free(shown.xml);
    free(defined.iface.name);
    free(defined.iface.mac);
}

static void snapshot_life(char *xml)
{
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_snapshot_create_xml_args make = {.xml_desc = xml};
    remote_domain_snapshot_create_xml_ret made = {0};
    remote_domain_snapshot_get_xml_desc_args show = {0};
    remote_domain_snapshot_get_xml_desc_ret shown = {0};

    GIVES(OPS->domain_lookup_by_name(
        &h.session, &(remote_domain_lookup_by_name_args){.name = TEXT("test")}, &found));
    make.dom = found.dom;
    GIVES(OPS->domain_snapshot_create_xml(&h.session, &make, &made));
    show.snap = made.snap;
    GIVES(OPS->domain_snapshot_get_xml_desc(&h.session, &show, &shown));
    GIVES(OPS->domain_snapshot_delete(&h.session,
                                      &(remote_domain_snapshot_delete_args){made.snap, 0}));
    free(shown.xml);
    free(found.dom.name);
    free(made.snap.name);
    free(made.snap.dom.name);
}

static void cpu_compare(char *xml)
{
    const remote_connect_compare_cpu_args args = {.xml = xml};
    remote_connect_compare_cpu_ret ret = {0};

    GIVES(OPS->connect_compare_cpu(&h.session, &args, &ret));
}

static void cpu_baseline(char *xml)
{
    char *list[] = {xml, xml};
    const remote_connect_baseline_cpu_args args = {.xmlCPUs = {2, list}};
    remote_connect_baseline_cpu_ret ret = {0};

    if (OPS->connect_baseline_cpu(&h.session, &args, &ret) == 0)
        free(ret.cpu);
}

/* ---- their lists ---- */

#define DOMAIN      "<domain type='test'><name>x</name><memory>4096</memory>"
#define HVM         DOMAIN "<os><type>hvm</type></os>"
#define DEVICES     HVM "<devices>"
#define END         "</domain>"
#define DEVICES_END "</devices></domain>"
#define NETWORK     "<network><name>x</name><forward mode='open'/><bridge name='virbr7'/>"

/* %1$s: letters of its own; %2$u: its number. */
static const struct list {
    const char *name;
    void (*live)(char *xml);
    const char *before, *element, *after;
} lists[] = {
    {"interfaces", domain_life, DEVICES,
     "<interface type='network'><source network='default'/></interface>", DEVICES_END},
    {"named interfaces", domain_life, DEVICES,
     "<interface type='user'><target dev='testnet%2$u'/></interface><interface type='user'/>",
     DEVICES_END},
    {"disks", domain_life, DEVICES,
     "<disk type='file'><source file='/x'/><target dev='vd%1$s'/></disk>", DEVICES_END},
    {"disks with controllers", domain_life, DEVICES,
     "<disk type='file'><source file='/x'/><target dev='sd%1$s'/></disk>", DEVICES_END},
    {"disks among controllers", domain_life, DEVICES,
     "<controller type='scsi' index='%2$u'/><disk type='file'><source file='/x'/>"
     "<target dev='sd%1$s'/></disk>",
     DEVICES_END},
    {"devices in the worst order", domain_life, DEVICES,
     "<panic/><video/><input type='mouse'/><disk type='file'><source file='/x'/>"
     "<target dev='vd%1$s'/></disk>",
     DEVICES_END},
    {"controllers", domain_life, DEVICES, "<controller type='usb' index='%2$u'/>", DEVICES_END},
    {"channels", domain_life, DEVICES,
     "<channel type='pty'><target type='virtio' name='c%2$u'/></channel>", DEVICES_END},
    {"serial lines", domain_life, DEVICES, "<serial type='pty'/>", DEVICES_END},
    {"parallel lines", domain_life, DEVICES, "<parallel type='pty'/>", DEVICES_END},
    {"consoles", domain_life, DEVICES, "<console type='pty'/>", DEVICES_END},
    {"graphics", domain_life, DEVICES, "<graphics type='vnc'/>", DEVICES_END},
    {"host devices", domain_life, DEVICES,
     "<hostdev mode='subsystem' type='usb'><source><vendor id='0x%2$04x'/></source></hostdev>",
     DEVICES_END},
    {"file systems", domain_life, DEVICES,
     "<filesystem><source dir='/a'/><target dir='d%2$u'/></filesystem>", DEVICES_END},
    {"unknown devices", domain_life, DEVICES, "<x%2$u/>", DEVICES_END},
    {"boot devices", domain_life, DOMAIN "<os><type>hvm</type>", "<boot dev='hd'/>", "</os>" END},
    {"iothreads", domain_life, HVM "<iothreadids>", "<iothread id='%2$u'/>", "</iothreadids>" END},
    {"pins", domain_life, HVM "<cputune>", "<vcpupin vcpu='%2$u' cpuset='0'/>", "</cputune>" END},
    {"vcpus", domain_life, HVM "<vcpus>", "<vcpu id='%2$u' enabled='yes'/>", "</vcpus>" END},
    {"features of a CPU", domain_life, HVM "<cpu><model>qemu64</model>", "<feature name='f%2$u'/>",
     "</cpu>" END},
    {"cells", domain_life, HVM "<cpu><numa>", "<cell id='%2$u' cpus='0' memory='1'/>",
     "</numa></cpu>" END},
    {"metadata", domain_life, HVM "<metadata>", "<a:b xmlns:a='urn:%2$u'/>", "</metadata>" END},
    {"unknown elements", domain_life, HVM, "<x%2$u/><title/>", END},
    {"comments", domain_life, HVM, "<!-- %2$u --><pm/><name/>", END},
    {"references", domain_life, HVM "<description>", "&amp;<![CDATA[ ]]>", "</description>" END},
    {"hosts", network_life, NETWORK "<ip address='10.0.0.1' prefix='8'><dhcp>",
     "<host mac='52:54:00:00:00:00' name='h%2$u' ip='10.1.0.1'/>", "</dhcp></ip></network>"},
    {"ranges", network_life, NETWORK "<ip address='10.0.0.1' prefix='8'><dhcp>",
     "<range start='10.0.0.2' end='10.0.0.9'/>", "</dhcp></ip></network>"},
    {"names", network_life, NETWORK "<dns>",
     "<host ip='10.0.0.9'><hostname>h%2$u</hostname></host>", "</dns></network>"},
    {"port groups", network_life, NETWORK, "<portgroup name='p%2$u'/>", "</network>"},
    {"routes", network_life, NETWORK, "<route address='10.9.0.0' prefix='16' gateway='10.0.0.7'/>",
     "</network>"},
    {"rules", filter_life, "<filter name='x'>",
     "<rule action='drop' direction='in'><ip srcipaddr='10.0.0.1'/></rule>", "</filter>"},
    {"filters", filter_life, "<filter name='x'>", "<filterref filter='clean-traffic'/>",
     "</filter>"},
    {"devices of a pool", pool_life, "<pool type='logical'><name>x</name><source>",
     "<device path='/dev/d%2$u'/>",
     "<name>x</name></source><target><path>/d</path></target></pool>"},
    {"parts of a bridge", interface_life,
     "<interface type='bridge' name='x'><start mode='none'/><bridge>",
     "<interface type='ethernet' name='e%2$u'/>", "</bridge></interface>"},
    {"disks of a snapshot", snapshot_life, "<domainsnapshot><name>s</name><description>",
     "d%2$u &lt;", "</description></domainsnapshot>"},
    {"features to compare", cpu_compare, "<cpu><arch>x86_64</arch><model>qemu64</model>",
     "<feature name='f%2$u'/>", "</cpu>"},
    {"features of a guest to compare", cpu_compare,
     "<cpu mode='custom' match='exact'><model>qemu64</model>",
     "<feature policy='optional' name='f%2$u'/>", "</cpu>"},
    {"features to intersect", cpu_baseline, "<cpu><arch>x86_64</arch><model>qemu64</model>",
     "<feature name='f%2$u'/>", "</cpu>"},
};

/* Its number in letters, as the targets of disks have it. */
static const char *letters_of(unsigned i)
{
    static char text[8];
    char *at = text + sizeof(text) - 1;

    do
        *--at = (char)('a' + i % 26);
    while ((i /= 26) && i--);
    return at;
}

static char *write_list(const struct list *l, unsigned n)
{
    size_t size;
    char *xml;
    FILE *f = open_memstream(&xml, &size);

    ck_assert_ptr_nonnull(f);
    fputs(l->before, f);
    for (unsigned i = 0; i < n; i++)
        fprintf(f, l->element, letters_of(i), i);
    fputs(l->after, f);
    ck_assert_int_eq(fclose(f), 0);
    return xml;
}

static double processor_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double measure(const struct list *l, unsigned n)
{
    _cleanup_free_ char *xml = write_list(l, n);
    double least = 0;

    for (unsigned try = 0; try < TRIES; try++) {
        double start = processor_s(), took;

        l->live(xml);
        took = processor_s() - start;
        if (!try || took < least)
            least = took;
    }
    return least;
}

START_TEST(no_list_costs_more_per_element_when_it_is_longer)
{
    const struct list *l = &lists[_i];
    double few, many;

    open_world(&h);
    few = measure(l, FEW);
    many = measure(l, MANY);
    close_world(&h);
    ck_assert_msg(many < few * ALLOWED + memory_s, "%s: %.3f ms for %d, %.3f ms for %d", l->name,
                  few * 1e3, FEW, many * 1e3, MANY);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("many_elements");
    TCase *t = tcase_create("many_elements");

    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, no_list_costs_more_per_element_when_it_is_longer, 0, ARRAY_SIZE(lists));
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
