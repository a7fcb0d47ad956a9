/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage on a host that fails: what a call leaves behind of pools and volumes. */
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "tests/unit/driver/room_fixture.h"

#define POOL "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
#define VOLUME(name) \
    "<volume><name>" name "</name><capacity>100</capacity><allocation>40</allocation></volume>"

static struct storage_room room;
static int forgotten;

static int host_pool(struct storage_room *r, struct storage_pool *pool)
{
    return fixture_backend();
}

static int host_below(struct storage_room *r, struct storage_pool *pool, unsigned flags)
{
    return fixture_backend();
}

static void host_measure(struct storage_pool *pool)
{
    pool->capacity = 1000;
}

static int host_make(struct storage_room *r, struct volume *volume, const struct volume *like)
{
    return fixture_backend();
}

static int host_unmake(struct storage_room *r, struct volume *volume, unsigned flags)
{
    return fixture_backend();
}

static void host_forget(struct storage_room *r, struct volume *volume)
{
    forgotten++;
}

static int host_resize(struct storage_room *r, struct volume *volume, unsigned long long capacity,
                       unsigned flags)
{
    ck_assert_uint_ne(capacity, volume->capacity);
    return fixture_backend();
}

static int host_wipe(struct storage_room *r, struct volume *volume, unsigned algorithm)
{
    ck_assert_uint_eq(algorithm, VIR_STORAGE_VOL_WIPE_ALG_DOD);
    return fixture_backend();
}

static const struct storage_backend backend = {
    .start = host_pool,
    .stop = host_pool,
    .refresh = host_pool,
    .build = host_below,
    .remove = host_below,
    .measure = host_measure,
    .make = host_make,
    .unmake = host_unmake,
    .forget = host_forget,
    .resize = host_resize,
    .wipe = host_wipe,
};

static void open_room(void)
{
    remote_connect_storage_pool_event_register_any_args args = {
        .eventID = VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE};
    remote_connect_storage_pool_event_register_any_ret ret;

    room = (struct storage_room){.guard = &f.guard, .hub = &f.hub, .backend = &backend};
    storage_room_init(&room);
    forgotten = 0;
    fixture_open(ROOM_STORAGE, &room);
    GIVES(connect_storage_pool_event_register_any(&f.session, &args, &ret));
}

static void close_room(void)
{
    storage_room_done(&room);
    fixture_close();
}

static remote_nonnull_storage_pool define_pool(void)
{
    const remote_storage_pool_define_xml_args args = {.xml = TEXT(POOL)};
    remote_storage_pool_define_xml_ret ret = {0};

    GIVES(storage_pool_define_xml(&f.session, &args, &ret));
    free(ret.pool.name);
    ret.pool.name = TEXT("p");
    return ret.pool;
}

/* An active pool with a volume. */
static remote_nonnull_storage_vol make_volume(void)
{
    const remote_storage_pool_create_args create = {.pool = define_pool()};
    remote_storage_vol_create_xml_args make = {create.pool, TEXT(VOLUME("v")), 0};
    remote_storage_vol_create_xml_ret ret = {0};
    const remote_nonnull_storage_vol vol = {TEXT("p"), TEXT("v"), TEXT("/p/v")};

    GIVES(storage_pool_create(&f.session, &create));
    GIVES(storage_vol_create_xml(&f.session, &make, &ret));
    free(ret.vol.pool);
    free(ret.vol.name);
    free(ret.vol.key);
    return vol;
}

static struct storage_pool *first_pool(void)
{
    return (struct storage_pool *)room.pools.first;
}

START_TEST(a_pool_that_is_not_built_or_started_is_not_active_and_nobody_hears_of_it)
{
    remote_storage_pool_create_args create = {.flags = VIR_STORAGE_POOL_CREATE_WITH_BUILD};
    const remote_storage_pool_create_xml_args transient = {TEXT(POOL), 0};
    remote_storage_pool_create_xml_ret ret = {0};

    open_room();
    f.fails = true;
    FAILS(BACKEND_ERROR, storage_pool_create_xml(&f.session, &transient, &ret));
    ck_assert_uint_eq(room.pools.n, 0);
    create.pool = define_pool();
    FAILS(BACKEND_ERROR, storage_pool_create(&f.session, &create));
    ck_assert_ptr_null(first_pool()->o.live);
    ck_assert_int_eq(f.called, 2);
    ck_assert_int_eq(f.heard, 1); /* it is defined */
    f.fails = false;
    GIVES(storage_pool_create(&f.session, &create));
    ck_assert_int_eq(f.called, 4); /* built, and started */
    close_room();
}
END_TEST

