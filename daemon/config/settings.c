/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A struct of settings, made, changed, handed out and ended by the table. */
#include "daemon/config/settings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/userdir.h"
#include "daemon/config/settings_list.h"
#include "daemon/config/settings_table.h"
#include "drivers/driver.h"

static int setting_set_default_list(const struct setting *s, struct settings *settings)
{
    _cleanup_(settings_list_freep) char **list = settings_list_new(1);

    if (!list || settings_list_put(list, 0, s->text) < 0)
        return -1;
    *(char ***)setting_member(s, settings) = take(list);
    return 0;
}

static int setting_set_default(const struct setting *s, struct settings *settings)
{
    char *text;

    switch (s->type) {
    case TYPE_GROUP:
        break;
    case TYPE_INT:
        *(int *)setting_member(s, settings) = (int)s->number;
        break;
    case TYPE_BYTES:
        *(int64_t *)setting_member(s, settings) = s->number;
        break;
    case TYPE_FLAG:
        *(bool *)setting_member(s, settings) = s->number != 0;
        break;
    case TYPE_PERMS:
        return setting_parse_perms(s->text, setting_member(s, settings));
    case TYPE_TEXT:
        text = strdup(s->text);
        if (!text)
            return error_oom(VIR_FROM_CONF);
        *(char **)setting_member(s, settings) = text;
        break;
    case TYPE_LIST:
        return setting_set_default_list(s, settings);
    }
    return 0;
}

int settings_init(struct settings *ret)
{
    _cleanup_(settings_clear) struct settings fresh = {0};

    for (size_t i = 0; i < n_settings; i++) {
        if (setting_set_default(&settings_table[i], &fresh) < 0)
            return -1;
    }
    if (geteuid() != 0) {
        char *dir = userdir_runtime("vireo");

        if (!dir)
            return -1;
        free(fresh.unix_sock_dir);
        fresh.unix_sock_dir = dir;
    }
    *ret = fresh;
    fresh = (struct settings){0};
    return 0;
}

static size_t setting_size(const struct setting *s)
{
    switch (s->type) {
    case TYPE_INT:
        return sizeof(int);
    case TYPE_BYTES:
        return sizeof(int64_t);
    case TYPE_FLAG:
        return sizeof(bool);
    case TYPE_TEXT:
        return sizeof(char *);
    case TYPE_LIST:
        return sizeof(char **);
    case TYPE_PERMS:
        return sizeof(mode_t);
    case TYPE_GROUP:
        break;
    }
    return 0;
}

static bool settings_lists_differ(char *const *a, char *const *b)
{
    while (*a && *b && strcmp(*a, *b) == 0)
        a++, b++;
    return *a || *b;
}

static bool setting_differs(const struct setting *s, const void *a, const void *b)
{
    if (s->type == TYPE_LIST)
        return settings_lists_differ(*(char *const *const *)a, *(char *const *const *)b);
    if (s->type == TYPE_TEXT)
        return strcmp(*(char *const *)a, *(char *const *)b) != 0;
    return memcmp(a, b, setting_size(s)) != 0;
}

/* Exchanges what two structs hold for this key. */
static void setting_swap(const struct setting *s, void *a, void *b)
{
    char tmp[sizeof(int64_t) > sizeof(char *) ? sizeof(int64_t) : sizeof(char *)];
    size_t size = setting_size(s);

    memcpy(tmp, a, size);
    memcpy(a, b, size);
    memcpy(b, tmp, size);
}

/* Writes a value as the file has it. */
static void setting_print_value(FILE *out, const struct setting *s, const void *value)
{
    switch (s->type) {
    case TYPE_GROUP:
        break;
    case TYPE_INT:
        fprintf(out, "%d", *(const int *)value);
        break;
    case TYPE_BYTES:
        fprintf(out, "%" PRId64, *(const int64_t *)value);
        break;
    case TYPE_FLAG:
        fputs(*(const bool *)value ? "1" : "0", out);
        break;
    case TYPE_PERMS:
        fprintf(out, "\"%04o\"", (unsigned)*(const mode_t *)value);
        break;
    case TYPE_TEXT:
        fprintf(out, "\"%s\"", *(char *const *)value);
        break;
    case TYPE_LIST:
        fputs("[", out);
        for (char *const *item = *(char *const *const *)value; *item; item++)
            fprintf(out, "%s \"%s\"", item == *(char *const *const *)value ? "" : ",", *item);
        fputs(" ]", out);
        break;
    }
}

char *settings_reload(struct settings *settings, struct settings *fresh)
{
    _cleanup_free_ char *text = NULL;
    size_t size, n = 0;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; i < n_settings; i++) {
        const struct setting *s = &settings_table[i];
        void *now = setting_member(s, settings), *wanted = setting_member(s, fresh);

        if (s->type == TYPE_GROUP || !setting_differs(s, now, wanted))
            continue;
        if (out) {
            fprintf(out, "%s%s ", n++ ? ", " : "", s->key);
            setting_print_value(out, s, now);
            fputs(" -> ", out);
            setting_print_value(out, s, wanted);
            fputs(s->when == RELOAD ? "" : " (from the next start)", out);
        }
        if (s->when == RELOAD)
            setting_swap(s, now, wanted);
    }
    settings_clear(fresh);
    return out && fclose(out) == 0 ? take(text) : NULL;
}

static struct driver_setting setting_for_driver(const struct setting *s,
                                                const struct settings *settings)
{
    struct driver_setting to = {.name = s->key};
    const char *from = (const char *)settings + s->offset;

    if (s->type == TYPE_TEXT)
        to.text = *(char *const *)from;
    else if (s->type == TYPE_INT)
        to.number = *(const int *)from;
    else if (s->type == TYPE_BYTES)
        to.number = *(const int64_t *)from;
    else if (s->type == TYPE_FLAG)
        to.number = *(const bool *)from;
    return to;
}

size_t settings_of_driver(const struct settings *settings, const char *driver,
                          struct driver_setting *ret, size_t room)
{
    size_t len = strlen(driver), n = 0;

    for (size_t i = 0; i < n_settings && n < room; i++) {
        const struct setting *s = &settings_table[i];

        if (s->type != TYPE_GROUP && s->type != TYPE_LIST && s->type != TYPE_PERMS &&
            strncmp(s->key, driver, len) == 0 && s->key[len] == '_')
            ret[n++] = setting_for_driver(s, settings);
    }
    return n;
}

void settings_clear(struct settings *settings)
{
    for (size_t i = 0; i < n_settings; i++) {
        if (settings_table[i].type == TYPE_TEXT)
            free(*(char **)setting_member(&settings_table[i], settings));
        else if (settings_table[i].type == TYPE_LIST)
            settings_list_free(*(char ***)setting_member(&settings_table[i], settings));
    }
    *settings = (struct settings){0};
}
