/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each check says with an error what is wrong with a text. */
#include "daemon/config/settings_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "daemon/auth/auth.h"
#include "daemon/process/logspec.h"

int setting_error(const struct setting_place *place, const char *fmt, ...)
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

int setting_check_any(const struct setting_place *place, const char *text)
{
    return 0;
}

int setting_check_absolute(const struct setting_place *place, const char *text)
{
    return *text == '/' ? 0 : setting_error(place, "takes a path from the root, not '%s'", text);
}

int setting_check_file(const struct setting_place *place, const char *text)
{
    return *text ? setting_check_absolute(place, text) : 0;
}

int setting_check_auth(const struct setting_place *place, const char *text)
{
    if (auth_method_find(text) >= 0)
        return 0;
    return setting_error(
        place,
        "can be \"none\", \"polkit\" or, if built with it, \"sasl\": authentication by "
        "'%s' is not supported",
        text);
}

int setting_check_uuid(const struct setting_place *place, const char *text)
{
    unsigned char uuid[UUID_LEN];

    if (uuid_parse(text, uuid) < 0)
        return setting_error(place, "takes a UUID, not '%s'", text);
    for (size_t i = 1; i < UUID_LEN; i++) {
        if (uuid[i] != uuid[0])
            return 0;
    }
    return setting_error(place, "takes a UUID of its own, '%s' is a filler", text);
}

int setting_check_uuid_source(const struct setting_place *place, const char *text)
{
    if (strcmp(text, "smbios") == 0 || strcmp(text, "machine-id") == 0)
        return 0;
    return setting_error(place, "can be \"smbios\" or \"machine-id\", not '%s'", text);
}

int setting_check_log_filters(const struct setting_place *place, const char *text)
{
    _cleanup_free_ char *problem = NULL;

    return logspec_check_filters(text, &problem) < 0 ? setting_error(place, "%s", problem) : 0;
}

int setting_check_log_outputs(const struct setting_place *place, const char *text)
{
    _cleanup_free_ char *problem = NULL;

    return logspec_check_outputs(text, &problem) < 0 ? setting_error(place, "%s", problem) : 0;
}

int setting_parse_perms(const char *text, mode_t *ret)
{
    size_t digits;

    text += strspn(text, " \t");
    digits = strspn(text, "01234567");
    if (digits == 0 || digits > 6 || text[digits])
        return -1;
    *ret = (mode_t)strtol(text, NULL, 8) & 0777;
    return 0;
}
