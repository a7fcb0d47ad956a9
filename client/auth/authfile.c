/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads auth.conf: the lines of a section are entries with its name; its head is one without key.
 */
#include "client/auth/authfile.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

static const char blanks[] = " \t\r\n\v\f";

struct entry {
    char *section, *key, *value;
};

struct authfile {
    char *path;
    struct entry *entries;
    size_t count;
};

DEFINE_CLEANUP(struct authfile *, authfile_free)

/* ---- reading ---- */

static int authfile_malformed(const struct authfile *file, unsigned line, const char *what)
{
    return error_set(VIR_FROM_NONE, VIR_ERR_CONF_SYNTAX, "%s:%u: %s", file->path, line, what);
}

/* Takes the texts over, also when it fails. */
static int authfile_add(struct authfile *file, char *section, char *key, char *value)
{
    struct entry *more = reallocarray(file->entries, file->count + 1, sizeof(*more));

    if (more)
        file->entries = more;
    if (!more || !section) {
        free(section);
        free(key);
        free(value);
        return error_oom(VIR_FROM_NONE);
    }
    file->entries[file->count++] = (struct entry){section, key, value};
    return 0;
}

static int take_head(struct authfile *file, unsigned line, const char *text)
{
    size_t len = strcspn(text + 1, "[]");

    if (!len || text[len + 1] != ']' || text[len + 2 + strspn(text + len + 2, blanks)])
        return authfile_malformed(file, line, "a section's head is [NAME]");
    return authfile_add(file, strndup(text + 1, len), NULL, NULL);
}

/* Resolves what a backslash stands for, in place. */
static int authfile_unescape(struct authfile *file, unsigned line, char *value)
{
    static const char letters[] = "sntr\\", meant[] = " \n\t\r\\";
    char *to = value;

    for (const char *at = value; *at; at++) {
        const char *letter;

        if (*at != '\\') {
            *to++ = *at;
            continue;
        }
        letter = *++at ? strchr(letters, *at) : NULL;
        if (!letter)
            return authfile_malformed(file, line, "after \\ comes s, n, t, r or \\");
        *to++ = meant[letter - letters];
    }
    *to = '\0';
    return 0;
}

static int authfile_take_value(struct authfile *file, unsigned line, char *text)
{
    char *equals = strchr(text, '='), *value, *key, *section;
    size_t len;

    if (!file->count)
        return authfile_malformed(file, line, "something stands before the first section");
    if (!equals || equals == text)
        return authfile_malformed(file, line, "neither KEY=VALUE nor [SECTION] nor a comment");
    value = equals + 1 + strspn(equals + 1, blanks);
    for (len = (size_t)(equals - text); strchr(blanks, text[len - 1]); len--)
        ;
    if (authfile_unescape(file, line, value) < 0)
        return -1;
    section = strdup(file->entries[file->count - 1].section);
    key = strndup(text, len);
    value = strdup(value);
    if (key && value)
        return authfile_add(file, section, key, value);
    free(section);
    free(key);
    free(value);
    return error_oom(VIR_FROM_NONE);
}

static int authfile_take_line(struct authfile *file, unsigned line, char *text)
{
    size_t end = strlen(text);

    while (end && (text[end - 1] == '\n' || text[end - 1] == '\r'))
        text[--end] = '\0';
    text += strspn(text, blanks);
    if (!*text || *text == '#')
        return 0;
    return *text == '[' ? take_head(file, line, text) : authfile_take_value(file, line, text);
}

static int take_lines(struct authfile *file, FILE *f)
{
    _cleanup_free_ char *text = NULL;
    size_t size = 0;
    unsigned line = 0;
    int r = 0;

    while (r == 0 && getline(&text, &size, f) >= 0)
        r = authfile_take_line(file, ++line, text);
    if (text)
        explicit_bzero(text, size);
    if (r == 0 && ferror(f))
        return error_set_errno(VIR_FROM_NONE, errno, "cannot read '%s'", file->path);
    return r;
}

int authfile_load(const char *path, struct authfile **ret_file)
{
    _cleanup_(authfile_freep) struct authfile *file = calloc(1, sizeof(*file));
    _cleanup_(cleanup_fclose) FILE *f = NULL;

    if (!file || !(file->path = strdup(path)))
        return error_oom(VIR_FROM_NONE);
    f = fopen(path, "re");
    if (!f)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot open '%s'", path);
    if (take_lines(file, f) < 0)
        return -1;
    *ret_file = take(file);
    return 0;
}

struct authfile *authfile_free(struct authfile *file)
{
    if (!file)
        return NULL;
    for (size_t i = 0; i < file->count; i++) {
        struct entry *e = &file->entries[i];

        if (e->value)
            explicit_bzero(e->value, strlen(e->value));
        free(e->section);
        free(e->key);
        free(e->value);
    }
    free(file->entries);
    free(file->path);
    free(file);
    return NULL;
}

/* ---- looking up ---- */

/* What the section FIRST-SECOND[-THIRD] says last of the key, or with NULL for a key whether it is
 * there; NULL: nothing. */
static const struct entry *authfile_last(const struct authfile *file, const char *section,
                                         const char *key)
{
    for (size_t i = file->count; i-- > 0;) {
        const struct entry *e = &file->entries[i];

        if (strcmp(e->section, section) == 0 && (!key || (e->key && strcmp(e->key, key) == 0)))
            return e;
    }
    return NULL;
}

static int name_section(char **ret_name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int name_section(char **ret_name, const char *fmt, ...)
{
    va_list ap;
    int r;

    va_start(ap, fmt);
    r = vasprintf(ret_name, fmt, ap);
    va_end(ap);
    if (r >= 0)
        return 0;
    *ret_name = NULL;
    return error_oom(VIR_FROM_NONE);
}

int authfile_find(const struct authfile *file, const char *service, const char *host,
                  const char *key, const char **ret_value)
{
    _cleanup_free_ char *here = NULL, *everywhere = NULL, *credentials = NULL;
    const struct entry *named, *value;
    const char *section;

    if (name_section(&here, "auth-%s-%s", service, host) < 0 ||
        name_section(&everywhere, "auth-%s-default", service) < 0)
        return -1;
    section = authfile_last(file, here, NULL) ? here : everywhere;
    *ret_value = NULL;
    if (!authfile_last(file, section, NULL))
        return 0;
    named = authfile_last(file, section, "credentials");
    if (!named)
        return error_set(VIR_FROM_NONE, VIR_ERR_CONF_SYNTAX,
                         "%s: section '%s' does not say which credentials", file->path, section);
    if (name_section(&credentials, "credentials-%s", named->value) < 0)
        return -1;
    if (!authfile_last(file, credentials, NULL))
        return error_set(VIR_FROM_NONE, VIR_ERR_CONF_SYNTAX,
                         "%s: section '%s' means a section '%s', which is not there", file->path,
                         section, credentials);
    value = authfile_last(file, credentials, key);
    *ret_value = value ? value->value : NULL;
    return 0;
}
