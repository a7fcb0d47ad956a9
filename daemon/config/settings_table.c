/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settings as settings.def lists them, with where each is kept. */
#include "daemon/config/settings_table.h"

#include <string.h>

#include "common/cleanup.h"

#define MEMBER(key_) .key = #key_, .offset = offsetof(struct settings, key_)

const struct setting settings_table[] = {
#define GROUP(title) {.type = TYPE_GROUP, .key = title},
#define INT(key, dflt, min_, max_, when_, meaning_) \
    {.type = TYPE_INT,                              \
     MEMBER(key),                                   \
     .number = dflt,                                \
     .min = min_,                                   \
     .max = max_,                                   \
     .when = when_,                                 \
     .meaning = meaning_},
#define BYTES(key, dflt, min_, max_, when_, meaning_) \
    {.type = TYPE_BYTES,                              \
     MEMBER(key),                                     \
     .number = dflt,                                  \
     .min = min_,                                     \
     .max = max_,                                     \
     .when = when_,                                   \
     .meaning = meaning_},
#define FLAG(key, dflt, when_, meaning_) \
    {.type = TYPE_FLAG, MEMBER(key), .number = dflt, .max = 1, .when = when_, .meaning = meaning_},
#define TEXT(key, dflt, verify_, when_, meaning_) \
    {.type = TYPE_TEXT,                           \
     MEMBER(key),                                 \
     .text = dflt,                                \
     .check = setting_check_##verify_,            \
     .when = when_,                               \
     .meaning = meaning_},
#define LIST(key, dflt, when_, meaning_) \
    {.type = TYPE_LIST, MEMBER(key), .text = dflt, .when = when_, .meaning = meaning_},
#define PERMS(key, dflt, when_, meaning_) \
    {.type = TYPE_PERMS, MEMBER(key), .text = dflt, .when = when_, .meaning = meaning_},
#include "daemon/config/settings.def"
};

const size_t n_settings = ARRAY_SIZE(settings_table);

const struct setting *setting_find(const char *key)
{
    for (size_t i = 0; i < n_settings; i++) {
        if (settings_table[i].type != TYPE_GROUP && strcmp(settings_table[i].key, key) == 0)
            return &settings_table[i];
    }
    return NULL;
}
