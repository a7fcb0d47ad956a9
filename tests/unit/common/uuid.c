/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts that libvirt takes for a UUID, and those that it does not. */
#include "common/uuid.h"

#include <string.h>

#include "common/cleanup.h"
#include "tests/unit/suite.h"

#define PLAIN "12345678-9abc-def0-1234-56789abcdef0"

static const char *const good[] = {
    PLAIN,
    "123456789abcdef0123456789abcdef0",
    "12345678-9ABC-DEF0-1234-56789abcdef0",
    " \t\n" PLAIN "\n\v\f\r ",
    "-" PLAIN,
    " - " PLAIN,
    "1234--5678-9abc-def0-1234-56789abcdef0",
    "1234 5678 9abc - def0 1234 56 78 9a bc de f0",
};

static const char *const bad[] = {
    "",
    " ",
    "1-2345678-9abc-def0-1234-56789abcdef0",
    "1 2345678-9abc-def0-1234-56789abcdef0",
    PLAIN "-",
    PLAIN "0",
    PLAIN " 0",
    "12345678-9abc-def0-1234-56789abcdef",
    "g2345678-9abc-def0-1234-56789abcdef0",
};

START_TEST(a_uuid_is_read_with_dashes_and_blanks_between_its_bytes)
{
    unsigned char uuid[UUID_LEN];
    char text[UUID_TEXT];

    ck_assert_msg(uuid_parse(good[_i], uuid) == 0, "'%s'", good[_i]);
    ck_assert_str_eq(uuid_format(uuid, text), PLAIN);
}
END_TEST

START_TEST(what_is_no_uuid_leaves_the_bytes_alone)
{
    unsigned char uuid[UUID_LEN] = "fifteen letters", same[UUID_LEN] = "fifteen letters";

    ck_assert_msg(uuid_parse(bad[_i], uuid) < 0, "'%s'", bad[_i]);
    ck_assert_mem_eq(uuid, same, UUID_LEN);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("uuid");
    TCase *tc = tcase_create("uuid");

    tcase_add_loop_test(tc, a_uuid_is_read_with_dashes_and_blanks_between_its_bytes, 0,
                        ARRAY_SIZE(good));
    tcase_add_loop_test(tc, what_is_no_uuid_leaves_the_bytes_alone, 0, ARRAY_SIZE(bad));
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
