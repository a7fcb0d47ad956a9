/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a form's lines look at: values at paths, tests, what stands for a missing value. */
#include "drivers/xml/form_impl.h"

#include <fnmatch.h>
#include <stdio.h>

#include "drivers/xml/checks.h"
#include "drivers/xml/xml.h"

/* The value at a path; NULL: there is none. */
const char *form_look(const struct form_pass *p, const struct form_path *path)
{
    const xmlNode *node = p->node;
    const xmlAttr *a;

    for (unsigned up = path->up; up && node; up--)
        node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    if (path->child)
        node = xml_child(node, path->child);
    if (!node)
        return NULL;
    if (!path->attribute) {
        const char *text = form_only_text(node->children);

        return text ? text : "";
    }
    a = form_seek_attribute(node->properties, path->attribute);
    if (!a && node == p->node)
        a = form_seek_attribute(p->rest, path->attribute);
    return a ? form_only_text(a->children) : NULL;
}

/* Whether a value is one of some words, in which * stands for anything. */
static bool form_matches(const char *words, const char *value)
{
    char word[64];

    if (!strchr(words, '*'))
        return checks_word(words, value);
    for (size_t len; *words; words += len + (words[len] == ' ')) {
        len = strcspn(words, " ");
        snprintf(word, sizeof(word), "%.*s", (int)len, words);
        if (fnmatch(word, value, 0) == 0)
            return true;
    }
    return false;
}

bool form_tests_hold(const struct form_pass *p, const struct form *line)
{
    for (unsigned i = 0; i < line->n_tests; i++) {
        const struct form_test *test = &line->tests[i];
        const char *value = form_look(p, &test->path);
        bool holds = test->words ? value && form_matches(test->words, value) : value != NULL;

        if (holds == test->negative)
            return false;
    }
    return true;
}

const char *form_preset(const struct form_pass *p, const struct form *line, unsigned place,
                        char buffer[12])
{
    if (line->flags & FORM_NUMBERED) {
        snprintf(buffer, 12, "%u", place);
        return buffer;
    }
    return line->from ? form_look(p, line->from) : line->preset;
}
