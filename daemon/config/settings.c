/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads daemon.conf by the table: libconfig parses, the rows of settings.def say what each key
 * takes and where it goes. A key that no row names is an error, so that a slip of the pen cannot
 * silently mean the default.
 */
#include "daemon/config/settings.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "common/userdir.h"
#include "daemon/auth/auth.h"
#include "daemon/config/conftext.h"
#include "daemon/config/settings_list.h"
#include "daemon/process/logspec.h"
#include "drivers/driver.h"

#define LOG_MODULE "daemon.settings"

enum type { TYPE_GROUP, TYPE_INT, TYPE_BYTES, TYPE_FLAG, TYPE_TEXT, TYPE_LIST, TYPE_PERMS };
enum when { RELOAD, RESTART };

/* Where a key stands, for errors: file, line, key. */
struct place {
    const char *file;
    unsigned line;
    const char *key;
};

/* Says with an error what is wrong with a text, or returns 0. */
typedef int (*text_check)(const struct place *place, const char *text);

struct setting {
    enum type type;
    const char *key;  /* of a group: its title */
    size_t offset;    /* of the member in struct settings */
    int64_t number;   /* default of INT, BYTES and FLAG */
    const char *text; /* default of TEXT and PERMS, as written in the file; the only one of LIST */
    int64_t min, max; /* of INT and BYTES */
    text_check check; /* of TEXT */
    enum when when;
    const char *meaning;
};

static int key_error(const struct place *place, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int key_error(const struct place *place, const char *fmt, ...)
{
    _cleanup_free_ char *what = NULL;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&what, fmt, ap) < 0)
        what = NULL;
    va_end(ap);
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%u: key '%s' %s", place->file,
                     place->line, place->key, what ? what : "is wrong");
}

static int setting_check_any(const struct place *place, const char *text)
{
    return 0;
}

static int setting_check_absolute(const struct place *place, const char *text)
{
    return *text == '/' ? 0 : key_error(place, "takes a path from the root, not '%s'", text);
}

static int setting_check_file(const struct place *place, const char *text)
{
    return *text ? setting_check_absolute(place, text) : 0;
}

static int setting_check_auth(const struct place *place, const char *text)
{
    if (auth_method_find(text) >= 0)
        return 0;
    return key_error(
        place,
        "can be \"none\", \"polkit\" or, if built with it, \"sasl\": authentication by "
        "'%s' is not supported",
        text);
}

