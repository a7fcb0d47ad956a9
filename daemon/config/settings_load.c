/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads daemon.conf by the table: the rows of settings.def say what each key takes and where it
 * goes. What libvirtd would start with, this does, too; what it makes of a slip of the pen, a
 * remark tells.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/conf.h"
#include "common/error.h"
#include "daemon/config/settings_foreign.h"
#include "daemon/config/settings_list.h"
#include "daemon/config/settings_table.h"

/* A file while it is read. */
struct settings_reader {
    const char *file;
    struct settings *settings;
    struct settings_remarks *remarks;
    unsigned *lines; /* where each row of the table was given first; 0: it was not */
};

static int setting_take_number(const struct settings_reader *r, const struct setting *s,
                               const struct setting_place *place, const struct conf_value *value)
{
    int64_t number = value->number, near = number < s->min ? s->min : s->max;

    if (value->type != CONF_NUMBER)
        return setting_error(place, "takes a number, without quotes");
    if (number < s->min || number > s->max) {
        if (!setting_is_foreign_number(s->key, number))
            return setting_error(place, "takes %" PRId64 " to %" PRId64 ", not %" PRId64, s->min,
                                 s->max, number);
        settings_remark(r->remarks,
                        "%s:%u: key '%s' takes %" PRId64 " to %" PRId64 ": not %" PRId64
                        ", but %" PRId64 " counts",
                        place->file, place->line, s->key, s->min, s->max, number, near);
        number = near;
    }
    if (s->type == TYPE_INT)
        *(int *)setting_member(s, r->settings) = (int)number;
    else if (s->type == TYPE_BYTES)
        *(int64_t *)setting_member(s, r->settings) = number;
    else
        *(bool *)setting_member(s, r->settings) = number != 0;
    return 0;
}

static int setting_take_text(const struct settings_reader *r, const struct setting *s,
                             const struct setting_place *place, const struct conf_value *value)
{
    char **to = setting_member(s, r->settings), *copy;

    if (value->type != CONF_TEXT)
        return setting_error(place, "takes a text in quotes");
    if (s->type == TYPE_PERMS) {
        if (setting_parse_perms(value->text, setting_member(s, r->settings)) < 0)
            return setting_error(
                place, "takes permissions in octal, \"0000\" to \"0777\", not \"%s\"", value->text);
        return 0;
    }
    if (s->check(place, value->text) < 0)
        return -1;
    copy = strdup(value->text);
    if (!copy)
        return error_oom(VIR_FROM_CONF);
    free(*to);
    *to = copy;
    return 0;
}

static int setting_take_list(const struct settings_reader *r, const struct setting *s,
                             const struct setting_place *place, const struct conf_value *value)
{
    _cleanup_(settings_list_freep) char **list = NULL;
    char ***to = setting_member(s, r->settings);

    if (value->type != CONF_LIST)
        return setting_error(place, "takes a list of texts, [ \"...\", \"...\" ]");
    list = settings_list_new(value->n_items);
    for (size_t i = 0; list && i < value->n_items; i++) {
        if (value->items[i].type != CONF_TEXT)
            return setting_error(place, "takes texts in quotes");
        if (settings_list_put(list, i, value->items[i].text) < 0)
            return -1;
    }
    if (!list)
        return -1;
    settings_list_free(*to);
    *to = take(list);
    return 0;
}

static int setting_take_value(const struct settings_reader *r, const struct setting *s,
                              const struct setting_place *place, const struct conf_value *value)
{
    switch (s->type) {
    case TYPE_TEXT:
    case TYPE_PERMS:
        return setting_take_text(r, s, place, value);
    case TYPE_LIST:
        return setting_take_list(r, s, place, value);
    default:
        return setting_take_number(r, s, place, value);
    }
}

/* The first line of a key counts, as for libvirt. */
static int setting_take_entry(const struct settings_reader *r, const struct conf_entry *entry)
{
    struct setting_place place = {r->file, entry->line, entry->key};
    const struct setting *s = setting_find(entry->key);
    unsigned *first;

    if (!s)
        return setting_take_foreign(&place, &entry->value, r->remarks);
    first = &r->lines[s - settings_table];
    if (*first) {
        settings_remark(r->remarks,
                        "%s:%u: key '%s' has no effect: line %u has it already, which "
                        "counts",
                        place.file, place.line, place.key, *first);
        return 0;
    }
    *first = entry->line;
    return setting_take_value(r, s, &place, &entry->value);
}

/* There are never more workers from the start than there may be at most. */
static void settings_limit(const struct settings_reader *r, const char *low_key, int *low,
                           const char *high_key, int high)
{
    unsigned line = r->lines[setting_find(low_key) - settings_table];

    if (*low <= high)
        return;
    if (line)
        settings_remark(r->remarks, "%s:%u: key '%s' is more than '%s': not %d, but %d counts",
                        r->file, line, low_key, high_key, *low, high);
    *low = high;
}

/* Whether the key is about sockets that the daemon opens itself. */
static bool setting_of_sockets(const struct setting *s)
{
    return s->type != TYPE_GROUP && (strncmp(s->key, "unix_sock_", strlen("unix_sock_")) == 0 ||
                                     strcmp(s->key, "max_queued_clients") == 0);
}

static void settings_remark_sockets(const struct settings_reader *r)
{
    if (!r->remarks || !r->remarks->sockets_passed)
        return;
    for (size_t i = 0; i < n_settings; i++) {
        if (r->lines[i] && setting_of_sockets(&settings_table[i]))
            settings_remark(r->remarks,
                            "%s:%u: key '%s' does not count for the sockets, which systemd has "
                            "opened: its units decide",
                            r->file, r->lines[i], settings_table[i].key);
    }
}

static int settings_take_all(const struct settings_reader *r, const struct conf *conf)
{
    struct settings *s = r->settings;

    for (size_t i = 0; i < conf->n_entries; i++) {
        if (setting_take_entry(r, &conf->entries[i]) < 0)
            return -1;
    }
    settings_limit(r, "min_workers", &s->min_workers, "max_workers", s->max_workers);
    settings_limit(r, "admin_min_workers", &s->admin_min_workers, "admin_max_workers",
                   s->admin_max_workers);
    settings_remark_sockets(r);
    return 0;
}

static int settings_read(const char *path, struct conf *ret)
{
    _cleanup_(cleanup_fclose) FILE *f = fopen(path, "re");

    if (!f)
        return error_set_errno(VIR_FROM_CONF, errno, "cannot open '%s'", path);
    return conf_read(f, path, ret);
}

int settings_load(const char *path, struct settings *ret, struct settings_remarks *remarks)
{
    _cleanup_(settings_clear) struct settings fresh = {0};
    _cleanup_(conf_clear) struct conf conf = {0};
    _cleanup_free_ unsigned *lines = calloc(n_settings, sizeof(*lines));
    struct settings_reader reader = {path, &fresh, remarks, lines};

    if (!lines)
        return error_oom(VIR_FROM_CONF);
    if (settings_init(&fresh) < 0 || settings_read(path, &conf) < 0 ||
        settings_take_all(&reader, &conf) < 0)
        return -1;
    *ret = fresh;
    fresh = (struct settings){0};
    return 0;
}
