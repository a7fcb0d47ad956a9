/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Goes over the words before the last one: what they were says what the last one may be.
 */
#include "client/vireo/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vireo/vireo.h>

#include "client/vireo/domain.h"
#include "client/vireo/emit_events.h"
#include "common/cleanup.h"

struct completion {
    const char *word;                /* to be completed */
    const struct arg_option *option; /* whose value it is, or NULL */
    const char *uri;
    bool readonly;
    const struct command *command;
    char **operands;
    int n_operands;
};

static void complete_offer(const struct completion *c, const char *candidate)
{
    if (strncmp(candidate, c->word, strlen(c->word)) == 0)
        puts(candidate);
}

/* Each of "on|off", behind a prefix. */
static void complete_choices(const struct completion *c, const char *prefix, const char *choices)
{
    size_t n;

    for (; *choices; choices += n + (choices[n] == '|')) {
        _cleanup_free_ char *text = NULL;

        n = strcspn(choices, "|");
        if (asprintf(&text, "%s%.*s", prefix, (int)n, choices) < 0) {
            text = NULL;
            return;
        }
        complete_offer(c, text);
    }
}

static const struct arg_option *complete_option_in(const struct arg_option *table, const char *word)
{
    size_t n = strlen(word);

    for (; table && table->name; table++) {
        if (word[1] == '-' ? strncmp(table->name, word + 2, n - 2) == 0
                           : word[n - 1] == table->letter)
            return table;
    }
    return NULL;
}

static const struct arg_option *complete_option_of(const struct completion *c, const char *word)
{
    const struct arg_option *o = complete_option_in(program_options, word);

    return o || !c->command ? o : complete_option_in(c->command->options, word);
}

/* Takes in the words before the last one. False: one is no command. */
static bool complete_read(struct completion *c, char **words, int n)
{
    for (int i = 1; i < n - 1; i++) {
        const char *word = words[i];
        bool option = word[0] == '-' && word[1] && strcmp(word, "--") != 0;

        if (option) {
            const struct arg_option *o = complete_option_of(c, word);
            const char *value = strchr(word, '=');

            if (o && o->value)
                value = value ? value + 1 : words[++i];
            c->option = o && o->value && i == n - 1 ? o : NULL;
            if (o && strcmp(o->name, "connect") == 0)
                c->uri = value;
            else if (o && strcmp(o->name, "readonly") == 0)
                c->readonly = true;
        } else if (!c->command) {
            c->command = command_find(word);
            if (!c->command)
                return false;
        } else {
            c->operands[c->n_operands++] = words[i];
        }
    }
    return true;
}

static void complete_options(const struct completion *c)
{
    const struct arg_option *tables[] = {program_options, c->command ? c->command->options : NULL};

    for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
        for (const struct arg_option *o = tables[t]; o && o->name; o++)
            complete_choices(c, "--", o->name);
    }
}

static void complete_commands(const struct completion *c)
{
    const struct command *command;

    for (int i = 0; (command = command_at(i)); i++)
        complete_offer(c, command->name);
}

static void complete_domains(const struct completion *c)
{
    const unsigned int flags = c->readonly ? VIR_CONNECT_RO : 0;
    _cleanup_free_ char *found = c->uri ? NULL : vireoFindDaemon(flags);
    const char *uri = c->uri ? c->uri : found;
    virConnectPtr conn = uri ? virConnectOpenAuth(uri, NULL, flags) : NULL;

    if (!conn)
        return;
    _cleanup_(domains_freep) virDomainPtr *domains = NULL;
    int n = virConnectListAllDomains(conn, &domains, 0);
    for (int i = 0; i < n; i++)
        complete_offer(c, virDomainGetName(domains[i]));
    virConnectClose(conn);
}

static void complete_events(const struct completion *c)
{
    for (const struct emit_event *e = emit_events; e->name; e++)
        complete_offer(c, e->name);
}

/* FIELD=, and behind it the words that it takes. */
static void complete_fields(const struct completion *c)
{
    const struct emit_event *e = emit_event_find(c->operands[1]);

    for (const struct emit_field *f = e ? e->fields : NULL; f && f->name; f++) {
        _cleanup_free_ char *prefix = NULL;

        if (asprintf(&prefix, "%s=", f->name) < 0) {
            prefix = NULL;
            return;
        }
        if (strncmp(c->word, prefix, strlen(prefix)) != 0)
            complete_offer(c, prefix);
        else if (f->values[0] >= 'a')
            complete_choices(c, prefix, f->values);
    }
}

/* What each word of a usage stands for. What is not here is nothing that can be known. */
static const struct {
    const char *usage;
    void (*offer)(const struct completion *c);
} complete_kinds[] = {
    {"NAME", complete_domains},
    {"COMMAND", complete_commands},
    {"EVENT", complete_events},
    {"FIELD=VALUE", complete_fields},
};

/* The word of the usage for that operand, without brackets and points; the last one's may be for
 * more. False: there is no such operand. */
static bool complete_usage(const char *usage, int place, char *word, size_t size)
{
    for (size_t n; (n = strcspn(usage, " ")); usage += n + (usage[n] == ' ')) {
        const char *begin = usage + (*usage == '[');
        size_t bare = (size_t)(usage - begin) + n;
        bool more = memmem(begin, bare, "...", 3) != NULL;

        while (bare && strchr("].", begin[bare - 1]))
            bare--;
        if (place-- > 0 && !(more && !usage[n]))
            continue;
        snprintf(word, size, "%.*s", (int)bare, begin);
        return true;
    }
    return false;
}

static void complete_operand(const struct completion *c)
{
    char word[64];

    if (!complete_usage(c->command->operands, c->n_operands, word, sizeof(word)))
        return;
    if (word[0] >= 'a' && word[0] <= 'z')
        complete_choices(c, "", word);
    else if (strcmp(word, "FILE") == 0)
        puts(":file");
    for (size_t i = 0; i < ARRAY_SIZE(complete_kinds); i++) {
        if (strcmp(complete_kinds[i].usage, word) == 0)
            complete_kinds[i].offer(c);
    }
}

void complete_words(char **words, int n)
{
    _cleanup_free_ char **operands = calloc((size_t)n + 1, sizeof(*operands));
    struct completion c = {.word = n > 1 ? words[n - 1] : "", .operands = operands};

    if (!operands || !complete_read(&c, words, n))
        return;
    if (c.option)
        complete_choices(&c, "", c.option->choices ? c.option->choices : "");
    else if (c.word[0] == '-')
        complete_options(&c);
    else if (c.command)
        complete_operand(&c);
    else
        complete_commands(&c);
}