static int setting_check_uuid(const struct place *place, const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    size_t i, digits[2] = {0};

    if (!*text)
        return 0;
    for (i = 0; text[i] && shape[i]; i++) {
        if (shape[i] == '-' ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            break;
        if (shape[i] == 'x')
            digits[text[i] == text[0]]++;
    }
    if (text[i] || shape[i])
        return key_error(place, "takes a UUID, not '%s'", text);
    if (!digits[0])
        return key_error(place, "takes a UUID of its own, '%s' is a filler", text);
    return 0;
}

static int setting_check_log_filters(const struct place *place, const char *text)
{
    _cleanup_free_ char *problem = NULL;

    return logspec_check_filters(text, &problem) < 0 ? key_error(place, "%s", problem) : 0;
}

static int setting_check_log_outputs(const struct place *place, const char *text)
{
    _cleanup_free_ char *problem = NULL;

    return logspec_check_outputs(text, &problem) < 0 ? key_error(place, "%s", problem) : 0;
}

#define MEMBER(key_) .key = #key_, .offset = offsetof(struct settings, key_)

static const struct setting table[] = {
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

/* Keys of libvirtd.conf that people may bring along and that mean nothing here yet. */
static const char *const libvirtd_only[] = {
    "access_drivers",
    "audit_level",
    "audit_logging",
    "auth_tcp",
    "auth_tls",
    "ca_file",
    "cert_file",
    "crl_file",
    "host_uuid_source",
    "key_file",
    "listen_addr",
    "listen_tcp",
    "listen_tls",
    "ovs_timeout",
    "tcp_min_ssf",
    "tcp_port",
    "tls_allowed_dn_list",
    "tls_no_sanity_certificate",
    "tls_no_verify_certificate",
    "tls_port",
    "tls_priority",
};

static void *setting_member(const struct setting *s, const struct settings *settings)
{
    return (char *)settings + s->offset;
}

/* Reads permissions: one to four octal digits. Returns 0 or -1, without an error. */
static int parse_perms(const char *text, mode_t *ret)
{
    char *end;
    long mode;

    if (!*text || strlen(text) > 4 || strspn(text, "01234567") != strlen(text))
        return -1;
    mode = strtol(text, &end, 8);
    if (mode > 0777)
        return -1;
    *ret = (mode_t)mode;
    return 0;
}

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
        return parse_perms(s->text, setting_member(s, settings));
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

    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        if (setting_set_default(&table[i], &fresh) < 0)
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

static const struct setting *setting_find(const char *key)
{
    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        if (table[i].type != TYPE_GROUP && strcmp(table[i].key, key) == 0)
            return &table[i];
    }
    return NULL;
}

static int settings_unknown_key(const struct place *place)
{
    for (size_t i = 0; i < ARRAY_SIZE(libvirtd_only); i++) {
        if (strcmp(libvirtd_only[i], place->key) == 0)
            return key_error(place, "is libvirtd's and not supported here yet");
    }
    return key_error(place, "is unknown");
}

static int setting_take_number(const struct setting *s, const struct place *place,
                               config_setting_t *from, struct settings *settings)
{
    int type = config_setting_type(from);
    int64_t number = config_setting_get_int64(from);

    if (type == CONFIG_TYPE_INT)
        number = config_setting_get_int(from);
    else if (type != CONFIG_TYPE_INT64)
        return key_error(place, "takes a number, without quotes");
    if (number < s->min || number > s->max)
        return key_error(place, "takes %" PRId64 " to %" PRId64 ", not %" PRId64, s->min, s->max,
                         number);
    if (s->type == TYPE_INT)
        *(int *)setting_member(s, settings) = (int)number;
    else if (s->type == TYPE_BYTES)
        *(int64_t *)setting_member(s, settings) = number;
    else
        *(bool *)setting_member(s, settings) = number != 0;
    return 0;
}

static int setting_take_text(const struct setting *s, const struct place *place,
                             config_setting_t *from, struct settings *settings)
{
    const char *text = config_setting_get_string(from);
    char **to = setting_member(s, settings), *copy;

    if (config_setting_type(from) != CONFIG_TYPE_STRING || !text)
        return key_error(place, "takes a text in double quotes");
    if (s->type == TYPE_PERMS) {
        if (parse_perms(text, setting_member(s, settings)) < 0)
            return key_error(place, "takes permissions in octal, \"0000\" to \"0777\", not \"%s\"",
                             text);
        return 0;
    }
    if (s->check(place, text) < 0)
        return -1;
    copy = strdup(text);
    if (!copy)
        return error_oom(VIR_FROM_CONF);
    free(*to);
    *to = copy;
    return 0;
}

static int setting_take_list(const struct setting *s, const struct place *place,
                             const config_setting_t *from, struct settings *settings)
{
    int n = config_setting_is_array(from) ? config_setting_length(from) : -1;
    _cleanup_(settings_list_freep) char **list = n < 0 ? NULL : settings_list_new((size_t)n);
    char ***to = setting_member(s, settings);

    if (n < 0)
        return key_error(place, "takes a list of texts, [ \"...\", \"...\" ]");
    for (int i = 0; list && i < n; i++) {
        const char *text = config_setting_get_string_elem(from, i);

        if (!text)
            return key_error(place, "takes texts in double quotes");
        if (settings_list_put(list, (size_t)i, text) < 0)
            return -1;
    }
    if (!list)
        return -1;
    settings_list_free(*to);
    *to = take(list);
    return 0;
}

static int setting_take_value(const struct setting *s, const struct place *place,
                              config_setting_t *from, struct settings *settings)
{
    switch (s->type) {
    case TYPE_TEXT:
    case TYPE_PERMS:
        return setting_take_text(s, place, from, settings);
    case TYPE_LIST:
        return setting_take_list(s, place, from, settings);
    default:
        return setting_take_number(s, place, from, settings);
    }
}

/* Says that the smaller of two keys is the larger. */
static int check_order(const char *file, const char *low_key, int low, const char *high_key,
                       int high)
{
    if (low <= high)
        return 0;
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s: key '%s' (%d) is more than '%s' (%d)",
                     file, low_key, low, high_key, high);
}

static int check_together(const char *file, const struct settings *s)
{
    if (check_order(file, "min_workers", s->min_workers, "max_workers", s->max_workers) < 0)
        return -1;
    return check_order(file, "admin_min_workers", s->admin_min_workers, "admin_max_workers",
                       s->admin_max_workers);
}

static int settings_take_all(const char *file, config_t *config, struct settings *settings)
{
    config_setting_t *root = config_root_setting(config);
    int count = config_setting_length(root);

    for (int i = 0; i < count; i++) {
        config_setting_t *from = config_setting_get_elem(root, (unsigned)i);
        struct place place = {file, config_setting_source_line(from), config_setting_name(from)};
        const struct setting *s = setting_find(place.key);

        if (!s)
            return settings_unknown_key(&place);
        if (setting_take_value(s, &place, from, settings) < 0)
            return -1;
    }
    return check_together(file, settings);
}

