/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts at paths below an element. */
#include "drivers/xml/xml_path.h"

#include <string.h>

#include "common/error.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

xmlNode *xml_path_walk(const struct schema *make, xmlNode *node, const char *path,
                       const char **ret_attribute)
{
    const char *end = path + strcspn(path, "@");
    char step[64];

    *ret_attribute = *end ? end + 1 : NULL;
    while (node && path < end) {
        size_t len = strcspn(path, "/@");
        xmlNode *next;

        if (len >= sizeof(step))
            return NULL;
        memcpy(step, path, len);
        step[len] = '\0';
        next = xml_child(node, step);
        if (!next && make)
            next = xmlStrEqual(node->name, BAD_CAST make->root) ? schema_want(make, node, step)
                                                                : xml_add(node, step, NULL);
        node = next;
        path += len + (path[len] == '/');
    }
    return node;
}

char *xml_path_get(const xmlNode *node, const char *path)
{
    const char *attribute;
    const xmlNode *at = xml_path_walk(NULL, (xmlNode *)(uintptr_t)node, path, &attribute);

    return attribute ? xml_attribute(at, attribute) : xml_text(at);
}

/* Takes an element away that says nothing, and then its parents. */
static void prune_empty(xmlNode *node, const xmlNode *top)
{
    while (node != top && !node->children && !node->properties) {
        xmlNode *parent = node->parent;

        xmlUnlinkNode(node);
        xmlFreeNode(node);
        node = parent;
    }
}

int xml_path_set(const struct schema *s, xmlNode *node, const char *path, const char *text)
{
    const char *attribute;
    xmlNode *at = xml_path_walk(text ? s : NULL, node, path, &attribute);

    if (!at)
        return text ? error_oom(s->domain) : 0;
    if (text && attribute)
        xml_set(at, attribute, text);
    else if (text)
        xml_set_text(at, text);
    else if (attribute)
        xmlUnsetProp(at, BAD_CAST attribute);
    else
        xmlNodeSetContent(at, NULL);
    if (text)
        return 0;
    if (!attribute)
        xmlUnsetProp(at, BAD_CAST "unit");
    prune_empty(at, node);
    return 0;
}
