/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a document may cost before and while it is parsed, by who sends it. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/document_limits.h"
#include "drivers/xml/xml.h"
#include "protocol/program.h"
#include "tests/unit/driver/driver_fixture.h"

enum { ATTRIBUTES = 256, ELEMENTS = 250000, READONLY_ELEMENTS = 16384, MEGABYTE = 1048576 };

/* Text of n pieces between two others; malloc'ed. */
static char *repeat(const char *before, const char *piece, unsigned n, const char *after)
{
    size_t size;
    char *text;
    FILE *f = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(f);
    fputs(before, f);
    for (unsigned i = 0; i < n; i++)
        fprintf(f, piece, i);
    fputs(after, f);
    ck_assert_int_eq(fclose(f), 0);
    return text;
}

/* Parses it for a session of that kind: the error's code, or 0. */
static int parse_for(bool readonly, char *owned)
{
    const struct session session = {.remote = true, .readonly = readonly};
    const struct session *before = document_limits_enter(&session);
    _cleanup_free_ char *text = owned;
    xmlDoc *doc = NULL;
    int r = xml_parse(VIR_FROM_DOMAIN, text, "it", &doc);

    document_limits_leave(before);
    xmlFreeDoc(doc);
    return r < 0 ? error_get()->code : 0;
}

static int parse(char *owned)
{
    return parse_for(false, owned);
}

static void refused_by(const char *limit)
{
    ck_assert_msg(strstr(error_get()->message, limit) != NULL, "%s", error_get()->message);
}

START_TEST(attributes_of_an_element_are_limited)
{
    ck_assert_int_eq(parse(repeat("<a", " a%u=''", ATTRIBUTES, "/>")), 0);
    ck_assert_int_eq(parse(repeat("<a", " a%u=''", ATTRIBUTES + 1, "/>")), VIR_ERR_XML_ERROR);
    refused_by("max_document_attributes");
    ck_assert_int_eq(parse(repeat("<a><b\n", "a%u = \"/>'\"\t", ATTRIBUTES + 1, "></b></a>")),
                     VIR_ERR_XML_ERROR);
    ck_assert_int_eq(parse(repeat("<a>", "<b a%u='' b='' c=''/>", 1000, "</a>")), 0);
    ck_assert_int_eq(parse(repeat("<a><!--", " a%u=''", 1000, "--></a>")), 0);
    ck_assert_int_eq(parse(repeat("<a><![CDATA[<a", " a%u=''", 1000, "]]></a>")), 0);
    ck_assert_int_eq(parse(repeat("<a>", " a%u=''", 1000, "</a>")), 0);
}
END_TEST

START_TEST(bytes_elements_and_depth_are_limited)
{
    ck_assert_int_eq(parse(repeat("<a>", "%07u", 500000, "</a>")), 0);
    ck_assert_int_eq(parse(repeat("<a>", "%07u", 600000, "</a>")), VIR_ERR_XML_ERROR);
    refused_by("max_document_bytes");
    ck_assert_int_eq(parse(repeat("<a>", "<b/>", ELEMENTS - 1, "</a>")), 0);
    ck_assert_int_eq(parse(repeat("<a>", "<b/>", ELEMENTS, "</a>")), VIR_ERR_XML_ERROR);
    refused_by("max_document_elements");
    ck_assert_int_ne(parse(repeat("", "<a>", 1000000, "")), 0);
}
END_TEST

START_TEST(a_read_only_connection_has_less)
{
    ck_assert_int_eq(parse_for(true, repeat("<a>", "%07u", MEGABYTE / 8, "</a>")), 0);
    ck_assert_int_eq(parse_for(true, repeat("<a>", "%07u", MEGABYTE / 6, "</a>")),
                     VIR_ERR_XML_ERROR);
    refused_by("max_readonly_document_bytes");
    ck_assert_int_eq(parse_for(true, repeat("<a>", "<b/>", READONLY_ELEMENTS, "</a>")),
                     VIR_ERR_XML_ERROR);
    refused_by("max_readonly_document_elements");
}
END_TEST

/* The parser goes on behind a mistake, and so does who counts. */
START_TEST(nothing_hides_attributes)
{
    static const char *const tricks[] = {
        "<a><b x=\"<c",
        "<a><b x=c \" <c",
        "<a><b x='1'y='2' \" <c",
        "<a><!-- \x01 <c",
        "<a><!-- \xef\xbf\xbe <c",
        "<a><![CDATA[ \x01 <c",
        "<a><? x ?><c",
        "<a><?x \x02 <c",
        "<a>< '<c",
        "<a></a '><c",
        "<!DOCTYPE a PUBLIC \"> <!-- \" ''><a",
        "<!DOCTYPE a SYSTEM '<!--'><a",
        "<!DOCTYPE a [ <!-- ' --> <!ELEMENT c ANY> ]><a",
    };

    for (size_t i = 0; i < ARRAY_SIZE(tricks); i++) {
        ck_assert_int_eq(parse(repeat(tricks[i], " a%u=''", 1000, "/> ?> --> ]]>")),
                         VIR_ERR_XML_ERROR);
        refused_by("max_document_attributes");
    }
}
END_TEST

