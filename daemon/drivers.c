/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls one of the functions of every driver that has it. */
#include "daemon/drivers.h"

#include <stddef.h>

#include "daemon/config/settings.h"
#include "drivers/document_limits.h"
#include "drivers/driver.h"
#include "drivers/registry.h"

enum { DRIVER_SETTINGS_MAX = 32 };

static int drivers_configure(const struct driver *driver, const struct settings *settings)
{
    struct driver_setting list[DRIVER_SETTINGS_MAX];
    size_t n = settings_of_driver(settings, driver->name, list, DRIVER_SETTINGS_MAX);

    return driver->configure ? driver->configure(list, n) : 0;
}

static void drivers_limit_documents(const struct settings *s)
{
    const struct document_limits all = {(size_t)s->max_document_bytes,
                                        (unsigned)s->max_document_elements,
                                        (unsigned)s->max_document_attributes},
                                 readonly = {(size_t)s->max_readonly_document_bytes,
                                             (unsigned)s->max_readonly_document_elements,
                                             (unsigned)s->max_document_attributes};

    document_limits_set(false, &all);
    document_limits_set(true, &readonly);
}

/* Stops the first n drivers. */
static void drivers_stop_first(size_t n)
{
    while (n-- > 0) {
        const struct driver *driver = driver_at(n);

        if (driver->stop)
            driver->stop();
    }
}

int drivers_start(const struct settings *settings)
{
    const struct driver *driver;

    drivers_limit_documents(settings);
    for (size_t i = 0; (driver = driver_at(i)); i++) {
        if (drivers_configure(driver, settings) < 0 || (driver->start && driver->start() < 0)) {
            drivers_stop_first(i);
            return -1;
        }
    }
    return 0;
}

int drivers_reload(const struct settings *settings)
{
    const struct driver *driver;

    drivers_limit_documents(settings);
    for (size_t i = 0; (driver = driver_at(i)); i++) {
        if (drivers_configure(driver, settings) < 0 || (driver->reload && driver->reload() < 0))
            return -1;
    }
    return 0;
}

bool drivers_idle(void)
{
    const struct driver *driver;

    for (size_t i = 0; (driver = driver_at(i)); i++) {
        if (driver->idle && !driver->idle())
            return false;
    }
    return true;
}

void drivers_stop(void)
{
    size_t n = 0;

    while (driver_at(n))
        n++;
    drivers_stop_first(n);
}
