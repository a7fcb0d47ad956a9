/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of settings.def: what each key of daemon.conf takes and where it goes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/config/settings.h"
#include "daemon/config/settings_check.h"

enum setting_type { TYPE_GROUP, TYPE_INT, TYPE_BYTES, TYPE_FLAG, TYPE_TEXT, TYPE_LIST, TYPE_PERMS };
enum setting_when { RELOAD, RESTART };

struct setting {
    enum setting_type type;
    const char *key;  /* of a group: its title */
    size_t offset;    /* of the member in struct settings */
    int64_t number;   /* default of INT, BYTES and FLAG */
    const char *text; /* default of TEXT and PERMS, as written in the file; the only one of LIST */
    int64_t min, max; /* of INT and BYTES */
    text_check check; /* of TEXT */
    enum setting_when when;
    const char *meaning;
};

extern const struct setting settings_table[];
extern const size_t n_settings;

/* The row of that key, or NULL. */
const struct setting *setting_find(const char *key);

static inline void *setting_member(const struct setting *s, const struct settings *settings)
{
    return (char *)settings + s->offset;
}
