/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents that are checked by their schema: the error names line and element of the first fault.
 */
#include "drivers/forms/validate.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/network/network.h"
#include "tests/unit/suite.h"

#define DOMAIN(what)                                                                             \
    "<domain type='test'>\n<name>a</name>\n<memory>1</memory>\n<os><type>hvm</type></os>\n" what \
    "</domain>"
#define DEVICES(what) DOMAIN("<devices>\n" what "</devices>\n")

static const struct {
    const char *xml;
    int code;
    const char *said; /* in the message */
} cases[] = {
    {DOMAIN(""), VIR_ERR_OK, NULL},
    {DOMAIN("<vcpu placement='static'>2</vcpu>"), VIR_ERR_OK, NULL},
    {DOMAIN("<metadata><a:b xmlns:a='urn:a' c='d'>e</a:b></metadata>"), VIR_ERR_OK, NULL},
    /* what is unknown, and values */
    {DOMAIN("<bogus/>"), VIR_ERR_XML_INVALID_SCHEMA,
     "line 5, <bogus>: it has no place in <domain>"},
    {DOMAIN("\n<vcpu foo='1'>2</vcpu>"), VIR_ERR_XML_INVALID_SCHEMA,
     "line 6, <vcpu>: attribute 'foo' is unknown"},
    {DOMAIN("<vcpu>x</vcpu>"), VIR_ERR_XML_INVALID_SCHEMA, "line 5, <vcpu>: it cannot be 'x'"},
    {DOMAIN("<q:x xmlns:q='urn:q'/>"), VIR_ERR_XML_INVALID_SCHEMA, "line "},
    /* further in, behind what is right */
    {DEVICES("<disk type='file'><source file='/a'/><target dev='a'/></disk>\n"
             "<disk type='file'><source file='/a'/><target dev='a'\nbus='bogus'/></disk>\n"),
     VIR_ERR_XML_INVALID_SCHEMA, "<target>: attribute 'bus' cannot be 'bogus' here"},
    {DEVICES("<disk type='bogus'><source file='/a'/></disk>\n"), VIR_ERR_XML_INVALID_SCHEMA,
     "line 6, <disk>: attribute 'type' cannot be 'bogus' here"},
    {DEVICES("<hostdev mode='subsystem' type='usb'>\n<source>\n"
             "<address bus='1' device='x'/></source></hostdev>"),
     VIR_ERR_XML_INVALID_SCHEMA, "line 8, <address>: attribute 'device' cannot be 'x' here"},
    {DOMAIN("<on_crash>destroy</on_crash><on_crash>destroy</on_crash>"), VIR_ERR_XML_INVALID_SCHEMA,
     "line 1, <domain>: "},
    /* what is no such document at all */
    {"<network/>", VIR_ERR_XML_ERROR, "network"},
    {"<domain>", VIR_ERR_XML_DETAIL, "line 1"},
};

START_TEST(the_first_fault_is_named)
{
    int status;

    error_reset();
    status = validate_document(1, &definition_schema, "domain", cases[_i].xml);
    if (cases[_i].code == VIR_ERR_OK) {
        ck_assert_msg(status == 0, "%s", error_get()->message);
        return;
    }
    ck_assert_int_eq(status, -1);
    ck_assert_int_eq(error_get()->code, cases[_i].code);
    ck_assert_msg(strstr(error_get()->message, cases[_i].said) != NULL, "%s", error_get()->message);
    if (cases[_i].code == VIR_ERR_XML_INVALID_SCHEMA)
        ck_assert_int_eq(error_get()->domain, VIR_FROM_XML);
}
END_TEST

/* A fault deep inside costs no more than the document is long: tried anew at each level, it would
 * take longer than there is time. */
START_TEST(depth_costs_nothing)
{
    enum { DEPTH = 200 };
    static char xml[DEPTH * 100];
    char *end = stpcpy(xml, "<domain type='test'><name>a</name><devices><disk type='file'>");

    for (int i = 0; i < DEPTH; i++)
        end = stpcpy(end, "<backingStore type='file'>");
    end = stpcpy(end, "<backingStore bogus='1'/>");
    for (int i = 0; i < DEPTH; i++)
        end = stpcpy(end, "</backingStore>");
    stpcpy(end, "</disk></devices></domain>");
    ck_assert_int_eq(validate_document(1, &definition_schema, "domain", xml), -1);
    ck_assert_msg(strstr(error_get()->message, "'bogus' is unknown") != NULL, "%s",
                  error_get()->message);
}
END_TEST

START_TEST(a_schema_that_is_missing_is_named)
{
    ck_assert_int_eq(validate_document(0, &network_schema, "nothing", "<network/>"), 0);
    ck_assert_int_eq(validate_document(1, &network_schema, "nothing", "<network/>"), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INTERNAL_ERROR);
    ck_assert_msg(strstr(error_get()->message, "/nothing.rng'") != NULL, "%s",
                  error_get()->message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("validate");
    TCase *tests = tcase_create("validate");

    tcase_add_loop_test(tests, the_first_fault_is_named, 0, ARRAY_SIZE(cases));
    tcase_add_test(tests, depth_costs_nothing);
    tcase_add_test(tests, a_schema_that_is_missing_is_named);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
