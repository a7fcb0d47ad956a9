/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A host that tells little of itself, or fails to: what the calls about it answer. */
#include "drivers/node/backend.h"
#include "drivers/node/node.h"
#include "drivers/node/ops.h"
#include "tests/unit/driver/room_fixture.h"

static struct node_room room;
static unsigned long long pools[2];

static int refuse(void)
{
    return f.fails ? error_set(VIR_FROM_NONE, BACKEND_ERROR, "the host does not want to") : 0;
}

static int host_facts(struct node_room *r, struct node_facts *ret_facts)
{
    *ret_facts = (struct node_facts){.model = "z80", .nodes = 2};
    return 0;
}

static int host_cell_free(struct node_room *r, int cell, unsigned long long *ret_free)
{
    *ret_free = (unsigned long long)cell + 10;
    return cell == 1 ? refuse() : 0;
}

static int host_pool_pages(struct node_room *r, int cell, unsigned kib, unsigned long long count,
                           bool more)
{
    ck_assert(!more);
    pools[cell] = count;
    return cell == 1 ? refuse() : 0;
}

static int host_set_shared(struct node_room *r, const bool set[NODE_SHARED],
                           const unsigned long long values[NODE_SHARED])
{
    ck_assert(set[0] && !set[1]);
    ck_assert_uint_eq(values[0], 7);
    return fixture_backend();
}

static const struct node_backend backend = {
    .facts = host_facts,
    .cell_free = host_cell_free,
    .pool_pages = host_pool_pages,
    .set_shared = host_set_shared,
};

static void open_room(void)
{
    room = (struct node_room){.guard = &f.guard, .backend = &backend};
    fixture_open(ROOM_NODE, &room);
}

START_TEST(cells_are_those_that_the_host_has)
{
    remote_node_get_cells_free_memory_args args = {.startCell = 2, .maxcells = 1};
    remote_node_get_cells_free_memory_ret ret = {{0, NULL}};

    open_room();
    FAILS(VIR_ERR_INVALID_ARG, node_get_cells_free_memory(&f.session, &args, &ret));
    args = (remote_node_get_cells_free_memory_args){.startCell = 0, .maxcells = 9};
    f.fails = true;
    FAILS(BACKEND_ERROR, node_get_cells_free_memory(&f.session, &args, &ret));
    ck_assert_uint_eq(ret.cells.cells_len, 1); /* its codec frees what is there */
    free(ret.cells.cells_val);
    ret.cells.cells_len = 0;
    f.fails = false;
    GIVES(node_get_cells_free_memory(&f.session, &args, &ret));
    ck_assert_uint_eq(ret.cells.cells_len, 2);
    ck_assert_uint_eq(ret.cells.cells_val[1], 11);
    free(ret.cells.cells_val);
    fixture_close();
}
END_TEST

START_TEST(pools_are_changed_until_one_can_not_be)
{
    u_int size = 2048;
    uint64_t count = 5;
    const remote_node_alloc_pages_args args = {
        {1, &size}, {1, (u_quad_t *)&count}, -1, 2, VIR_NODE_ALLOC_PAGES_SET};
    remote_node_alloc_pages_ret ret = {0};

    open_room();
    f.fails = true;
    FAILS(BACKEND_ERROR, node_alloc_pages(&f.session, &args, &ret));
    ck_assert_uint_eq(pools[0], 5);
    f.fails = false;
    GIVES(node_alloc_pages(&f.session, &args, &ret));
    ck_assert_int_eq(ret.ret, 2);
    fixture_close();
}
END_TEST

START_TEST(parameters_that_the_host_does_not_take_are_an_error)
{
    remote_typed_param scan = {TEXT(VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN),
                               {VIR_TYPED_PARAM_UINT, {.ui = 7}}};
    const remote_node_set_memory_parameters_args args = {{1, &scan}, 0};

    open_room();
    GIVES(node_set_memory_parameters(&f.session, &args));
    f.fails = true;
    FAILS(BACKEND_ERROR, node_set_memory_parameters(&f.session, &args));
    fixture_close();
}
END_TEST

START_TEST(a_host_that_never_sleeps_says_so)
{
    const remote_node_suspend_for_duration_args args = {VIR_NODE_SUSPEND_TARGET_MEM, 60, 0};

    open_room();
    FAILS(VIR_ERR_OPERATION_UNSUPPORTED, node_suspend_for_duration(&f.session, &args));
    fixture_close();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("the host itself, where it fails");
    TCase *tc = tcase_create("node");

    tcase_add_test(tc, cells_are_those_that_the_host_has);
    tcase_add_test(tc, pools_are_changed_until_one_can_not_be);
    tcase_add_test(tc, parameters_that_the_host_does_not_take_are_an_error);
    tcase_add_test(tc, a_host_that_never_sleeps_says_so);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
