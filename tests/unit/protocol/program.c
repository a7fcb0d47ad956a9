/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The procedure tables: a number finds its row or nothing, and a row calls its own operation. */
#include "protocol/program.h"

#include <limits.h>
#include <string.h>

#include "common/cleanup.h"
#include "protocol/remote_ops.h"
#include "tests/unit/suite.h"

static const struct {
    const struct program *program;
    uint32_t number;
    int max;
} known[] = {
    {&remote_program, 0x20008086, 456},  {&qemu_program, 0x20008087, 7},
    {&lxc_program, 0x00068000, 1},       {&admin_program, 0x06900690, 20},
    {&keepalive_program, 0x6b656570, 2}, {&vireo_program, 0x76697265, 5},
};

START_TEST(every_program_has_its_number_and_a_row_for_each_procedure)
{
    const struct program *p = known[_i].program;

    ck_assert_uint_eq(p->number, known[_i].number);
    ck_assert_uint_eq(p->version, 1);
    ck_assert_int_eq(p->max, known[_i].max);
    for (int n = 1; n <= p->max; n++) {
        const struct proc *proc = program_proc(p, n);

        ck_assert_msg(proc != NULL && proc->number == n, "%s has a procedure %d", p->name, n);
        ck_assert_int_eq(proc->args_codec != NULL, proc->args_size > 0);
        ck_assert_int_eq(proc->ret_codec != NULL, proc->ret_size > 0);
        if (proc->flags & PROC_EVENT)
            ck_assert_msg(!proc->invoke && !proc->ret_codec, "%s is not called", proc->name);
        else
            ck_assert_msg(proc->invoke != NULL, "%s can be called", proc->name);
    }
}
END_TEST

START_TEST(a_number_outside_a_table_finds_nothing)
{
    const struct program *p = known[_i].program;
    const int numbers[] = {0, -1, INT_MIN, INT_MAX, p->max + 1};

    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        ck_assert_ptr_null(program_proc(p, numbers[i]));
}
END_TEST

START_TEST(a_closed_door_stays_closed)
{
    for (int n = 1; n <= remote_program.max; n++) {
        const struct proc *proc = program_proc(&remote_program, n);
        bool authenticates = strncmp(proc->name, "AUTH_", 5) == 0;

        ck_assert_msg(!(proc->flags & PROC_NOAUTH) == !authenticates,
                      "%s is for peers that nobody knows yet", proc->name);
        if (proc->flags & PROC_EVENT)
            ck_assert_msg(!(proc->flags & (PROC_READONLY | PROC_NOOPEN | PROC_NOAUTH)),
                          "%s is not called", proc->name);
    }
}
END_TEST

static int seen;

static int undefine(struct session *session, const remote_domain_undefine_args *args)
{
    seen = args->dom.id;
    return 0;
}

START_TEST(a_row_calls_its_operation_and_says_when_there_is_none)
{
    const struct remote_ops ops = {.domain_undefine = undefine};
    const struct proc *there = program_proc(&remote_program, REMOTE_PROC_DOMAIN_UNDEFINE);
    const struct proc *missing = program_proc(&remote_program, REMOTE_PROC_DOMAIN_DESTROY);
    const remote_domain_undefine_args args = {.dom.id = 42};
    const struct proc_extra extra = {0};

    ck_assert(proc_supported(there, &ops));
    ck_assert(!proc_supported(missing, &ops));
    ck_assert(!proc_supported(there, NULL));
    ck_assert_int_eq(there->invoke(&ops, NULL, &args, NULL, &extra), 0);
    ck_assert_int_eq(seen, 42);
    ck_assert_int_eq(missing->invoke(&ops, NULL, &args, NULL, &extra), PROC_UNSUPPORTED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *tc = tcase_create("program");

    tcase_add_loop_test(tc, every_program_has_its_number_and_a_row_for_each_procedure, 0,
                        ARRAY_SIZE(known));
    tcase_add_loop_test(tc, a_number_outside_a_table_finds_nothing, 0, ARRAY_SIZE(known));
    tcase_add_test(tc, a_closed_door_stays_closed);
    tcase_add_test(tc, a_row_calls_its_operation_and_says_when_there_is_none);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
