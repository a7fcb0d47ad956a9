/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes the table as a daemon.conf. */
#include <inttypes.h>
#include <string.h>

#include "daemon/config/settings_table.h"

/* Writes the text as a comment, folded at spaces. */
static void settings_print_comment(FILE *out, const char *text)
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
static void settings_format_default(const struct setting *s, char *to, size_t size)
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
    for (size_t i = 0; i < n_settings; i++) {
        const struct setting *s = &settings_table[i];
        char dflt[256];

        if (s->type == TYPE_GROUP) {
            fprintf(out, "\n\n## %s\n", s->key);
            continue;
        }
        settings_format_default(s, dflt, sizeof(dflt));
        fputc('\n', out);
        settings_print_comment(out, s->meaning);
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
