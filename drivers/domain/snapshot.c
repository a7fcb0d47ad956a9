/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the XML of a snapshot says: the state that it is of, and how it keeps disks. */
#include "drivers/domain/snapshot.h"

#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const char *const snapshot_order[] = {
    "name",  "description", "state",  "parent",         "creationTime", "memory",
    "disks", NULL,          "domain", "inactiveDomain", "cookie",
};
static const struct schema snapshot_schema = {"domainsnapshot", VIR_FROM_DOMAIN_SNAPSHOT,
                                              snapshot_order, ARRAY_SIZE(snapshot_order)};
const struct snapshot_tree_kind snapshot_kind = {&snapshot_schema, VIR_ERR_NO_DOMAIN_SNAPSHOT};

static const char *const snapshot_states[] = {
    "nostate", "running", "blocked",     "paused",        "shutdown",
    "shutoff", "crashed", "pmsuspended", "disk-snapshot",
};

const char *snapshot_state(const struct snapshot_node *s)
{
    return snapshot_states[s->state];
}

bool snapshot_is_off(const struct snapshot_node *s)
{
    return s->state == VIR_DOMAIN_SHUTOFF || s->state == VIR_DOMAIN_CRASHED ||
           s->state == SNAPSHOT_OF_DISKS;
}

/* The state that a redefined one says it has. */
static int snapshot_read_state(const struct snapshot_tree *set, struct snapshot_node *s)
{
    _cleanup_free_ char *text = xml_text(xml_child(xmlDocGetRootElement(s->doc), "state"));
    const struct snapshot_node *old = snapshot_tree_look(set, s->name);
    size_t i = 0;

    while (text && i < ARRAY_SIZE(snapshot_states) && strcmp(snapshot_states[i], text) != 0)
        i++;
    if (!text)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_XML_ERROR, "<state> is missing");
    if (i == ARRAY_SIZE(snapshot_states))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<state> is '%s', no state", text);
    s->state = (int)i;
    if (old && snapshot_is_off(old) != snapshot_is_off(s))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INVALID_ARG,
                         "snapshot '%s' was of one that was %s, and stays it", s->name,
                         snapshot_is_off(old) ? "off" : "running");
    return 0;
}

int snapshot_read(const struct snapshot_tree *set, const char *xml, const unsigned char *uuid,
                  struct snapshot_node **ret_snapshot)
{
    _cleanup_(snapshot_node_freep) struct snapshot_node *s = NULL;

    if (snapshot_node_parse(set, &snapshot_kind, xml, true, uuid, 0, &s) < 0 ||
        snapshot_read_state(set, s) < 0)
        return -1;
    *ret_snapshot = take(s);
    return 0;
}

bool snapshot_is_external(const struct snapshot_node *s)
{
    const xmlNode *disks = xml_child(xmlDocGetRootElement(s->doc), "disks");

    return disks && xml_child_with(disks, "disk", "snapshot", "external");
}
