/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A definition's two forms say the same, and its copies are its own. */
#include "drivers/domain/definition.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/facts.h"
#include "drivers/xml/xml.h"
#include "tests/unit/suite.h"

#define MACHINE(name, inside)                           \
    "<domain type='test'><name>" name "</name>"         \
    "<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>" \
    "<memory>8192</memory><vcpu>4</vcpu><os><type>hvm</type></os>" inside "</domain>"

static const char *const machines[] = {
    MACHINE("plain", ""),
    MACHINE("escaped &amp; more",
            "<title>a &lt;b&gt; \"c\" 'd' &#13;</title><description> two\n\tlines </description>"),
    MACHINE("attributes", "<resource><partition a='1&#10;2&#9;3 &amp;amp; &gt;'/></resource>"),
    MACHINE("comments", "<!-- one --><features><!-- > two --><acpi/></features>"),
    MACHINE("mixed", "<description>text<b>bold</b> more</description>"),
    MACHINE("metadata", "<metadata xmlns:x='urn:x'><x:a><x:b c='d'> e </x:b>\n<x:f/></x:a>"
                        "<g xmlns='urn:g'><h>i</h></g></metadata>"),
    "<domain type='test' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
    "<name>foreign</name><memory>1</memory><os><type>hvm</type></os>"
    "<qemu:commandline><qemu:arg value='-x > y'/></qemu:commandline></domain>",
    MACHINE("devices", "<devices><disk><source file='/a'/><target dev='hda'/></disk>"
                       "<disk device='cdrom'><target dev='sdb'/></disk>"
                       "<disk type='block'><source dev='/dev/c'/><target dev='vdc'/></disk>"
                       "<interface type='network'><mac address='52:54:00:AB:cd:ef'/><source "
                       "network='default'/></interface>"
                       "<serial type='pty'/></devices>"),
};

static struct definition *parsed(const char *xml)
{
    struct definition *d;

    ck_assert_int_eq(definition_parse(xml, &d), 0);
    return d;
}

START_TEST(the_tree_reads_back_from_the_text)
{
    _cleanup_(definition_freep) struct definition *d = parsed(machines[_i]), *again = NULL;
    _cleanup_free_ char *before = definition_format(d, -1, SECRETS_HIDDEN), *after = NULL,
                        *id = NULL;

    ck_assert_ptr_nonnull(definition_edit(d));
    after = definition_format(d, -1, SECRETS_HIDDEN);
    ck_assert_str_eq(after, before);
    again = parsed(before); /* what has been completed is complete */
    free(after);
    after = definition_format(again, -1, SECRETS_HIDDEN);
    ck_assert_str_eq(after, before);
    id = definition_format(again, 7, SECRETS_HIDDEN);
    ck_assert_uint_eq(strlen(id), strlen(before) + strlen(" id='7'"));
    ck_assert_str_eq(strstr(id, " id='7'>") + strlen(" id='7'"), strchr(before, '>'));
}
END_TEST

START_TEST(a_copy_keeps_what_the_other_changes)
{
    _cleanup_(definition_freep) struct definition *d = parsed(machines[0]), *copy = NULL;
    _cleanup_free_ char *before = definition_format(d, -1, SECRETS_HIDDEN), *kept = NULL,
                        *changed = NULL;

    copy = definition_copy(d);
    ck_assert_ptr_eq(definition_facts(copy), definition_facts(d));
    ck_assert_ptr_nonnull(definition_edit(d));
    definition_set_memory(d, 4096);
    ck_assert_int_eq(definition_set_name(d, "other"), 0);
    kept = definition_format(copy, -1, SECRETS_HIDDEN);
    changed = definition_format(d, -1, SECRETS_HIDDEN);
    ck_assert_str_eq(kept, before);
    ck_assert_uint_eq(copy->memory, 8192);
    ck_assert_ptr_nonnull(strstr(changed, "<name>other</name>"));
    ck_assert_ptr_nonnull(strstr(changed, "<currentMemory unit='KiB'>4096</currentMemory>"));
    definition_free(take(d));
    ck_assert_str_eq(definition_facts(copy)->text, before);
}
END_TEST

