/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tests that drivers hear of the daemon's life, with a registry of our own. */
#include <check.h>
#include <stdio.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/settings.h"
#include "daemon/drivers.h"
#include "drivers/driver.h"
#include "drivers/registry.h"
#include "tests/unit/suite.h"

static char heard[200];
static bool start_fails, busy;

static void hear(const char *what)
{
    size_t len = strlen(heard);

    snprintf(heard + len, sizeof(heard) - len, " %s", what);
}

static void expect_heard(const char *what)
{
    ck_assert_str_eq(heard, what);
    heard[0] = '\0';
}

static int log_configure(const struct driver_setting *settings, size_t n)
{
    const struct driver_setting *level = driver_setting_find(settings, n, "log_level");
    const struct driver_setting *filters = driver_setting_find(settings, n, "log_filters");

    ck_assert_uint_eq(n, 3);
    ck_assert(!level->text && level->number == 3);
    ck_assert_str_eq(filters->text, "");
    ck_assert_ptr_null(driver_setting_find(settings, n, "test_world"));
    hear("log.configure");
    return 0;
}

static int log_start(void)
{
    hear("log.start");
    return 0;
}

static int log_reload(void)
{
    hear("log.reload");
    return 0;
}

static bool log_idle(void)
{
    return !busy;
}

static void log_stop(void)
{
    hear("log.stop");
}

static int other_start(void)
{
    hear("other.start");
    return start_fails ? error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "no") : 0;
}

static void other_stop(void)
{
    hear("other.stop");
}

/* Named after keys that there are. */
static const struct driver log_driver = {
    .name = "log",
    .configure = log_configure,
    .start = log_start,
    .reload = log_reload,
    .idle = log_idle,
    .stop = log_stop,
};
static const struct driver silent_driver = {.name = "silent"};
static const struct driver other_driver = {
    .name = "other",
    .start = other_start,
    .stop = other_stop,
};

const struct driver *driver_at(size_t i)
{
    static const struct driver *const drivers[] = {&log_driver, &silent_driver, &other_driver};

    return i < ARRAY_SIZE(drivers) ? drivers[i] : NULL;
}

START_TEST(they_start_in_order_and_stop_in_reverse)
{
    _cleanup_(settings_clear) struct settings settings = {0};

    ck_assert_int_eq(settings_init(&settings), 0);
    ck_assert_int_eq(drivers_start(&settings), 0);
    expect_heard(" log.configure log.start other.start");
    ck_assert_int_eq(drivers_reload(&settings), 0);
    expect_heard(" log.configure log.reload");
    drivers_stop();
    expect_heard(" other.stop log.stop");
}
END_TEST

START_TEST(one_that_does_not_start_stops_those_before)
{
    _cleanup_(settings_clear) struct settings settings = {0};

    ck_assert_int_eq(settings_init(&settings), 0);
    start_fails = true;
    ck_assert_int_eq(drivers_start(&settings), -1);
    expect_heard(" log.configure log.start other.start log.stop");
    start_fails = false;
}
END_TEST

START_TEST(one_that_is_busy_keeps_the_daemon)
{
    ck_assert(drivers_idle());
    busy = true;
    ck_assert(!drivers_idle());
    busy = false;
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("life of drivers");
    TCase *tc = tcase_create("life");

    tcase_add_test(tc, they_start_in_order_and_stop_in_reverse);
    tcase_add_test(tc, one_that_does_not_start_stops_those_before);
    tcase_add_test(tc, one_that_is_busy_keeps_the_daemon);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
