/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks a document once, with the checks whose paths lead on from where it is. Worlds have
 * thousands of machines and a machine some sixty checks, most of which are about nothing that it
 * has: those end at the first letter of a name.
 */
#include "drivers/xml/checks.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/xml.h"

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

/* Six numbers of one or two hexadecimal digits; sscanf() would take as long as all other checks. */
bool checks_mac(const char *text)
{
    for (int i = 0; i < 6; i++) {
        if (i && *text++ != ':')
            return false;
        if (!isxdigit((unsigned char)*text++))
            return false;
        if (isxdigit((unsigned char)*text))
            text++;
    }
    return !*text;
}

bool checks_cpus(const char *text)
{
    text += strspn(text, " \t\r\n");
    return isdigit((unsigned char)*text) && strspn(text, "0123456789,-^ \t\r\n") == strlen(text);
}

bool checks_ip(const char *text)
{
    unsigned char address[sizeof(struct in6_addr)];

    return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

/* ---- paths ---- */

/* A check on its way: what is left of its path from the element where the walk is. */
struct way {
    const struct check *check;
    const char *rest;
    bool found; /* an element fits the next step */
};

/* Behind the slash, if there is one. */
static const char *pass_slash(const char *path)
{
    return *path == '/' ? path + 1 : path;
}

/* The text is what stands from the beginning to the end. */
static bool checks_spells(const char *text, const char *begin, const char *end)
{
    size_t len = (size_t)(end - begin);

    return strncmp(text, begin, len) == 0 && !text[len];
}

/* The attribute of "[attribute=value]" at the path has that value: what follows, or NULL. */
static const char *pass_condition(const xmlNode *node, const char *path)
{
    const char *name = path + 1, *value = strchr(path, '=') + 1, *end = strchr(value, ']');

    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (checks_spells((const char *)a->name, name, value - 1)) {
            const char *is = xml_peek(node, (const char *)a->name);

            return is && checks_spells(is, value, end) ? pass_slash(end + 1) : NULL;
        }
    }
    return NULL;
}

/* The element fits the next step: what follows that, or NULL. */
static const char *pass_step(const xmlNode *node, const char *path)
{
    const char *name = (const char *)node->name;

    if (*path == '*') {
        path++;
    } else {
        while (*name && *name == *path) {
            name++;
            path++;
        }
        if (*name || (*path && !strchr("/@[", *path)))
            return NULL;
    }
    return *path == '[' ? pass_condition(node, path) : pass_slash(path);
}

/* ---- what they end at ---- */

static int checks_fail(const struct check *c, const char *text)
{
    return text ? error_set(c->domain, c->code, "<%s> can't be '%s'", c->path, text)
                : error_set(c->domain, c->code, "<%s> is missing", c->path);
}

static int checks_look(const struct check *c, const char *text)
{
    if (!text)
        return c->wanted == true ? checks_fail(c, NULL) : 0;
    return (c->words && !checks_word(c->words, text)) || (c->fits && !c->fits(text))
               ? checks_fail(c, text)
               : 0;
}

static int look_at_attribute(const struct check *c, xmlNode *node, const char *name)
{
    const char *value = xml_peek(node, name);

    if (value && !*value && c->wanted == EMPTY_IS_NONE) {
        xmlUnsetProp(node, BAD_CAST name);
        value = NULL;
    }
    return checks_look(c, value);
}

static int look_at(const struct check *c, const xmlNode *node)
{
    _cleanup_free_ char *text = NULL;

    if (c->path[strlen(c->path) - 1] == '*')
        return checks_look(c, (const char *)node->name);
    if (!c->words && !c->fits)
        return 0;
    text = xml_content(node);
    if (!text && c->wanted == EMPTY_IS_NONE)
        return 0;
    return checks_look(c, text ? text : "");
}

static bool misses_last(const struct way *w)
{
    return w->check->wanted == true && !w->found && !strpbrk(w->rest, "/@");
}

/* ---- walking ---- */

enum { TOGETHER = 96 };

static int checks_walk(xmlNode *node, struct way *ways, size_t n);

/* The ways that lead to a child, from its parent's. */
static int walk_on(xmlNode *child, struct way *ways, size_t n)
{
    struct way on[TOGETHER];
    size_t n_on = 0;

    for (size_t i = 0; i < n; i++) {
        const char *rest = ways[i].rest;

        if (*rest != (char)*child->name && *rest != '*') /* most */
            continue;
        rest = pass_step(child, rest);
        if (!rest)
            continue;
        ways[i].found = true;
        on[n_on++] = (struct way){.check = ways[i].check, .rest = rest};
    }
    return n_on ? checks_walk(child, on, n_on) : 0;
}

/* The ways have come to the element: those that end here are looked at, the others go on. */
static int checks_walk(xmlNode *node, struct way *ways, size_t n)
{
    size_t n_on = 0;

    for (size_t i = 0; i < n; i++) {
        const struct way *w = &ways[i];

        if (*w->rest && *w->rest != '@')
            ways[n_on++] = *w;
        else if ((*w->rest ? look_at_attribute(w->check, node, w->rest + 1)
                           : look_at(w->check, node)) < 0)
            return -1;
    }
    for (xmlNode *child = n_on ? xml_element(node->children, NULL) : NULL; child;
         child = xml_element(child->next, NULL)) {
        if (walk_on(child, ways, n_on) < 0)
            return -1;
    }
    for (size_t i = 0; i < n_on; i++) {
        if (misses_last(&ways[i]))
            return checks_fail(ways[i].check, NULL);
    }
    return 0;
}

int checks_pass(xmlNode *root, const struct check *checks, size_t n)
{
    struct way ways[TOGETHER];
    size_t n_ways = 0;

    for (size_t i = 0; i < n; i++) {
        const char *path = checks[i].path;

        if (*path == '[')
            path = pass_condition(root, path);
        if (path)
            ways[n_ways++] = (struct way){.check = &checks[i], .rest = path};
        if (n_ways == TOGETHER || i + 1 == n) {
            if (checks_walk(root, ways, n_ways) < 0)
                return -1;
            n_ways = 0;
        }
    }
    return 0;
}
