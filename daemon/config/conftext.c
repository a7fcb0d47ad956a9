/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Goes through the text token by token, as far as is needed to know a number from what only looks
 * like one: strings, comments and names are passed over.
 */
#include "daemon/config/conftext.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"

/* The length of the comment, string or name that starts here; 0: none does. */
static size_t passed_over(const char *at)
{
    const char *end;

    if (*at == '#' || strncmp(at, "//", 2) == 0)
        return strcspn(at, "\n");
    if (strncmp(at, "/*", 2) == 0) {
        end = strstr(at + 2, "*/");
        return end ? (size_t)(end + 2 - at) : strlen(at);
    }
    if (*at == '"') {
        for (end = at + 1; *end && *end != '"'; end++)
            end += *end == '\\' && end[1];
        return (size_t)(end - at) + (*end == '"');
    }
    if (!isalpha((unsigned char)*at))
        return 0;
    for (end = at; isalnum((unsigned char)*end) || *end == '_';)
        end++;
    return (size_t)(end - at);
}

/* The length of the number that starts with this digit; says whether 32 bits are too few for it. */
static size_t conftext_number(const char *at, bool *ret_wide)
{
    bool hex = at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(at, &end, hex ? 16 : 10);
    *ret_wide = false;
    if (!hex && (*end == '.' || *end == 'e' || *end == 'E'))
        strtod(at, &end);
    else if (*end == 'L')
        end += strspn(end, "L");
    else
        *ret_wide = errno == ERANGE || value > INT32_MAX;
    return (size_t)(end - at);
}

static int conftext_widen(const char *at, const char *path, struct buf *to)
{
    unsigned line = 1;

    while (*at) {
        size_t n = passed_over(at);
        bool wide = false;

        if (*at == '@')
            return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX,
                             "%s:%u: including another file is not supported", path, line);
        if (n == 0 && isdigit((unsigned char)*at))
            n = conftext_number(at, &wide);
        else if (n == 0)
            n = 1;
        if (buf_append(to, at, n) < 0 || (wide && buf_append(to, "L", 1) < 0))
            return -1;
        for (; n > 0; n--)
            line += *at++ == '\n';
    }
    return buf_append(to, "", 1);
}

char *conftext_read(FILE *f, const char *path)
{
    _cleanup_(buf_free) struct buf wide = {0};
    _cleanup_free_ char *text = NULL;
    size_t room = 0;
    char *copy;

    if (getdelim(&text, &room, '\0', f) < 0) {
        if (ferror(f)) {
            error_set_errno(VIR_FROM_CONF, errno, "cannot read '%s'", path);
            return NULL;
        }
        free(text);
        text = strdup("");
        if (!text) {
            error_oom(VIR_FROM_CONF);
            return NULL;
        }
    } else if (!feof(f)) {
        error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s: this is no text: it has a zero byte",
                  path);
        return NULL;
    }
    if (conftext_widen(text, path, &wide) < 0)
        return NULL;
    copy = strdup((const char *)buf_bytes(&wide));
    if (!copy)
        error_oom(VIR_FROM_CONF);
    return copy;
}
