/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options by table, over getopt_long: it knows abbreviations, --name=value and "--".
 */
#include "client/vireo/args.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "client/vireo/fail.h"
#include "client/vireo/text/suggest.h"

/* getopt_long tells long options by a number of ours above every letter. */
enum { LONG_BASE = 256 };

struct reading {
    struct option longs[ARGS_MAX_OPTIONS + 1];
    char shorts[2 * ARGS_MAX_OPTIONS + 3];
    const struct arg_option *options[ARGS_MAX_OPTIONS];
    int n_options;
    size_t n_shorts;
};

static void reading_add(struct reading *r, const struct arg_option *table)
{
    for (; table && table->name && r->n_options < ARGS_MAX_OPTIONS; table++) {
        int has_value = table->value ? required_argument : no_argument;
        r->longs[r->n_options] =
            (struct option){table->name, has_value, NULL, LONG_BASE + r->n_options};
        if (table->letter) {
            r->shorts[r->n_shorts++] = table->letter;
            if (table->value)
                r->shorts[r->n_shorts++] = ':';
        }
        r->options[r->n_options++] = table;
    }
}

static int reading_place(const struct reading *r, int code)
{
    if (code >= LONG_BASE)
        return code - LONG_BASE;
    for (int i = 0; i < r->n_options; i++) {
        if (r->options[i]->letter == code)
            return i;
    }
    return -1;
}

static void reading_complain(const struct reading *r, bool lacks_value, const char *word)
{
    size_t length = strcspn(word, "=");
    char typed[SUGGEST_MAX_WORD];
    struct suggest s = {.typed = typed};

    if (lacks_value) {
        fail_usage("a value is missing after '%s'", word);
        return;
    }
    snprintf(typed, sizeof(typed), "%.*s", (int)length, word);
    for (int i = 0; i < r->n_options; i++) {
        char option[SUGGEST_MAX_WORD];
        snprintf(option, sizeof(option), "--%s", r->options[i]->name);
        suggest_try(&s, option);
    }
    fail_usage("unknown option '%s'%s", word,
               suggest_say(&s, "'vireo help COMMAND' shows a command's"));
}

int args_read(struct args *args, int argc, char **argv, const struct arg_option *first,
              const struct arg_option *then, bool stop_at_operand)
{
    struct reading r = {0};

    /* '+': end at an operand; ':': tell a missing value from an unknown option. */
    if (stop_at_operand)
        r.shorts[r.n_shorts++] = '+';
    r.shorts[r.n_shorts++] = ':';
    reading_add(&r, first);
    reading_add(&r, then);
    args->tables[0] = first;
    args->tables[1] = then;

    /* 0 rather than 1: glibc then forgets the words of an earlier reading. */
    optind = 0;
    opterr = 0;
    for (;;) {
        int code = getopt_long(argc, argv, r.shorts, r.longs, NULL);
        if (code == -1)
            break;
        int place = reading_place(&r, code);
        if (place < 0) {
            reading_complain(&r, code == ':', argv[optind - 1]);
            return -1;
        }
        args->values[place] = optarg ? optarg : "";
    }
    args->operands = argv + optind;
    args->n_operands = argc - optind;
    return 0;
}

static const char *args_find(const struct args *args, const char *name)
{
    int place = 0;

    for (size_t t = 0; t < 2; t++) {
        for (const struct arg_option *o = args->tables[t]; o && o->name; o++, place++) {
            if (strcmp(o->name, name) == 0)
                return args->values[place];
        }
    }
    return NULL;
}

bool args_has(const struct args *args, const char *name)
{
    return args_find(args, name) != NULL;
}

const char *args_value(const struct args *args, const char *name)
{
    return args_find(args, name);
}

const char *args_operand(const struct args *args, int place)
{
    return place < args->n_operands ? args->operands[place] : NULL;
}
