/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of lines that is bounded, since a file may repeat itself a hundred thousand times. */
#include "daemon/config/settings_remarks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/log.h"

#define LOG_MODULE "daemon.settings"

void settings_remark(struct settings_remarks *remarks, const char *fmt, ...)
{
    char *text;
    va_list ap;

    if (!remarks)
        return;
    if (remarks->n == SETTINGS_REMARKS_MAX) {
        remarks->more++;
        return;
    }
    va_start(ap, fmt);
    if (vasprintf(&text, fmt, ap) < 0)
        remarks->more++;
    else
        remarks->texts[remarks->n++] = text;
    va_end(ap);
}

void settings_remarks_log(const struct settings_remarks *remarks)
{
    for (size_t i = 0; i < remarks->n; i++)
        log_each_warning("%s", remarks->texts[i]);
    if (remarks->more)
        log_each_warning("%zu more of that kind", remarks->more);
}

void settings_remarks_clear(struct settings_remarks *remarks)
{
    for (size_t i = 0; i < remarks->n; i++)
        free(remarks->texts[i]);
    *remarks = (struct settings_remarks){0};
}