START_TEST(a_pool_that_does_not_stop_stays_active)
{
    remote_storage_pool_create_args create = {0};
    remote_storage_pool_destroy_args destroy;
    remote_storage_pool_refresh_args refresh = {0};
    remote_storage_pool_build_args build = {0};
    remote_storage_pool_delete_args delete = {0};

    open_room();
    create.pool = destroy.pool = refresh.pool = build.pool = delete.pool = define_pool();
    f.fails = true;
    FAILS(BACKEND_ERROR, storage_pool_build(&f.session, &build));
    FAILS(BACKEND_ERROR, storage_pool_delete(&f.session, &delete));
    f.fails = false;
    GIVES(storage_pool_create(&f.session, &create));
    f.fails = true;
    FAILS(BACKEND_ERROR, storage_pool_refresh(&f.session, &refresh));
    FAILS(BACKEND_ERROR, storage_pool_destroy(&f.session, &destroy));
    ck_assert_ptr_nonnull(first_pool()->o.live);
    ck_assert_int_eq(f.heard, 2); /* defined, started */
    close_room();
}
END_TEST

START_TEST(a_volume_that_is_not_made_takes_no_room)
{
    remote_storage_vol_create_xml_args make = {.xml = TEXT(VOLUME("w"))};
    remote_storage_vol_create_xml_ret ret = {0};

    open_room();
    make_volume();
    memcpy(make.pool.uuid, first_pool()->o.uuid, 16);
    f.fails = true;
    FAILS(BACKEND_ERROR, storage_vol_create_xml(&f.session, &make, &ret));
    ck_assert_uint_eq(first_pool()->volumes.n, 1);
    ck_assert_uint_eq(first_pool()->allocation, 40);
    ck_assert_int_eq(forgotten, 1);
    close_room();
    ck_assert_int_eq(forgotten, 2);
}
END_TEST

START_TEST(a_volume_that_the_host_does_not_change_stays_as_it_was)
{
    remote_storage_vol_resize_args resize = {.capacity = 500,
                                             .flags = VIR_STORAGE_VOL_RESIZE_ALLOCATE};
    remote_storage_vol_wipe_pattern_args wipe = {.algorithm = VIR_STORAGE_VOL_WIPE_ALG_DOD};
    remote_storage_vol_delete_args delete = {0};
    const struct volume *v;

    open_room();
    resize.vol = wipe.vol = delete.vol = make_volume();
    v = (const struct volume *)first_pool()->volumes.first;
    f.fails = true;
    FAILS(BACKEND_ERROR, storage_vol_resize(&f.session, &resize));
    FAILS(BACKEND_ERROR, storage_vol_wipe_pattern(&f.session, &wipe));
    FAILS(BACKEND_ERROR, storage_vol_delete(&f.session, &delete));
    ck_assert_uint_eq(v->capacity, 100);
    ck_assert_uint_eq(v->allocation, 40);
    f.fails = false;
    GIVES(storage_vol_resize(&f.session, &resize));
    ck_assert_uint_eq(first_pool()->allocation, 500);
    GIVES(storage_vol_delete(&f.session, &delete));
    ck_assert_uint_eq(first_pool()->allocation, 0);
    close_room();
}
END_TEST

START_TEST(a_host_that_looks_for_no_sources_supports_none)
{
    const remote_connect_find_storage_pool_sources_args args = {.type = TEXT("logical")};
    remote_connect_find_storage_pool_sources_ret ret = {0};

    open_room();
    FAILS(VIR_ERR_NO_SUPPORT, connect_find_storage_pool_sources(&f.session, &args, &ret));
    close_room();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("storage on a host that fails");
    TCase *tc = tcase_create("storage");

    tcase_add_test(tc, a_pool_that_is_not_built_or_started_is_not_active_and_nobody_hears_of_it);
    tcase_add_test(tc, a_pool_that_does_not_stop_stays_active);
    tcase_add_test(tc, a_volume_that_is_not_made_takes_no_room);
    tcase_add_test(tc, a_volume_that_the_host_does_not_change_stays_as_it_was);
    tcase_add_test(tc, a_host_that_looks_for_no_sources_supports_none);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
