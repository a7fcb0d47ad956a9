/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage pools and volumes of the test driver, by its operations; and their bytes. */
#include "drivers/test/host/sparse_bytes.h"
#include "tests/unit/driver/driver_fixture.h"

static void read_event(struct heard *h, const void *msg)
{
    const remote_storage_pool_event_lifecycle_msg *m = msg;

    h->numbers[0] = h->procedure == REMOTE_PROC_STORAGE_POOL_EVENT_LIFECYCLE ? m->event : -1;
}

static remote_nonnull_storage_pool default_pool(struct heard *h)
{
    remote_storage_pool_lookup_by_name_args args = {.name = TEXT("default-pool")};
    remote_storage_pool_lookup_by_name_ret ret = {0};

    GIVES(OPS->storage_pool_lookup_by_name(&h->session, &args, &ret));
    return ret.pool;
}

static remote_nonnull_storage_vol made(struct heard *h, const remote_nonnull_storage_pool *pool,
                                       const char *xml)
{
    remote_storage_vol_create_xml_args args = {.pool = *pool, .xml = TEXT(xml)};
    remote_storage_vol_create_xml_ret ret = {0};

    GIVES(OPS->storage_vol_create_xml(&h->session, &args, &ret));
    return ret.vol;
}

static void forget(remote_nonnull_storage_vol *vol)
{
    free(vol->pool);
    free(vol->name);
    free(vol->key);
}

static unsigned long long allocated(struct heard *h, const remote_nonnull_storage_pool *pool)
{
    remote_storage_pool_get_info_args args = {.pool = *pool};
    remote_storage_pool_get_info_ret ret = {0};

    GIVES(OPS->storage_pool_get_info(&h->session, &args, &ret));
    ck_assert_uint_eq(ret.capacity, ret.allocation + ret.available);
    return ret.allocation;
}

START_TEST(a_pool_lives_and_subscribers_hear_of_it)
{
    struct heard h;
    remote_connect_storage_pool_event_register_any_args sub = {0};
    remote_connect_storage_pool_event_register_any_ret subbed = {0};
    remote_storage_pool_define_xml_args define = {
        .xml = TEXT("<pool type='dir'><name>p</name><target><path>/p</path></target></pool>")};
    remote_storage_pool_define_xml_ret defined = {0};
    remote_storage_pool_build_args build = {0};
    remote_storage_pool_create_args create = {0};
    remote_storage_pool_refresh_args refresh = {0};
    remote_storage_pool_destroy_args destroy;
    remote_storage_pool_undefine_args undefine;

    open_world(&h);
    h.read = read_event;
    GIVES(OPS->connect_storage_pool_event_register_any(&h.session, &sub, &subbed));
    sub.eventID = VIR_STORAGE_POOL_EVENT_ID_REFRESH;
    GIVES(OPS->connect_storage_pool_event_register_any(&h.session, &sub, &subbed));
    GIVES(OPS->storage_pool_define_xml(&h.session, &define, &defined));
    ck_assert_int_eq(h.numbers[0], VIR_STORAGE_POOL_EVENT_DEFINED);
    build.pool = create.pool = refresh.pool = destroy.pool = undefine.pool = defined.pool;
    GIVES(OPS->storage_pool_build(&h.session, &build));
    ck_assert_int_eq(h.numbers[0], VIR_STORAGE_POOL_EVENT_CREATED);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->storage_pool_refresh(&h.session, &refresh));
    GIVES(OPS->storage_pool_create(&h.session, &create));
    ck_assert_int_eq(h.numbers[0], VIR_STORAGE_POOL_EVENT_STARTED);
    GIVES(OPS->storage_pool_refresh(&h.session, &refresh));
    ck_assert_int_eq(h.numbers[0], -1);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->storage_pool_build(&h.session, &build));
    GIVES(OPS->storage_pool_destroy(&h.session, &destroy));
    GIVES(OPS->storage_pool_undefine(&h.session, &undefine));
    ck_assert_int_eq(h.numbers[0], VIR_STORAGE_POOL_EVENT_UNDEFINED);
    ck_assert_int_eq(h.count, 6);
    free(defined.pool.name);
    close_world(&h);
}
END_TEST