START_TEST(devices_are_found_by_what_they_go_by)
{
    _cleanup_(definition_freep) struct definition *d = parsed(machines[ARRAY_SIZE(machines) - 1]);
    const struct facts *f = definition_facts(d);

    ck_assert_uint_eq(f->n_disks, 3);
    ck_assert_str_eq(facts_disk(f, "/a")->target, "hda");
    ck_assert(facts_disk(f, "sdb")->empty);
    ck_assert_str_eq(facts_disk(f, "/dev/c")->target, "vdc");
    ck_assert_ptr_null(facts_disk(f, "vdd"));
    ck_assert_uint_eq(f->n_interfaces, 1);
    ck_assert_str_eq(facts_interface(f, "52:54:00:ab:CD:ef")->target, "testnet0");
    ck_assert_ptr_eq(facts_interface(f, "testnet0"), &f->interfaces[0]);
    ck_assert(!f->perf && !f->iothreads);
}
END_TEST

/* ---- what people write, and what it means ---- */

#define WRITTEN(inside)                  \
    "<domain type='test'><name>n</name>" \
    "<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>" inside "</domain>"
#define HVM "<os><type>hvm</type></os>"
#define CELLS                                                                           \
    "<cpu><numa><cell id='0' cpus='0' memory='1024'/><cell id='1' cpus='1' memory='2' " \
    "unit='MiB'/></numa></cpu>"
#define DIMM \
    "<devices><memory model='dimm'><target><size unit='MiB'>2</size></target></memory></devices>"
#define MEMORY          "<memory>8192</memory>"
#define LOADER          "<bootloader>/usr/bin/pygrub</bootloader>"
#define NAMED(name)     "<domain type='test'><name>" name "</name>" MEMORY HVM "</domain>"
#define LABEL(encoding) "<?xml version='1.0' encoding='" encoding "'?>"
#define PLAIN(more)     WRITTEN("<memory>8192</memory>" HVM more)

