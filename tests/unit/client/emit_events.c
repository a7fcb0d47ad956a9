/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What `vireo emit` says of events and their fields is what the test driver takes. */
#include <string.h>

#include <libvirt/libvirt.h>

#include "client/vireo/emit_events.h"
#include "drivers/test/inject/event_table.h"
#include "tests/unit/suite.h"

static const struct emit_field *find_field(const struct emit_event *e, const char *name)
{
    for (const struct emit_field *f = e->fields; f->name; f++) {
        if (strcmp(f->name, name) == 0)
            return f;
    }
    return NULL;
}

/* As the help writes them. */
static void join_words(const struct event_word *words, char *text, size_t size)
{
    *text = '\0';
    for (; words->text; words++) {
        ck_assert_uint_lt(strlen(text) + strlen(words->text) + 1, size);
        strcat(text, words->text);
        if (words[1].text)
            strcat(text, "|");
    }
}

static void check_event(const struct emit_event *e)
{
    const struct event_kind *kind = event_table_find(e->id);
    size_t n = 0, told = 0;

    ck_assert_msg(kind, "the driver has no %s", e->name);
    for (const struct event_field *f = kind->fields; f->name; f++, n++) {
        const struct emit_field *has = find_field(e, f->name);
        bool needed = f->shape == TEXT || f->shape == WORD || f->shape == BYTES;
        char words[256];

        ck_assert_msg(has, "%s lacks %s", e->name, f->name);
        ck_assert_msg(has->optional != needed, "whether %s of %s may be left out", f->name,
                      e->name);
        if (f->words) {
            join_words(f->words, words, sizeof(words));
            ck_assert_str_eq(has->values, words);
        } else {
            ck_assert_ptr_null(strpbrk(has->values, "abcdefghijklmnopqrstuvwxyz"));
        }
    }
    for (const struct emit_field *f = e->fields; f->name; f++)
        told++;
    ck_assert_uint_eq(n, told);
}

START_TEST(the_fields_are_those_of_the_driver)
{
    for (const struct emit_event *e = emit_events; e->name; e++)
        check_event(e);
}
END_TEST

START_TEST(no_event_is_missing)
{
    /* More than libvirt has. */
    for (int id = 0; id < 64; id++) {
        const struct emit_event *e = emit_events;

        while (e->name && e->id != id)
            e++;
        ck_assert_msg(!event_table_find(id) == !e->name, "event %d", id);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("emit events");
    TCase *tc = tcase_create("table");

    tcase_add_test(tc, the_fields_are_those_of_the_driver);
    tcase_add_test(tc, no_event_is_missing);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
