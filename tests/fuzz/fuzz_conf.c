/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of settings: what is read is written, and what is written is read as the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"
#include "common/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* A text is in the quotes that it has not. */
static void write_text(FILE *out, const char *text)
{
    const char *quote = "\"";

    if (strpbrk(text, "\r\n") || (strchr(text, '"') && strchr(text, '\'')))
        quote = "\"\"\"";
    else if (strchr(text, '"'))
        quote = "'";
    fprintf(out, "%s%s%s", quote, text, quote);
}

static void write_value(FILE *out, const struct conf_value *v)
{
    if (v->type == CONF_NUMBER)
        fprintf(out, "%lld", (long long)v->number);
    else if (v->type == CONF_TEXT)
        write_text(out, v->text);
    else
        fputs("[", out);
    for (size_t i = 0; i < v->n_items; i++) {
        write_value(out, &v->items[i]);
        fputs(", # c\n", out);
    }
    if (v->type == CONF_LIST)
        fputs("]", out);
}

/* Writes the settings as a file; *ret is freed by the caller. */
static void write_conf(const struct conf *conf, char **ret, size_t *ret_len)
{
    FILE *out = open_memstream(ret, ret_len);

    if (!out)
        abort();
    for (size_t i = 0; i < conf->n_entries; i++) {
        fprintf(out, "%s = ", conf->entries[i].key);
        write_value(out, &conf->entries[i].value);
        fputs("\n", out);
    }
    fclose(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(conf_clear) struct conf conf = {0}, again = {0};
    _cleanup_free_ char *text = NULL, *same = NULL;
    size_t text_len = 0, same_len = 0;

    if (conf_parse("fuzz", (const char *)bytes, len, &conf) < 0)
        return 0;
    write_conf(&conf, &text, &text_len);
    if (conf_parse("fuzz", text, text_len, &again) < 0)
        __builtin_trap();
    write_conf(&again, &same, &same_len);
    if (text_len != same_len || memcmp(text, same, text_len) != 0)
        __builtin_trap();
    return 0;
}
