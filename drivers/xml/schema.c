/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Documents of a schema. An element keeps its place by its rank in the schema's order; one that
 * the schema does not know goes where the order has its NULL, one of a namespace to the end.
 */
#include "drivers/xml/schema.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/xml/random.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_tidy.h"

static size_t find_rank(const struct schema *s, const xmlNode *n)
{
    size_t unknown = 0;

    if (n->ns)
        return s->n_order;
    for (size_t i = 0; i < s->n_order; i++) {
        if (!s->order[i])
            unknown = i;
        else if (*s->order[i] == (char)*n->name && strcmp(s->order[i], (char *)n->name) == 0)
            return i;
    }
    return unknown;
}

/* It is looked for once: the node keeps it, a copy of the node does not. */
static size_t schema_rank(const struct schema *s, xmlNode *n)
{
    if (!n->_private)
        n->_private = (void *)(find_rank(s, n) + 1);
    return (size_t)n->_private - 1;
}

/* From the end, since most documents are in order. */
void schema_put(const struct schema *s, xmlNode *root, xmlNode *node)
{
    xmlNode *before = NULL;

    if (!node || !root)
        return;
    xmlUnlinkNode(node);
    for (xmlNode *n = root->last; n; n = n->prev) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        if (schema_rank(s, n) <= schema_rank(s, node))
            break;
        before = n;
    }
    if (before)
        xmlAddPrevSibling(before, node);
    else
        xmlAddChild(root, node);
}

enum { RANKS = SCHEMA_MAX_ORDER + 1 };

/* By ranks: one pass, since a document may have its elements in the worst order. */
void schema_sort(const struct schema *s, xmlNode *root)
{
    struct xml_row ranks[RANKS] = {{NULL, NULL}}, group = {NULL, NULL}, all = {NULL, NULL};
    xmlNode *next;

    for (xmlNode *n = root ? root->children : NULL; n; n = next) {
        struct xml_row one = {n, n};

        next = n->next;
        n->prev = n->next = NULL;
        xml_row_join(&group, &one); /* comments, and what they precede */
        if (n->type == XML_ELEMENT_NODE)
            xml_row_join(&ranks[schema_rank(s, n)], &group);
    }
    for (size_t i = 0; i <= s->n_order; i++)
        xml_row_join(&all, &ranks[i]);
    xml_row_join(&all, &group);
    if (!root)
        return;
    root->children = all.first;
    root->last = all.last;
}

xmlNode *schema_want(const struct schema *s, xmlNode *root, const char *name)
{
    xmlNode *n = xml_child(root, name);

    if (!n) {
        n = root ? xml_new_node(root->doc, name) : NULL;
        if (n)
            schema_put(s, root, n);
        else
            error_note_lost();
    }
    return n;
}

void schema_want_text(const struct schema *s, xmlNode *root, const char *name, const char *text)
{
    xmlNode *n = xml_child(root, name);

    if (!n)
        xml_set_text(schema_want(s, root, name), text);
}

/* ---- documents ---- */

int schema_check(const struct schema *s, const xmlNode *root)
{
    if (!root || root->ns || !xmlStrEqual(root->name, BAD_CAST s->root))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "the root element is <%s>, not <%s>",
                         root ? (const char *)root->name : "", s->root);
    return 0;
}

int schema_parse(const struct schema *s, const char *xml, xmlDoc **ret_doc)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (xml_parse(s->domain, xml, s->root, &doc) < 0 ||
        schema_check(s, xmlDocGetRootElement(doc)) < 0)
        return -1;
    schema_sort(s, xmlDocGetRootElement(doc));
    *ret_doc = take(doc);
    return 0;
}

int schema_copy_node(const struct schema *s, xmlNode *node, xmlDoc **ret_doc)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *copy = doc ? xml_copy_node(node, doc) : NULL;

    if (!copy)
        return error_oom(s->domain);
    xmlDocSetRootElement(doc, copy);
    if (schema_check(s, copy) < 0)
        return -1;
    schema_sort(s, copy);
    *ret_doc = take(doc);
    return 0;
}

/* ---- identity ---- */

int schema_name(const struct schema *s, const xmlNode *root, char **ret_name)
{
    _cleanup_free_ char *name = xml_text(xml_child(root, "name"));

    if (!name)
        return error_set(s->domain,
                         s->domain == VIR_FROM_STORAGE ? VIR_ERR_XML_ERROR : VIR_ERR_NO_NAME,
                         "<name> is missing or empty");
    if (strchr(name, '/'))
        return error_set(s->domain, VIR_ERR_XML_ERROR, "<name> is '%s': a name has no '/'", name);
    *ret_name = take(name);
    return 0;
}