int settings_load(const char *path, struct settings *ret)
{
    _cleanup_(settings_clear) struct settings fresh = {0};
    _cleanup_(config_destroy) config_t config;
    _cleanup_(fclosep) FILE *f = NULL;
    _cleanup_free_ char *text = NULL;

    config_init(&config);
    if (settings_init(&fresh) < 0)
        return -1;
    f = fopen(path, "re");
    if (!f)
        return error_set_errno(VIR_FROM_CONF, errno, "cannot open '%s'", path);
    text = conftext_read(f, path);
    if (!text)
        return -1;
    if (!config_read_string(&config, text))
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%d: %s", path,
                         config_error_line(&config), config_error_text(&config));
    if (settings_take_all(path, &config, &fresh) < 0)
        return -1;
    *ret = fresh;
    fresh = (struct settings){0};
    return 0;
}

static size_t member_size(const struct setting *s)
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

static bool lists_differ(char *const *a, char *const *b)
{
    while (*a && *b && strcmp(*a, *b) == 0)
        a++, b++;
    return *a || *b;
}

static bool setting_differs(const struct setting *s, const void *a, const void *b)
{
    if (s->type == TYPE_LIST)
        return lists_differ(*(char *const *const *)a, *(char *const *const *)b);
    if (s->type == TYPE_TEXT)
        return strcmp(*(char *const *)a, *(char *const *)b) != 0;
    return memcmp(a, b, member_size(s)) != 0;
}

/* Exchanges what two structs hold for this key. */
static void setting_swap(const struct setting *s, void *a, void *b)
{
    char tmp[sizeof(int64_t) > sizeof(char *) ? sizeof(int64_t) : sizeof(char *)];
    size_t size = member_size(s);

    memcpy(tmp, a, size);
    memcpy(a, b, size);
    memcpy(b, tmp, size);
}

void settings_reload(struct settings *settings, struct settings *fresh)
{
    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        const struct setting *s = &table[i];
        void *now = setting_member(s, settings), *wanted = setting_member(s, fresh);

        if (s->type == TYPE_GROUP || !setting_differs(s, now, wanted))
            continue;
        if (s->when == RELOAD)
            setting_swap(s, now, wanted);
        else
            log_warning("key '%s' has changed: that counts from the next start", s->key);
    }
    settings_clear(fresh);
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

    for (size_t i = 0; i < ARRAY_SIZE(table) && n < room; i++) {
        if (table[i].type != TYPE_GROUP && strncmp(table[i].key, driver, len) == 0 &&
            table[i].key[len] == '_')
            ret[n++] = setting_for_driver(&table[i], settings);
    }
    return n;
}

void settings_clear(struct settings *settings)
{
    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        if (table[i].type == TYPE_TEXT)
            free(*(char **)setting_member(&table[i], settings));
        else if (table[i].type == TYPE_LIST)
            settings_list_free(*(char ***)setting_member(&table[i], settings));
    }
    *settings = (struct settings){0};
}

/* Writes the text as a comment, folded at spaces. */
static void print_comment(FILE *out, const char *text)
{
    enum { WIDTH = 96 };

    while (*text) {
        size_t n = strlen(text);

        if (n > WIDTH) {
            n = WIDTH;
            while (n > 1 && text[n] != ' ')
                n--;
        }
        fprintf(out, "# %.*s\n", (int)n, text);
        text += n;
        text += strspn(text, " ");
    }
}

/* Writes the default as the file has it. `size` bounds `to`. */
static void format_default(const struct setting *s, char *to, size_t size)
{
    if (s->type == TYPE_TEXT || s->type == TYPE_PERMS)
        snprintf(to, size, "\"%s\"", s->text);
    else if (s->type == TYPE_LIST)
        snprintf(to, size, "[ \"%s\" ]", s->text);
    else
        snprintf(to, size, "%" PRId64, s->number);
}

void settings_print_documented(FILE *out)
{
    fputs("# The settings of vireod. Each line shows a default; take its # away to change it.\n"
          "# daemon.conf(5) tells more. `systemctl reload vireod` applies what is marked [reload]; "
          "the\n"
          "# rest counts from the next start.\n",
          out);
    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        const struct setting *s = &table[i];
        char dflt[256];

        if (s->type == TYPE_GROUP) {
            fprintf(out, "\n\n## %s\n", s->key);
            continue;
        }
        format_default(s, dflt, sizeof(dflt));
        fputc('\n', out);
        print_comment(out, s->meaning);
        if (s->type == TYPE_INT || s->type == TYPE_BYTES)
            fprintf(out, "# From %" PRId64 " to %" PRId64 ".%s\n", s->min, s->max,
                    s->when == RELOAD ? " [reload]" : "");
        else if (s->type == TYPE_FLAG)
            fprintf(out, "# 0 or 1.%s\n", s->when == RELOAD ? " [reload]" : "");
        else if (s->when == RELOAD)
            fputs("# [reload]\n", out);
        fprintf(out, "#%s = %s\n", s->key, dflt);
    }
}
