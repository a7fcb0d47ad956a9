/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What files written for libvirt's daemons say that daemon.conf's table does not have. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "common/conf.h"
#include "daemon/config/settings_check.h"
#include "daemon/config/settings_remarks.h"

/* Takes a key that is no row of settings.def: one of libvirt's that has no effect here, a former
 * one, or one that nobody knows. A remark says so. Returns 0, or -1 with an error: its value is not
 * what libvirt takes, or asks for protection that is not there. */
int setting_take_foreign(const struct setting_place *place, const struct conf_value *value,
                         struct settings_remarks *remarks);

/* Returns true if libvirt's daemons take that number for the key, whatever ours does. */
bool setting_is_foreign_number(const char *key, int64_t number);