int schema_uuid(const struct schema *s, xmlNode *root, unsigned char *ret_uuid)
{
    xmlNode *n = schema_want(s, root, "uuid");
    _cleanup_free_ char *uuid = xml_text(n);
    char text[UUID_TEXT];

    if (uuid && uuid_parse(uuid, ret_uuid) < 0)
        return error_set(s->domain,
                         s->domain == VIR_FROM_STORAGE ? VIR_ERR_XML_ERROR : VIR_ERR_INTERNAL_ERROR,
                         "<uuid> is '%s', not a UUID", uuid);
    if (!uuid && random_uuid(ret_uuid) < 0)
        return -1;
    xml_set_text(n, uuid_format(ret_uuid, text));
    return 0;
}

/* ---- what people write ---- */

char *schema_text(const xmlNode *root, const char *element)
{
    return xml_text(xml_child(root, element));
}

static void remove_node(xmlNode *n)
{
    if (n) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
}

int schema_set_text(const struct schema *s, xmlNode *root, const char *element, const char *text)
{
    if (strcmp(element, "title") == 0 && text && strchr(text, '\n'))
        return error_set(s->domain, VIR_ERR_INVALID_ARG, "<title> is one line");
    if (text && xml_check_text(text, element) < 0)
        return -1;
    if (!text || !*text)
        remove_node(xml_child(root, element));
    else
        xml_set_text(schema_want(s, root, element), text);
    return 0;
}

/* The child of <metadata> in that namespace. */
static xmlNode *find_metadata(const xmlNode *root, const char *uri)
{
    xmlNode *metadata = xml_child(root, "metadata");

    for (xmlNode *n = metadata ? xml_child(metadata, NULL) : NULL; n;
         n = xml_element(n->next, NULL)) {
        if (n->ns && xmlStrEqual(n->ns->href, BAD_CAST uri))
            return n;
    }
    return NULL;
}

/* Takes a subtree out of its namespace, as its writer gave it. */
static void strip_namespace(xmlNode *n, const char *uri)
{
    if (n->type != XML_ELEMENT_NODE)
        return;
    if (n->ns && xmlStrEqual(n->ns->href, BAD_CAST uri))
        n->ns = NULL;
    for (xmlNode *c = n->children; c; c = c->next)
        strip_namespace(c, uri);
}

char *schema_metadata(const xmlNode *root, const char *uri)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *n = find_metadata(root, uri), *copy;

    if (!n)
        return NULL;
    doc = xmlNewDoc(BAD_CAST "1.0");
    copy = doc ? xml_copy_node(n, doc) : NULL;
    if (!copy)
        return NULL;
    xmlDocSetRootElement(doc, copy);
    strip_namespace(copy, uri);
    xml_forget_namespace(copy, uri);
    return xml_format_foreign(copy);
}

/* Puts a subtree of no namespace into one. */
static void set_namespace(xmlNode *n, xmlNs *ns)
{
    if (n->type != XML_ELEMENT_NODE)
        return;
    if (!n->ns)
        n->ns = ns;
    for (xmlNode *c = n->children; c; c = c->next)
        set_namespace(c, ns);
}

int schema_set_metadata(const struct schema *s, xmlNode *root, const char *key, const char *uri,
                        const char *xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *copy, *metadata;
    xmlNs *ns;

    if (xml) {
        if (!key || !*key || xmlValidateNCName(BAD_CAST key, 0) != 0)
            return error_set(s->domain, VIR_ERR_INVALID_ARG,
                             "a metadata element has a prefix, not '%s'", key ? key : "");
        if (xml_check_text(uri, "the metadata's namespace") < 0 ||
            xml_parse(s->domain, xml, "metadata XML", &doc) < 0)
            return -1;
        if (xml_is_unbound(xmlDocGetRootElement(doc)))
            return error_set(s->domain, VIR_ERR_XML_ERROR,
                             "the metadata element <%s> has a prefix that is not declared",
                             (const char *)xmlDocGetRootElement(doc)->name);
        copy = xml_copy_node(xmlDocGetRootElement(doc), root->doc);
        if (!copy)
            return error_oom(s->domain);
        ns = xmlNewNs(copy, BAD_CAST uri, BAD_CAST key);
        if (!ns) {
            xmlFreeNode(copy);
            return error_set(s->domain, VIR_ERR_INVALID_ARG,
                             "the metadata element uses the prefix '%s' itself", key);
        }
        set_namespace(copy, ns);
        remove_node(find_metadata(root, uri));
        metadata = schema_want(s, root, "metadata");
        if (metadata)
            xmlAddChild(metadata, copy);
        else
            xmlFreeNode(copy);
        return metadata ? 0 : error_oom(s->domain);
    }
    remove_node(find_metadata(root, uri));
    return 0;
}
