/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks a document along the paths of checks.
 */
#include "drivers/test/checks.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/test/amount.h"
#include "drivers/test/xml.h"

bool checks_word(const char *words, const char *text)
{
    size_t len = strlen(text);

    for (const char *at = words; len && (at = strstr(at, text)); at += len) {
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    }
    return false;
}

bool checks_number(const char *text)
{
    unsigned long long number;

    return amount_number(text, &number) == 0;
}

bool checks_line(const char *text)
{
    return !strchr(text, '\n');
}

bool checks_file_name(const char *text)
{
    return !strchr(text, '/');
}

bool checks_mac(const char *text)
{
    unsigned char mac[6];
    int end = 0;

    return sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &mac[0], &mac[1], &mac[2], &mac[3],
                  &mac[4], &mac[5], &end) == 6 &&
           !text[end] && isxdigit((unsigned char)*text);
}

bool checks_cpus(const char *text)
{
    return isdigit((unsigned char)*text) && strspn(text, "0123456789,-^") == strlen(text);
}

bool checks_ip(const char *text)
{
    unsigned char address[sizeof(struct in6_addr)];

    return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

/* ---- walking ---- */

/* One step of a path: a name, what one attribute must be, and what follows. */
struct step {
    char name[32], attribute[16], value[16];
    const char *rest; /* behind '/' or at '@'; or the end */
};

static struct step next_step(const char *path)
{
    size_t len = strcspn(path, "/@[");
    struct step s = {.rest = path + len};

    snprintf(s.name, sizeof(s.name), "%.*s", (int)len, path);
    if (*s.rest == '[') {
        (void)sscanf(s.rest, "[%15[^=]=%15[^]]]", s.attribute, s.value);
        s.rest = strchr(s.rest, ']') + 1;
    }
    if (*s.rest == '/')
        s.rest++;
    return s;
}

static bool is_of(const xmlNode *node, const struct step *s)
{
    const char *value = *s->attribute ? xml_peek(node, s->attribute) : s->value;

    return (*s->name == '*' || xml_is(node, s->name)) && value && strcmp(value, s->value) == 0;
}

static int fail(const struct check *c, const char *text)
{
    return text ? error_set(c->domain, c->code, "<%s> can't be '%s'", c->path, text)
                : error_set(c->domain, c->code, "<%s> is missing", c->path);
}

static int look(const struct check *c, const char *text)
{
    if (!text)
        return c->wanted ? fail(c, NULL) : 0;
    return (c->words && !checks_word(c->words, text)) || (c->fits && !c->fits(text)) ? fail(c, text)
                                                                                     : 0;
}

/* What the path ends at. */
static int look_at(const struct check *c, const xmlNode *node, const struct step *s)
{
    _cleanup_free_ char *text = NULL;

    if (*s->rest == '@')
        return look(c, xml_peek(node, s->rest + 1));
    if (*s->name == '*')
        return look(c, (const char *)node->name);
    if (!c->words && !c->fits)
        return 0;
    text = xml_text(node);
    return look(c, text ? text : "");
}

static int walk(const struct check *c, const xmlNode *parent, const char *path)
{
    struct step s = next_step(path);
    bool last = !*s.rest || *s.rest == '@', found = false;

    for (const xmlNode *n = xml_element(parent->children, NULL); n;
         n = xml_element(n->next, NULL)) {
        if (!is_of(n, &s))
            continue;
        found = true;
        if ((last ? look_at(c, n, &s) : walk(c, n, s.rest)) < 0)
            return -1;
    }
    return !*s.rest && !found && c->wanted ? fail(c, NULL) : 0;
}

static int pass(const struct check *c, const xmlNode *root)
{
    struct step s;

    if (*c->path == '@')
        return look(c, xml_peek(root, c->path + 1));
    if (*c->path != '[')
        return walk(c, root, c->path);
    s = next_step(c->path);
    snprintf(s.name, sizeof(s.name), "*");
    return is_of(root, &s) ? walk(c, root, s.rest) : 0;
}

int checks_pass(const xmlNode *root, const struct check *checks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (pass(&checks[i], root) < 0)
            return -1;
    }
    return 0;
}
