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
    const char *element;
    const char *attribute; /* NULL: the element with all that is in it */
} places[] = {
    /* of VNC, SPICE, RDP. The rest of what <graphics> says of it, passwdValidTo, is none. */
    {"graphics", "passwd"},
    /* of HTTP servers that have a disk's bytes, or get a backup's: sessions of somebody */
    {"cookies", NULL},
    /* of iSCSI and its kin, from before there were secrets to refer to */
    {"auth", "passwd"},
};

/* Returns true for a comment that may be a piece of a document with one: libvirt keeps no comment.
 */
static bool secrets_in_comment(const xmlNode *node)
{
    for (size_t i = 0; i < ARRAY_SIZE(places); i++)
        if (xmlStrstr(node->content,
                      BAD_CAST(places[i].attribute ? places[i].attribute : places[i].element)))
            return true;
    return false;
}

static bool secrets_hides(const xmlNode *node, const xmlAttr *attribute)
{
    if (node->type == XML_COMMENT_NODE)
        return secrets_in_comment(node);
    if (node->type != XML_ELEMENT_NODE || node->ns || (attribute && attribute->ns))
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        const struct secret_place *p = &places[i];

        if (strcmp((const char *)node->name, p->element) == 0 && !p->attribute == !attribute &&
            (!attribute || strcmp((const char *)attribute->name, p->attribute) == 0))
            return true;
    }
    return false;
}

/* Asked of every element of a definition that comes in: names first, since most are of none. */
static bool secrets_at(const xmlNode *element)
{
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        const struct secret_place *p = &places[i];

        if (strcmp((const char *)element->name, p->element) == 0 && !element->ns &&
            (!p->attribute || xmlHasNsProp(element, BAD_CAST p->attribute, NULL)))
            return true;
    }
    return false;
}

bool secrets_any(const xmlNode *element)
{
    if (secrets_at(element))
        return true;
    for (const xmlNode *n = element->children; n; n = n->next)
        if (n->type == XML_COMMENT_NODE
                ? secrets_in_comment(n)
                : n->type == XML_ELEMENT_NODE && !xml_is(n, "metadata") && secrets_any(n))
            return true;
    return false;
}

char *secrets_format(const xmlNode *element, enum secrets secrets)
{
    return xml_format_without(element, secrets == SECRETS_SHOWN ? NULL : secrets_hides);
}

enum secrets secrets_asked(const struct session *session, unsigned flags, unsigned secure)
{
    return flags & secure && !session->readonly ? SECRETS_SHOWN : SECRETS_HIDDEN;
}
