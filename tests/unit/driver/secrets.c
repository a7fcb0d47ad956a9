/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What counts as a secret in documents of every family, and who sees it. */
#include "drivers/xml/secrets.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/facts.h"
#include "drivers/session.h"
#include "drivers/xml/xml.h"
#include "tests/unit/suite.h"

#define COOKIES "<cookies><cookie name='id'>pw</cookie></cookies>"
#define DISK                                                                            \
    "<disk><source protocol='https' name='x'><host name='h'/>" COOKIES "</source>"      \
    "<backingStore><source>" COOKIES "</source></backingStore><mirror><source>" COOKIES \
    "</source>"                                                                         \
    "</mirror></disk>"
#define GRAPHICS "<graphics type='vnc' port='-1' passwd='pw' passwdValidTo='2030-04-09T15:51:00'/>"
#define DEVICES \
    "<devices>" DISK GRAPHICS "<graphics type='spice' passwd='pw'><listen/></graphics></devices>"

/* All that is secret in them is "pw". */
static const char *const secret[] = {
    "<domain>" DEVICES "</domain>",
    "<domainsnapshot><domain>" DEVICES "</domain><inactiveDomain>" DEVICES "</inactiveDomain>"
    "</domainsnapshot>",
    "<domainsnapshot><disks>" DISK "</disks></domainsnapshot>",
    "<domaincheckpoint><domain>" DEVICES "</domain></domaincheckpoint>",
    "<domainbackup><disks>" DISK "<disk><target>" COOKIES "</target><scratch>" COOKIES
    "</scratch></disk></disks></domainbackup>",
    "<pool type='iscsi'><source><auth type='chap' login='u' passwd='pw'/></source></pool>",
    "<volume><source>" COOKIES "</source></volume>",
    GRAPHICS,
    "<domain><devices><!-- " GRAPHICS " --></devices></domain>",
    "<graphics type='vnc' passwd=''/>",
    "<graphics type='vnc' passwd='p&#119;'/>",
    "<a><graphics passwd='pw'/><metadata><graphics xmlns='urn:a'/></metadata></a>",
};

static const char *const open[] = {
    "<domain><devices><graphics type='vnc' "
    "passwdValidTo='2030-04-09T15:51:00'/></devices></domain>",
    "<domain><metadata><graphics passwd='pw'/></metadata></domain>",
    "<domain xmlns:q='urn:q'><q:graphics passwd='pw'/><devices><graphics "
    "q:passwd='pw'/></devices></domain>",
    "<secret><usage type='ceph'><name>passwd</name></usage></secret>",
    "<disk><source><auth username='u'><secret type='ceph' usage='u'/></auth></source></disk>",
    "<network><!-- of the office --><name>passwd</name></network>",
};

static xmlDoc *parsed(const char *xml)
{
    xmlDoc *doc;

    ck_assert_int_eq(xml_parse(VIR_FROM_XML, xml, "it", &doc), 0);
    return doc;
}

START_TEST(secrets_are_hidden_and_shown)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = parsed(secret[_i]), *again = NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    _cleanup_free_ char *hidden = secrets_format(root, SECRETS_HIDDEN), *all = xml_format(root);
    _cleanup_free_ char *shown = secrets_format(root, SECRETS_SHOWN);

    ck_assert(secrets_any(root));
    ck_assert_str_eq(shown, all);
    ck_assert_ptr_null(strstr(hidden, "pw"));
    ck_assert_ptr_null(strstr(hidden, "passwd="));
    ck_assert_ptr_null(strstr(hidden, "cookie"));
    if (!strstr(all, "<!--"))
        ck_assert(!strstr(all, "passwdValidTo") == !strstr(hidden, "passwdValidTo"));
    again = parsed(hidden);
    ck_assert(!secrets_any(xmlDocGetRootElement(again)));
}
END_TEST

START_TEST(what_is_no_secret_stays)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = parsed(open[_i]);
    const xmlNode *root = xmlDocGetRootElement(doc);
    _cleanup_free_ char *hidden = secrets_format(root, SECRETS_HIDDEN), *all = xml_format(root);

    ck_assert(!secrets_any(root));
    ck_assert_str_eq(hidden, all);
}
END_TEST

START_TEST(an_element_left_empty_is_closed)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc =
        parsed("<disk><a><source>" COOKIES "</source></a></disk>");
    _cleanup_free_ char *hidden = secrets_format(xmlDocGetRootElement(doc), SECRETS_HIDDEN);

    ck_assert_str_eq(hidden, "<disk>\n  <a>\n    <source/>\n  </a>\n</disk>\n");
}
END_TEST

#define MACHINE(devices)                                                                     \
    "<domain "                                                                               \
    "type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices>" devices \
    "</devices></domain>"

START_TEST(a_definition_keeps_both_texts_where_they_differ)
{
    _cleanup_(definition_freep) struct definition *with = NULL, *without = NULL;
    _cleanup_free_ char *hidden = NULL, *shown = NULL;

    ck_assert_int_eq(definition_parse(MACHINE(GRAPHICS), &with), 0);
    ck_assert_int_eq(definition_parse(MACHINE("<graphics type='vnc'/>"), &without), 0);
    ck_assert_ptr_eq(definition_facts(without)->public, definition_facts(without)->text);
    hidden = definition_format(with, 7, SECRETS_HIDDEN);
    shown = definition_format(with, 7, SECRETS_SHOWN);
    ck_assert_ptr_null(strstr(hidden, "passwd="));
    ck_assert_ptr_nonnull(strstr(hidden, " id='7'>"));
    ck_assert_ptr_nonnull(strstr(shown, " passwd='pw'"));
    ck_assert_ptr_nonnull(definition_edit(with)); /* and after a change */
    definition_set_memory(with, 1);
    free(hidden);
    hidden = definition_format(with, -1, SECRETS_HIDDEN);
    ck_assert_ptr_null(strstr(hidden, "passwd="));
}
END_TEST

START_TEST(only_writers_who_ask_see_them)
{
    const struct session writer = {.readonly = false}, reader = {.readonly = true};
    const unsigned secure = VIR_DOMAIN_XML_SECURE, other = ~secure;

    ck_assert_int_eq(secrets_asked(&writer, secure, secure), SECRETS_SHOWN);
    ck_assert_int_eq(secrets_asked(&writer, 0, secure), SECRETS_HIDDEN);
    ck_assert_int_eq(secrets_asked(&writer, other, secure), SECRETS_HIDDEN);
    ck_assert_int_eq(secrets_asked(&reader, secure, secure), SECRETS_HIDDEN);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secrets");
    TCase *tc = tcase_create("secrets");

    tcase_add_loop_test(tc, secrets_are_hidden_and_shown, 0, ARRAY_SIZE(secret));
    tcase_add_loop_test(tc, what_is_no_secret_stays, 0, ARRAY_SIZE(open));
    tcase_add_test(tc, an_element_left_empty_is_closed);
    tcase_add_test(tc, a_definition_keeps_both_texts_where_they_differ);
    tcase_add_test(tc, only_writers_who_ask_see_them);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