static const struct {
    const char *written, *meant;
} meanings[] = {
    /* an empty value is as none */
    {WRITTEN("<memory unit=''>8192</memory><currentMemory unit=''></currentMemory>" HVM),
     PLAIN("")},
    {WRITTEN("<memory>8192</memory><os><type arch=''>hvm</type></os>"), PLAIN("")},
    {PLAIN("<on_poweroff></on_poweroff><on_reboot/><on_crash></on_crash>"), PLAIN("")},
    {PLAIN("<clock offset=''/>"), PLAIN("<clock/>")},
    {PLAIN("<devices><video><model type=''/></video></devices>"),
     PLAIN("<devices><video><model/></video></devices>")},
    {PLAIN("<devices><hostdev type='usb'/></devices>"),
     PLAIN("<devices><hostdev type='usb' mode='subsystem'/></devices>")},
    /* numbers may have blanks and a sign before them */
    {WRITTEN("<memory>\n +8192</memory><vcpu> 2</vcpu>" HVM),
     WRITTEN("<memory>8192</memory><vcpu>2</vcpu>" HVM)},
    /* what has a prefix that nobody declares is gone */
    {PLAIN("<q:commandline><q:arg value='-S'/></q:commandline>"), PLAIN("")},
    {PLAIN("<title>a<q:b/>c</title>"), PLAIN("<title>ac</title>")},
    {PLAIN("<metadata><q:a/><a:b xmlns:a='urn:a' q:z='1'><q:c/></a:b></metadata>"),
     PLAIN("<metadata><a:b xmlns:a='urn:a'/></metadata>")},
    {PLAIN("<devices><disk q:a='1'><source file='/a'/><target dev='hda'/></disk></devices>"),
     PLAIN("<devices><disk><source file='/a'/><target dev='hda'/></disk></devices>")},
    {PLAIN("<?q:x y?>"), PLAIN("")},
    /* a document says what it is, or in which bytes it once was */
    {"<!DOCTYPE domain>" PLAIN(""), PLAIN("")},
    {"<!DOCTYPE domain SYSTEM 'http://none.example/d.dtd'>" PLAIN(""), PLAIN("")},
    {"<!DOCTYPE domain [<!ELEMENT domain ANY> <!-- > -->]>" PLAIN(""), PLAIN("")},
    {LABEL("ISO-8859-1") PLAIN("<title>K\xc3\xa4se</title>"), PLAIN("<title>K\xc3\xa4se</title>")},
    {LABEL("windows-1252") PLAIN("<title>\xe2\x82\xac</title>"),
     PLAIN("<title>\xe2\x82\xac</title>")},
    {LABEL("utf-16") PLAIN(""), PLAIN("")},
    {LABEL("US-ASCII") PLAIN("<title>K\xc3\xa4se</title>"), PLAIN("<title>K\xc3\xa4se</title>")},
    /* outside of metadata, text is text */
    {PLAIN("<title><![CDATA[a <]]> &amp;</title>"), PLAIN("<title>a &lt; &amp;</title>")},
    {WRITTEN("<memory><![CDATA[81]]>92</memory>" HVM), PLAIN("")},
    /* who brings a boot loader is a guest of Xen, unless it says what it is */
    {WRITTEN(MEMORY LOADER), WRITTEN(MEMORY LOADER "<os><type arch='i686'>xen</type></os>")},
    {WRITTEN(MEMORY LOADER "<os><kernel>/k</kernel></os>"),
     WRITTEN(MEMORY LOADER "<os><type>xen</type><kernel>/k</kernel></os>")},
    {WRITTEN(MEMORY LOADER "<os><type arch=''/></os>"), WRITTEN(MEMORY LOADER)},
    /* the cells' memory is the domain's, and that of memory devices with it */
    {WRITTEN(HVM CELLS), WRITTEN("<memory unit='MiB'>3</memory>" HVM CELLS)},
    {WRITTEN("<memory>0</memory><currentMemory>9</currentMemory>" HVM CELLS),
     WRITTEN("<memory>3072</memory><currentMemory>9</currentMemory>" HVM CELLS)},
    {WRITTEN("<memory>8192</memory>" HVM CELLS), PLAIN(CELLS)},
    {WRITTEN(HVM CELLS DIMM), WRITTEN("<memory>5120</memory>" HVM CELLS DIMM)},
};

START_TEST(a_definition_means_what_libvirt_takes_it_for)
{
    _cleanup_(definition_freep) struct definition *written = parsed(meanings[_i].written);
    _cleanup_(definition_freep) struct definition *meant = parsed(meanings[_i].meant);

    ck_assert_str_eq(definition_facts(written)->text, definition_facts(meant)->text);
    ck_assert_uint_eq(written->max_memory, meant->max_memory);
    ck_assert_uint_eq(written->vcpus, meant->vcpus);
}
END_TEST

