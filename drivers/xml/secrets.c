/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Secrets are known by where they stand, at whatever depth, since documents contain one another: a
 * snapshot has a domain, or two, and a mirror its own source. What users put into <metadata> and
 * into namespaces of others is theirs, and told as libvirt tells it.
 */
#include "drivers/xml/secrets.h"

#include <string.h>

#include "common/cleanup.h"
#include "drivers/session.h"
#include "drivers/xml/xml.h"

static const struct secret_place {
    const char *parent;    /* NULL: below any */
    const char *element;   /* NULL: any */
    const char *attribute; /* NULL: the element with all that is in it */
} places[] = {
    /* of VNC, SPICE, RDP. The rest of what <graphics> says of it, passwdValidTo, is none. */
    {NULL, "graphics", "passwd"},
    /* of HTTP servers that have a disk's bytes: sessions that somebody logged in for */
    {"source", "cookies", NULL},
    /* of iSCSI and its kin, from before there were secrets to refer to */
    {NULL, "auth", "passwd"},
};

/* Names are compared where the tree has them: most differ in their first letter. */
static bool is_named(const xmlChar *name, const char *wanted)
{
    return !wanted || strcmp((const char *)name, wanted) == 0;
}

static bool is_secret(const xmlNode *node, const xmlAttr *attribute)
{
    if (node->type != XML_ELEMENT_NODE || node->ns || (attribute && attribute->ns))
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        const struct secret_place *p = &places[i];

        if (!p->attribute == !attribute && is_named(node->name, p->element) &&
            (!attribute || is_named(attribute->name, p->attribute)) &&
            (!p->parent || (node->parent && is_named(node->parent->name, p->parent))))
            return true;
    }
    return false;
}

bool secrets_any(const xmlNode *element)
{
    if (is_secret(element, NULL))
        return true;
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (is_secret(element, a))
            return true;
    for (const xmlNode *n = xml_element(element->children, NULL); n; n = xml_element(n->next, NULL))
        if (!xml_is(n, "metadata") && secrets_any(n))
            return true;
    return false;
}

char *secrets_format(const xmlNode *element, enum secrets secrets)
{
    return xml_format_without(element, secrets == SECRETS_SHOWN ? NULL : is_secret);
}

enum secrets secrets_asked(const struct session *session, unsigned flags, unsigned secure)
{
    return flags & secure && !session->readonly ? SECRETS_SHOWN : SECRETS_HIDDEN;
}
