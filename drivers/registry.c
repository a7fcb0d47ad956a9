/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drivers: the only file that knows each of them. */
#include "drivers/registry.h"

#include <string.h>

#include "common/cleanup.h"
#include "drivers/driver.h"
#include "drivers/test/test.h"

static const struct driver *const drivers[] = {
    &test_driver,
};

const struct driver *driver_at(size_t i)
{
    return i < ARRAY_SIZE(drivers) ? drivers[i] : NULL;
}

const struct driver *driver_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(drivers); i++) {
        if (strcmp(drivers[i]->name, name) == 0)
            return drivers[i];
    }
    return NULL;
}
