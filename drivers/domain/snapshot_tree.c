/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The nodes of a tree are kept in a list: a machine has few. */
#include "drivers/domain/snapshot_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

enum { ROOTS = 1, LEAVES = 4, NO_LEAVES = 8, CHILDREN = 1, CHILDREN_ONLY = 4 };

/* ---- make ---- */

/* Takes the element of that name out of the document; NULL: there is none. */
static xmlNode *snapshot_tree_pull(xmlNode *root, const char *name)
{
    xmlNode *n = xml_child(root, name);

    if (n)
        xml_cut(n);
    return n;
}

static int read_parent(const struct snapshot_tree *set, const struct snapshot_tree_kind *kind,
                       xmlNode *root, struct snapshot_node *m)
{
    _cleanup_free_ char *parent = xml_path_get(root, "parent/name");
    const struct snapshot_node *above;

    if (!parent && xml_child(root, "parent"))
        return error_set(kind->schema->domain, VIR_ERR_INTERNAL_ERROR, "<parent> has no <name>");
    if (!parent)
        return 0;
    m->parent = snapshot_tree_look(set, parent);
    for (above = m->parent; above; above = above->parent) {
        if (strcmp(above->name, m->name) == 0)
            m->parent = NULL;
    }
    if (!m->parent)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "<parent> is '%s', below which '%s' can not be", parent, m->name);
    return 0;
}

static int snapshot_tree_read_domain(xmlNode *root, struct snapshot_node *m)
{
    xmlNode *domain = snapshot_tree_pull(root, "domain");
    int r = domain ? definition_from_node(domain, &m->domain) : 0;

    if (domain)
        xmlFreeNode(domain);
    return r;
}

/* The date is its name, or the next number that is none's: others may be of the same second. */
static void name_unnamed(const struct snapshot_tree *set, const struct snapshot_tree_kind *kind,
                         xmlNode *root, long long date)
{
    char name[24];

    do
        snprintf(name, sizeof(name), "%lld", date++);
    while (snapshot_tree_look(set, name));
    xml_set_text(schema_want(kind->schema, root, "name"), name);
}

/* A redefined one is of the same machine. */
static int check_redefined(const struct snapshot_tree_kind *kind, const struct snapshot_node *m,
                           const unsigned char *uuid)
{
    char text[UUID_TEXT];

    if (!m->domain || !uuid || memcmp(m->domain->uuid, uuid, sizeof(m->domain->uuid)) == 0)
        return 0;
    return error_set(kind->schema->domain, VIR_ERR_INVALID_ARG,
                     "'%s' has the <uuid> of another domain than %s", m->name,
                     uuid_format(uuid, text));
}

int snapshot_node_parse(const struct snapshot_tree *set, const struct snapshot_tree_kind *kind,
                        const char *xml, bool redefine, const unsigned char *uuid, long long date,
                        struct snapshot_node **ret_node)
{
    _cleanup_(snapshot_node_freep) struct snapshot_node *m = calloc(1, sizeof(*m));
    static const char *const made_here[] = {"parent", "domain", "inactiveDomain"};
    _cleanup_free_ char *created = NULL;
    unsigned long long seconds;
    xmlNode *root;
    char now[24];

    if (!m)
        return error_oom(kind->schema->domain);
    if (schema_parse(kind->schema, xml, &m->doc) < 0)
        return -1;
    root = xmlDocGetRootElement(m->doc);
    m->name = xml_text(xml_child(root, "name"));
    if (!m->name && !redefine) {
        name_unnamed(set, kind, root, date);
        m->name = xml_text(xml_child(root, "name"));
    }
    if (!m->name)
        return error_set(kind->schema->domain, VIR_ERR_XML_ERROR, "<name> is missing or empty");
    if (!redefine && snapshot_tree_look(set, m->name))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED, "there is a '%s' already",
                         m->name);
    created = xml_text(xml_child(root, "creationTime"));
    if (redefine && (!created || amount_number(created, &seconds) < 0))
        return error_set(kind->schema->domain, VIR_ERR_INTERNAL_ERROR,
                         "<creationTime> of '%s' is missing, or no number", m->name);
    if (redefine && (read_parent(set, kind, root, m) < 0 ||
                     snapshot_tree_read_domain(root, m) < 0 || check_redefined(kind, m, uuid) < 0))
        return -1;
    if (!redefine) {
        m->parent = set->current;
        snprintf(now, sizeof(now), "%lld", date);
        xml_set_text(schema_want(kind->schema, root, "creationTime"), now);
    }
    for (size_t i = 0; i < ARRAY_SIZE(made_here); i++) {
        xmlNode *n = snapshot_tree_pull(root, made_here[i]);

        if (n)
            xmlFreeNode(n);
    }
    *ret_node = take(m);
    return 0;
}