/* An encoding could hide them: documents are UTF-8, as libvirt reads them. */
START_TEST(encodings_hide_nothing)
{
    ck_assert_int_eq(parse(repeat("<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b", " a%u=''",
                                  1000, "/+AD4-</a>")),
                     0);
    ck_assert_int_eq(parse(repeat("<?xml version='1.0' encoding='UTF-16'?>", "<a%u/>", 1, "")), 0);
    ck_assert_int_ne(parse(repeat("\x4c\x6f\xa7\x94\x93", "%u", 1000, "")), 0);
}
END_TEST

START_TEST(entities_are_refused_before_they_are_read)
{
    ck_assert_int_eq(
        parse(repeat("<!DOCTYPE a [<!ENTITY x '&#60;b", " a%u=\"\"", 100000, "/>'>]><a>&x;</a>")),
        VIR_ERR_XML_ERROR);
    refused_by("DOCTYPE");
}
END_TEST

START_TEST(namespaces_around_an_element_are_limited)
{
    size_t size;
    char *text;
    FILE *f = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(f);
    for (unsigned i = 0; i < 10; i++) {
        fputs("<a", f);
        for (unsigned k = 0; k < 30; k++)
            fprintf(f, " xmlns:n%u='u'", i * 100 + k);
        fputs(">", f);
    }
    for (unsigned i = 0; i < 10; i++)
        fputs("</a>", f);
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_int_eq(parse(text), VIR_ERR_XML_ERROR);
    ck_assert_int_eq(parse(repeat("<a>", "<b xmlns:n%u='u'/>", 5000, "</a>")), 0);
}
END_TEST

/* What a limit allows is parsed in little time. */
START_TEST(the_worst_that_is_allowed_is_cheap)
{
    char *inner = repeat("<b", " a%u=''", ATTRIBUTES, "/>");
    struct timespec begin, end;
    size_t size;
    char *text;
    FILE *f = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(f);
    fputs("<a>", f);
    for (size_t i = 0; i < 4000000 / strlen(inner); i++)
        fputs(inner, f);
    fputs("</a>", f);
    fclose(f);
    free(inner);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    ck_assert_int_eq(parse(text), 0);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    ck_assert_int_lt(end.tv_sec - begin.tv_sec, 3);
}
END_TEST

/* A list of documents ends with its client; a change that was sent is made all the same. */
START_TEST(nothing_is_read_for_a_reader_that_has_left)
{
    for (int readonly = 0; readonly < 2; readonly++) {
        const struct session session = {.remote = true, .readonly = readonly, .gone = true};
        const struct session *before = document_limits_enter(&session);
        xmlDoc *doc = NULL;
        int r = xml_parse(VIR_FROM_DOMAIN, "<a/>", "it", &doc);

        document_limits_leave(before);
        xmlFreeDoc(doc);
        ck_assert_int_eq(r, -readonly);
        if (readonly)
            ck_assert_int_eq(error_get()->code, VIR_ERR_OPERATION_ABORTED);
    }
}
END_TEST

/* As parsing is as long as the sender likes. */
START_TEST(no_call_that_brings_a_document_has_priority)
{
    static const char *const names[] = {"DEFINE_XML",
                                        "CREATE_XML",
                                        "COMPARE_CPU",
                                        "BASELINE",
                                        "NETWORK_UPDATE",
                                        "NODE_DEVICE_UPDATE",
                                        "XML_FLAGS",
                                        "COMPARE_HYPERVISOR_CPU",
                                        "FIND_STORAGE_POOL_SOURCES"};

    for (int i = 1; i < 1000; i++) {
        const struct proc *proc = program_proc(&remote_program, i);

        for (size_t k = 0; proc && k < ARRAY_SIZE(names); k++)
            ck_assert_msg(!(proc->flags & PROC_HIGH) || !strstr(proc->name, names[k]), "%s",
                          proc->name);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document_limits");
    TCase *t = tcase_create("document_limits");

    tcase_set_timeout(t, 60);
    tcase_add_test(t, attributes_of_an_element_are_limited);
    tcase_add_test(t, bytes_elements_and_depth_are_limited);
    tcase_add_test(t, a_read_only_connection_has_less);
    tcase_add_test(t, nothing_hides_attributes);
    tcase_add_test(t, encodings_hide_nothing);
    tcase_add_test(t, entities_are_refused_before_they_are_read);
    tcase_add_test(t, namespaces_around_an_element_are_limited);
    tcase_add_test(t, the_worst_that_is_allowed_is_cheap);
    tcase_add_test(t, nothing_is_read_for_a_reader_that_has_left);
    tcase_add_test(t, no_call_that_brings_a_document_has_priority);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
