/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What each line of a .form file does to a document (sample.form). */
#include "drivers/xml/form.h"

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "drivers/xml/xml.h"
#include "tests/unit/suite.h"

extern const struct form sample_form;

#define BEHIND "<on_reboot>restart</on_reboot><clock offset='utc'/>"

/* Without the lines that are always made. */
static const struct {
    const char *before, *after;
    bool live;
} cases[] = {
    /* order, of elements and attributes; what is unknown, twice, a comment or a text */
    {"<sample size='1' type='other'>x<on_reboot>destroy</on_reboot><name>a</name></sample>",
     "<sample type='other' size='1'><name>a</name><on_reboot>destroy</on_reboot>"
     "<clock offset='utc'/><first>a</first></sample>"},
    {"<sample b='2' a='1'><z/><!-- c --><y k='v'> t <!-- d --></y><name>a</name><name>b</name>"
     "</sample>",
     "<sample type='other'><name>a</name>" BEHIND "<first>a</first></sample>"},
    {"<sample xmlns:q='urn:q'><q:x/><z/><extra q:y='1' mode='7' id='5' class='0xef'/></sample>",
     "<sample type='other'>" BEHIND
     "<extra id='0x0005' class='0xEF' mode='0007' port='7' auto='no'/><shown/></sample>"},
    /* other words, tests, values from elsewhere */
    {"<sample type='old' size='0012'/>",
     "<sample type='new' size='12'>" BEHIND "<listen address='12'/></sample>"},
    {"<sample type='new'><listen/><name>a</name></sample>",
     "<sample type='new'><name>a</name>" BEHIND "<listen/></sample>"},
    {"<sample><listen/><name>a</name><extra big='yes'/></sample>",
     "<sample type='other'><name>a</name>" BEHIND
     "<extra big='yes' port='7' auto='no'/><shown/></sample>"},
    /* values, good and bad */
    {"<sample><memory unit='MiB' slots='03'> 2 </memory><page unit='b'>1</page></sample>",
     "<sample type='other'><memory slots='3' unit='KiB'>2048</memory><page "
     "unit='bytes'>1</page>" BEHIND "</sample>"},
    {"<sample><memory>5</memory><page>1</page></sample>",
     "<sample type='other'><memory unit='KiB'>5</memory><page unit='bytes'>1024</page>" BEHIND
     "</sample>"},
    {"<sample><memory unit='b'>1025</memory><page unit='none'>1</page></sample>",
     "<sample type='other'><memory unit='KiB'>2</memory><page unit='none'>1</page>" BEHIND
     "</sample>"},
    {"<sample><number>0x1F</number><signed>-07</signed><cpus>3,1, 2,^9,7</cpus>"
     "<uuid>6695EB01f6a4830479aa97f2502e193f</uuid></sample>",
     "<sample type='other'>" BEHIND "<number>31</number><signed>-7</signed>"
     "<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid><cpus>1-3,7</cpus></sample>"},
    {"<sample size='1x'><number>-1</number><signed>z</signed><uuid>u</uuid><cpus>a</cpus></sample>",
     "<sample type='other' size='1x'>" BEHIND "<number>-1</number><signed>z</signed>"
     "<uuid>u</uuid><cpus>a</cpus></sample>"},
    /* what goes */
    {"<sample><extra big='no' gone='1'/><number>00</number><gone><a/></gone><tune><b/></tune>"
     "<name/></sample>",
     "<sample type='other'>" BEHIND "<extra port='7' auto='no'/><shown/></sample>"},
    {"<sample xmlns:q='urn:q'><name>a<q:b>c</q:b>d</name></sample>",
     "<sample type='other'><name>acd</name>" BEHIND "<first>acd</first></sample>"},
    {"<sample><extra auto='yes' port='5' state='up'/><alias name='x'/><tune/></sample>",
     "<sample type='other'>" BEHIND "<extra port='-1' auto='yes'/><shown/></sample>"},
    {"<sample><extra auto='yes' port='5' state='up'/><alias name='x'/></sample>",
     "<sample type='other'>" BEHIND "<extra port='5' auto='yes' state='up'/><shown/>"
     "<alias name='x'/></sample>",
     true},
    {"<sample><extra id='0x1'/><way/><hint k='v'/></sample>",
     "<sample type='other'>" BEHIND "<extra id='0x0001' port='7' auto='no'/><shown/></sample>"},
    {"<sample><extra id='1'/><way/><hint k='v'>h</hint></sample>",
     "<sample type='other'>" BEHIND
     "<extra id='0x0001' port='7' auto='no'/><shown/><hint k='v'>h</hint><way/></sample>"},
    /* rows: of several elements, numbered, in the order of their numbers; a part in itself */
    {"<sample><remark>1</remark><note/><remark>2</remark><on_reboot/></sample>",
     "<sample type='other'><remark>1</remark><note/><remark>2</remark>" BEHIND "</sample>"},
    {"<sample><item id='10' mac='52:54:0:AA:b:cC'/><item/><item id='02'><inner><inner/></inner>"
     "<inner/></item></sample>",
     "<sample type='other'><item id='1'/><item id='2'><inner id='0'><inner id='0'/></inner>"
     "<inner id='1'/></item><item id='10' mac='52:54:00:aa:0b:cc'/>" BEHIND "</sample>"},
    /* what is others' */
    {"<sample><free b='1' a='2'><!-- c --><z/> t </free><metadata><a/><b:b xmlns:b='urn:b'>"
     "<!-- c --><d/></b:b><c:c xmlns:c='urn:b'/><d xmlns='urn:d'/></metadata></sample>",
     "<sample type='other'>" BEHIND "<metadata><b:b xmlns:b='urn:b'><!-- c --><d/></b:b>"
     "<d xmlns='urn:d'/></metadata><free b='1' a='2'><!-- c --><z/> t </free></sample>"},
};