START_TEST(the_pool_counts_what_its_volumes_take)
{
    struct heard h;
    remote_nonnull_storage_pool pool;
    remote_nonnull_storage_vol vol;
    remote_storage_vol_resize_args resize;
    remote_storage_vol_delete_args del;

    open_world(&h);
    pool = default_pool(&h);
    vol = made(&h, &pool,
               "<volume><name>v</name><capacity unit='KiB'>4</capacity>"
               "<allocation>1024</allocation></volume>");
    ck_assert_str_eq(vol.key, "/default-pool/v");
    ck_assert_uint_eq(allocated(&h, &pool), 1024);
    resize = (remote_storage_vol_resize_args){.vol = vol, .capacity = 1000};
    FAILS(VIR_ERR_INVALID_ARG, OPS->storage_vol_resize(&h.session, &resize));
    resize.flags = VIR_STORAGE_VOL_RESIZE_SHRINK;
    GIVES(OPS->storage_vol_resize(&h.session, &resize));
    ck_assert_uint_eq(allocated(&h, &pool), 1000);
    resize.flags = VIR_STORAGE_VOL_RESIZE_DELTA | VIR_STORAGE_VOL_RESIZE_ALLOCATE;
    GIVES(OPS->storage_vol_resize(&h.session, &resize));
    ck_assert_uint_eq(allocated(&h, &pool), 2000);
    resize.capacity = ~0ULL;
    FAILS(VIR_ERR_INVALID_ARG, OPS->storage_vol_resize(&h.session, &resize));
    resize.flags = 0;
    FAILS(VIR_ERR_OPERATION_FAILED, OPS->storage_vol_resize(&h.session, &resize));
    del = (remote_storage_vol_delete_args){.vol = vol};
    GIVES(OPS->storage_vol_delete(&h.session, &del));
    ck_assert_uint_eq(allocated(&h, &pool), 0);
    FAILS(VIR_ERR_NO_STORAGE_VOL, OPS->storage_vol_delete(&h.session, &del));
    forget(&vol);
    free(pool.name);
    close_world(&h);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
    static const struct {
        int code;
        const char *xml;
    } wrong[] = {
        {VIR_ERR_OVERFLOW,
         "<volume><name>v</name><capacity unit='EiB'>99999999</capacity></volume>"},
        {VIR_ERR_XML_ERROR, "<volume><name>v</name><capacity>-1</capacity></volume>"},
        {VIR_ERR_INVALID_ARG, "<volume><name>v</name><capacity unit='x'>1</capacity></volume>"},
        {VIR_ERR_INTERNAL_ERROR,
         "<volume><name>v</name><capacity unit='TiB'>1</capacity></volume>"},
        {VIR_ERR_XML_ERROR, "<volume><name>a/b</name><capacity>1</capacity></volume>"},
    };
    struct heard h;
    remote_nonnull_storage_pool pool;
    remote_storage_vol_create_xml_ret ret = {0};

    open_world(&h);
    pool = default_pool(&h);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        remote_storage_vol_create_xml_args args = {.pool = pool, .xml = TEXT(wrong[i].xml)};

        FAILS(wrong[i].code, OPS->storage_vol_create_xml(&h.session, &args, &ret));
    }
    ck_assert_uint_eq(allocated(&h, &pool), 0);
    free(pool.name);
    close_world(&h);
}
END_TEST

/* ---- bytes ---- */

static const unsigned long long far_away = 5ULL * BYTES_PAGE + 17;

START_TEST(bytes_that_were_not_written_are_zero)
{
    struct bytes_quota q = {.max = 1 << 20};
    struct bytes b = {0}, copy = {0};
    char text[8];
    bool hole;

    GIVES(bytes_write(&b, &q, far_away, "abcd", 4));
    bytes_read(&b, far_away - 2, text, 8);
    ck_assert_int_eq(memcmp(text, "\0\0abcd\0\0", 8), 0);
    ck_assert_uint_eq(bytes_run(&b, 10, 1 << 20, &hole), 5 * BYTES_PAGE - 10);
    ck_assert(hole);
    ck_assert_uint_eq(bytes_run(&b, far_away, 100, &hole), 100);
    ck_assert(!hole);
    ck_assert_uint_eq(bytes_run(&b, 6 * BYTES_PAGE, 1ULL << 40, &hole), 1ULL << 40);
    ck_assert(hole);
    GIVES(bytes_copy(&copy, &q, &b));
    bytes_zero(&b, &q, far_away + 1, 2);
    bytes_read(&b, far_away, text, 4);
    ck_assert_int_eq(memcmp(text, "a\0\0d", 4), 0);
    bytes_read(&copy, far_away, text, 4);
    ck_assert_int_eq(memcmp(text, "abcd", 4), 0);
    bytes_free(&b, &q);
    bytes_free(&copy, &q);
    ck_assert_uint_eq(q.used, 0);
}
END_TEST

START_TEST(bytes_past_the_quota_are_refused)
{
    struct bytes_quota q = {.max = 3 * BYTES_PAGE};
    struct bytes b = {0};

    GIVES(bytes_write(&b, &q, 0, "a", 1));
    GIVES(bytes_write(&b, &q, BYTES_PAGE - 1, "ab", 2));
    FAILS(VIR_ERR_OPERATION_FAILED, bytes_write(&b, &q, 2 * BYTES_PAGE, "a", 1));
    FAILS(VIR_ERR_OPERATION_FAILED, bytes_write(&b, &q, 1ULL << 40, "a", 1));
    FAILS(VIR_ERR_OVERFLOW, bytes_write(&b, &q, ~0ULL - 1, "abcd", 4));
    bytes_zero(&b, &q, 0, BYTES_PAGE);
    GIVES(bytes_write(&b, &q, 2 * BYTES_PAGE, "a", 1));
    bytes_free(&b, &q);
    ck_assert_uint_eq(q.used, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("storage of the test driver");
    TCase *tc = tcase_create("storage");

    tcase_add_test(tc, a_pool_lives_and_subscribers_hear_of_it);
    tcase_add_test(tc, the_pool_counts_what_its_volumes_take);
    tcase_add_test(tc, sizes_that_overflow_are_refused);
    tcase_add_test(tc, bytes_that_were_not_written_are_zero);
    tcase_add_test(tc, bytes_past_the_quota_are_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
