/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counts tags and their attributes in one pass, without a tree and without memory. Where a document
 * is wrong the parser goes on behind the mistake, so whatever it could take for a tag is counted:
 * no tag has a '<' inside, and a comment is passed over only when nothing can end it early.
 */
#include "drivers/xml/bounds.h"

#include <stdbool.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/document_limits.h"

#define SPACES " \t\r\n"

enum {
    DEPTH_MAX = 255,      /* the parser's own */
    NAMESPACES_MAX = 256, /* declared around an element: each is compared with each name */
    SHORTEST = 4,         /* the bytes of an element, and of an attribute */
};

struct scan {
    const char *at;
    const char *what, *keys;
    struct document_limits limits;
    bool doctype; /* in one, "<!--" may be a text */
    unsigned elements, depth, namespaces;
    unsigned declared[DEPTH_MAX + 1]; /* namespaces of each element around */
};

static int bounds_fail(const struct scan *s, const char *limit, size_t most)
{
    return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "%s has more than %zu %s (%s_%s)", s->what,
                     most, limit, s->keys, limit);
}

/* Whether the parser reads over all of a section: it stops at characters that XML lacks. */
static bool bounds_section_is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if ((c < ' ' && !strchr(SPACES, c)) || c == 0xed || c == 0xef || c >= 0xf4)
            return false;
    }
    return true;
}

/* Passes over a section that begins so and ends so, if there is one and it hides nothing. */
static bool bounds_pass_section(struct scan *s, const char *begin, const char *end)
{
    size_t len = strlen(begin);
    const char *last;

    if (s->doctype || strncmp(s->at, begin, len) != 0)
        return false;
    last = strstr(s->at + len, end);
    if (!last || !bounds_section_is_plain(s->at, (size_t)(last - s->at)))
        return false;
    s->at = last + strlen(end);
    return true;
}

static bool bounds_pass_instruction(struct scan *s)
{
    char c = s->at[1];

    return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && bounds_pass_section(s, "?", "?>");
}

/* An attribute with its value: false: the tag ends here, or is wrong. */
static bool bounds_pass_attribute(struct scan *s)
{
    size_t blanks = strspn(s->at, SPACES);
    const char *at = s->at + blanks;
    size_t len = strcspn(at, SPACES "=/><\"'");
    char quote;

    s->at = at;
    if (!blanks || !len)
        return false;
    at += len;
    at += strspn(at, SPACES);
    if (*at != '=')
        return false;
    at += 1 + strspn(at + 1, SPACES);
    quote = *at;
    if (quote != '\'' && quote != '"')
        return false;
    at++;
    at += strcspn(at, quote == '"' ? "\"<" : "'<");
    if (*at != quote)
        return false;
    s->at = at + 1;
    return true;
}

static int bounds_pass_start(struct scan *s)
{
    unsigned attributes = 0, namespaces = 0;

    if (++s->elements > s->limits.elements)
        return bounds_fail(s, "elements", s->limits.elements);
    s->at += strcspn(s->at, SPACES "/><");
    for (;;) {
        const char *name = s->at + strspn(s->at, SPACES);

        if (!bounds_pass_attribute(s))
            break;
        namespaces += strncmp(name, "xmlns", 5) == 0;
        if (++attributes > s->limits.attributes)
            return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR,
                             "an element of %s has more than %u attributes (%s_attributes)",
                             s->what, s->limits.attributes, "max_document");
    }
    if (s->namespaces + namespaces > NAMESPACES_MAX)
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR,
                         "%s declares more than %d namespaces around an element", s->what,
                         NAMESPACES_MAX);
    if (*s->at != '>') /* empty, or wrong */
        return 0;
    if (s->depth == DEPTH_MAX)
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "%s is more than %d elements deep",
                         s->what, DEPTH_MAX);
    s->declared[s->depth++] = namespaces;
    s->namespaces += namespaces;
    return 0;
}

static void bounds_pass_end(struct scan *s)
{
    if (s->depth)
        s->namespaces -= s->declared[--s->depth];
}

/* Behind a '<'. */
static int bounds_pass_markup(struct scan *s)
{
    if (*s->at == '/') {
        bounds_pass_end(s);
        return 0;
    }
    if (*s->at != '!' && *s->at != '?')
        return bounds_pass_start(s);
    if (bounds_pass_section(s, "!--", "-->") || bounds_pass_section(s, "![CDATA[", "]]>") ||
        bounds_pass_instruction(s))
        return 0;
    /* What its declarations say may stand anywhere, many times. */
    if (strncmp(s->at, "!DOCTYPE", 8) == 0)
        s->doctype = true;
    if (s->doctype && (strncmp(s->at, "!ENTITY", 7) == 0 || strncmp(s->at, "!ATTLIST", 8) == 0))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR,
                         "%s has a DOCTYPE that declares something, which is not read", s->what);
    return 0;
}

int bounds_check(const char *text, size_t len, const char *what)
{
    struct scan s;

    s.at = text;
    s.what = what;
    s.doctype = false;
    s.elements = s.depth = s.namespaces = 0;
    if (!document_limits_now(&s.limits, &s.keys))
        return 0;
    if (document_limits_moot())
        return error_set(VIR_FROM_XML, VIR_ERR_OPERATION_ABORTED,
                         "%s is not read, since the client has left", what);
    if (len > s.limits.bytes)
        return bounds_fail(&s, "bytes", s.limits.bytes);
    if (len / SHORTEST < s.limits.elements && len / SHORTEST < s.limits.attributes &&
        len / SHORTEST < DEPTH_MAX && !strstr(text, "<!DOCTYPE"))
        return 0; /* most documents */
    while ((s.at = strchr(s.at, '<'))) {
        s.at++;
        if (bounds_pass_markup(&s) < 0)
            return -1;
    }
    return 0;
}