static char *applied(const char *xml, bool live)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    char *text;

    ck_assert_int_eq(xml_parse(VIR_FROM_DOMAIN, xml, "sample", &doc), 0);
    form_apply(&sample_form, xmlDocGetRootElement(doc), !live);
    text = xml_format(xmlDocGetRootElement(doc));
    ck_assert_ptr_nonnull(text);
    return text;
}

static char *read_again(const char *xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    ck_assert_int_eq(xml_parse(VIR_FROM_DOMAIN, xml, "sample", &doc), 0);
    return xml_format(xmlDocGetRootElement(doc));
}

START_TEST(a_document_is_put_into_its_form)
{
    _cleanup_free_ char *is = applied(cases[_i].before, cases[_i].live),
                        *should = read_again(cases[_i].after), *again = NULL;

    ck_assert_str_eq(is, should);
    again = applied(is, cases[_i].live); /* what has its form keeps it */
    ck_assert_str_eq(again, should);
}
END_TEST

/* An element with very many of everything takes no longer for each. */
START_TEST(a_line_does_not_cost_more_with_many_siblings)
{
    enum { MANY = 20000 };
    _cleanup_free_ char *text = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "sample", NULL), *n = NULL;
    char id[12];

    xmlDocSetRootElement(doc, root);
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof(id), "%d", MANY - i);
        n = xml_add(root, i % 3 ? "item" : "unknown", "id", id, NULL);
    }
    form_apply(&sample_form, root, true);
    ck_assert_int_eq(xml_changes_made(), 0);
    ck_assert_str_eq(xml_peek(root->children, "id"), "1");
    ck_assert_str_ne((const char *)root->last->name, "unknown");
    ck_assert_ptr_nonnull(n);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("form");
    TCase *tests = tcase_create("form");

    tcase_add_loop_test(tests, a_document_is_put_into_its_form, 0, ARRAY_SIZE(cases));
    tcase_add_test(tests, a_line_does_not_cost_more_with_many_siblings);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