/* Puts a node in the place of another. */
static void snapshot_tree_replace(struct snapshot_tree *set, struct snapshot_node *old,
                                  struct snapshot_node *m)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i] == old)
            set->list[i] = m;
        if (set->list[i]->parent == old)
            set->list[i]->parent = m;
    }
    if (set->current == old)
        set->current = m;
    snapshot_node_free(old);
}

int snapshot_tree_add(struct snapshot_tree *set, struct snapshot_node *m, bool current)
{
    struct snapshot_node *old = snapshot_tree_look(set, m->name);

    if (old) {
        snapshot_tree_replace(set, old, m);
    } else {
        struct snapshot_node **list = reallocarray(set->list, set->n + 1, sizeof(*list));

        if (!list)
            return error_oom(VIR_FROM_DOMAIN);
        set->list = list;
        list[set->n++] = m;
    }
    if (current)
        set->current = m;
    return 0;
}

/* ---- use ---- */

struct snapshot_node *snapshot_tree_look(const struct snapshot_tree *set, const char *name)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->list[i]->name, name) == 0)
            return set->list[i];
    }
    return NULL;
}

struct snapshot_node *snapshot_tree_find(const struct snapshot_tree *set,
                                         const struct snapshot_tree_kind *kind, const char *name)
{
    struct snapshot_node *m = snapshot_tree_look(set, name);

    if (!m)
        error_set(VIR_FROM_TEST, kind->missing, "none is called '%s'", name);
    return m;
}

bool snapshot_node_below(const struct snapshot_node *m, const struct snapshot_node *ancestor)
{
    for (const struct snapshot_node *above = m->parent; above; above = above->parent) {
        if (above == ancestor)
            return true;
    }
    return false;
}

static bool is_leaf(const struct snapshot_tree *set, const struct snapshot_node *m)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i]->parent == m)
            return false;
    }
    return true;
}

bool snapshot_tree_lists(const struct snapshot_tree *set, const struct snapshot_node *m,
                         const struct snapshot_node *below, unsigned flags)
{
    if (below ? !(flags & ROOTS ? snapshot_node_below(m, below) : m->parent == below)
              : (flags & ROOTS) && m->parent)
        return false;
    if (!(flags & (LEAVES | NO_LEAVES)))
        return true;
    return flags & (is_leaf(set, m) ? LEAVES : NO_LEAVES);
}

char *snapshot_node_format(const struct snapshot_node *m, const struct snapshot_tree_kind *kind,
                           bool with_domain, enum secrets secrets)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xml_copy_doc(m->doc);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL, *parent, *domain;

    if (!root) {
        error_oom(kind->schema->domain);
        return NULL;
    }
    if (m->parent) {
        parent = schema_want(kind->schema, root, "parent");
        xml_set_text(xml_add(parent, "name", NULL), m->parent->name);
    }
    if (with_domain && m->domain) {
        domain = xml_copy_node(definition_root(m->domain), doc);
        if (domain)
            xmlAddChild(root, domain);
    }
    schema_sort(kind->schema, root);
    return secrets_format(root, secrets);
}

static void snapshot_tree_forget(struct snapshot_tree *set, size_t i)
{
    struct snapshot_node *m = set->list[i];

    memmove(&set->list[i], &set->list[i + 1], (--set->n - i) * sizeof(*set->list));
    snapshot_node_free(m);
}

void snapshot_tree_remove(struct snapshot_tree *set, struct snapshot_node *m, unsigned flags)
{
    bool below = flags & (CHILDREN | CHILDREN_ONLY), itself = !(flags & CHILDREN_ONLY);

    if (below && set->current && snapshot_node_below(set->current, m))
        set->current = m;
    /* children stand behind their parents */
    for (size_t i = set->n; below && i-- > 0;) {
        if (snapshot_node_below(set->list[i], m))
            snapshot_tree_forget(set, i);
    }
    if (!itself)
        return;
    if (set->current == m)
        set->current = m->parent;
    for (size_t i = set->n; i-- > 0;) {
        if (set->list[i]->parent == m)
            set->list[i]->parent = m->parent;
    }
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i] == m) {
            snapshot_tree_forget(set, i);
            break;
        }
    }
}

/* ---- end ---- */

struct snapshot_node *snapshot_node_free(struct snapshot_node *m)
{
    if (!m)
        return NULL;
    xmlFreeDoc(m->doc);
    definition_free(m->domain);
    free(m->name);
    free(m);
    return NULL;
}

void snapshot_tree_done(struct snapshot_tree *set)
{
    for (size_t i = 0; i < set->n; i++)
        snapshot_node_free(set->list[i]);
    free(set->list);
    *set = (struct snapshot_tree){0};
}