static const struct {
    const char *xml;
    int code;
} refused[] = {
    {WRITTEN("<memory>8192 </memory>" HVM), VIR_ERR_XML_ERROR},
    {WRITTEN("<memory> </memory>" HVM), VIR_ERR_XML_ERROR},
    {WRITTEN("<memory unit=' '>8192</memory>" HVM), VIR_ERR_INVALID_ARG},
    {WRITTEN("<memory></memory>" HVM), VIR_ERR_XML_ERROR},
    {PLAIN("<on_crash> </on_crash>"), VIR_ERR_CONFIG_UNSUPPORTED},
    {PLAIN("<devices><hostdev/></devices>"), VIR_ERR_XML_ERROR},
    {"<!DOCTYPE domain [<!ENTITY x 'y'>]>" PLAIN(""), VIR_ERR_XML_ERROR},
    {"<!DOCTYPE domain [<!ENTITY % x 'y'>]>" PLAIN(""), VIR_ERR_XML_ERROR},
    {"<!DOCTYPE domain [<!ATTLIST domain type CDATA 'x'>]>" PLAIN(""), VIR_ERR_XML_ERROR},
    {LABEL("ISO-8859-1") PLAIN("<title>K\xe4se</title>"), VIR_ERR_XML_DETAIL},
    {NAMED("two&#10;lines"), VIR_ERR_XML_DETAIL},
    {NAMED("\nx"), VIR_ERR_XML_DETAIL},
    {NAMED("x&#10;"), VIR_ERR_XML_DETAIL},
    {WRITTEN(MEMORY "<bootloader/>"), VIR_ERR_XML_ERROR},
    {WRITTEN(MEMORY "<bootloader_args>-x</bootloader_args>"), VIR_ERR_XML_ERROR},
    {WRITTEN(MEMORY "<os><type> hvm </type></os>"), VIR_ERR_CONFIG_UNSUPPORTED},
    {WRITTEN(HVM "<cpu><numa><cell cpus='0'/></numa></cpu>"), VIR_ERR_XML_ERROR},
    {WRITTEN(HVM "<cpu><numa><cell cpus='0' memory='1' unit='x'/></numa></cpu>"),
     VIR_ERR_INVALID_ARG},
    {WRITTEN(HVM "<cpu><numa><cell memory='9223372036854775807'/></numa></cpu>"), VIR_ERR_OVERFLOW},
    {WRITTEN(HVM "<cpu><numa><cell memory='0'/></numa></cpu>"), VIR_ERR_XML_ERROR},
};

START_TEST(a_definition_that_libvirt_refuses_is_refused)
{
    struct definition *d = NULL;

    ck_assert_int_eq(definition_parse(refused[_i].xml, &d), -1);
    ck_assert_int_eq(error_get()->code, refused[_i].code);
    ck_assert_ptr_null(d);
}
END_TEST

/* A document with metadata that is a great many of the same character. */
static char *big_metadata(const char *before, char c, const char *behind)
{
    static char many[1500001];
    char *xml;

    memset(many, c, sizeof(many) - 1);
    ck_assert_int_gt(asprintf(&xml,
                              "<domain type='test'><name>n</name>" MEMORY HVM
                              "<metadata><a:b xmlns:a='urn:a'>%s%s%s</a:b></metadata></domain>",
                              before, many, behind),
                     0);
    return xml;
}

START_TEST(what_is_taken_can_be_given_back)
{
    _cleanup_free_ char *section = big_metadata("<![CDATA[", '<', "]]>"),
                        *text = big_metadata("", '>', "");
    _cleanup_(definition_freep) struct definition *kept = parsed(section);
    struct definition *d = NULL;

    ck_assert_ptr_nonnull(
        strstr(definition_facts(kept)->text, "<a:b xmlns:a=\"urn:a\"><![CDATA[<<"));
    ck_assert_uint_lt(strlen(definition_facts(kept)->text), 2000000);
    ck_assert_int_eq(definition_parse(text, &d), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_XML_ERROR);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("definition");
    TCase *t = tcase_create("definition");

    tcase_add_loop_test(t, the_tree_reads_back_from_the_text, 0, ARRAY_SIZE(machines));
    tcase_add_test(t, a_copy_keeps_what_the_other_changes);
    tcase_add_test(t, devices_are_found_by_what_they_go_by);
    tcase_add_loop_test(t, a_definition_means_what_libvirt_takes_it_for, 0, ARRAY_SIZE(meanings));
    tcase_add_test(t, what_is_taken_can_be_given_back);
    tcase_add_loop_test(t, a_definition_that_libvirt_refuses_is_refused, 0, ARRAY_SIZE(refused));
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
