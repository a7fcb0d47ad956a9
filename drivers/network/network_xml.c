/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a network's XML says: the order of its elements, what is understood, what is completed. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/forms/forms.h"
#include "drivers/network/network.h"
#include "drivers/reply.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/xml.h"

static const char *const network_order[] = {
    "name",   "uuid", "title", "description", "metadata", "forward", "bridge",    "mtu", "mac",
    "domain", "dns",  "vlan",  "bandwidth",   "port",     NULL,      "portgroup", "ip",  "route",
};
const struct schema network_schema = {"network", VIR_FROM_NETWORK, network_order,
                                      ARRAY_SIZE(network_order)};

/* A network that libvirt makes a bridge for says how the bridge behaves. */
static void complete_bridge(xmlNode *root)
{
    _cleanup_free_ char *mode = xml_attribute(xml_child(root, "forward"), "mode");
    _cleanup_free_ char *stp = NULL, *delay = NULL;
    xmlNode *bridge;

    if (xml_child(root, "forward") && mode && strcmp(mode, "nat") != 0 &&
        strcmp(mode, "route") != 0 && strcmp(mode, "open") != 0)
        return;
    bridge = schema_want(&network_schema, root, "bridge");
    stp = xml_attribute(bridge, "stp");
    delay = xml_attribute(bridge, "delay");
    if (!stp)
        xml_set(bridge, "stp", "on");
    if (!delay)
        xml_set(bridge, "delay", "0");
}

/* Takes away what says nothing: an element of that name without attributes and children. */
static void drop_empty(xmlNode *root, const char *name)
{
    xmlNode *n = xml_child(root, name);

    if (!n || n->properties || n->children)
        return;
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* A forward without a mode is NAT, and a device of its own is the first of its interfaces. */
static void complete_forward(xmlNode *root)
{
    xmlNode *forward = xml_child(root, "forward"), *first = xml_child(forward, "interface");
    _cleanup_free_ char *mode = xml_attribute(forward, "mode");
    _cleanup_free_ char *dev = xml_attribute(first ? first : forward, "dev");

    if (!forward)
        return;
    if (mode && strcmp(mode, "none") == 0) {
        xmlUnlinkNode(forward);
        xmlFreeNode(forward);
        return;
    }
    if (dev) {
        xmlUnsetProp(forward, BAD_CAST "mode");
        xmlUnsetProp(forward, BAD_CAST "dev");
        xml_set(forward, "dev", dev); /* libvirt writes it first */
    }
    xml_set(forward, "mode", mode ? mode : "nat");
    if (dev && !first)
        xml_add(forward, "interface", "dev", dev, NULL);
    for (; first; first = xml_element(first->next, "interface"))
        xmlUnsetProp(first, BAD_CAST "connections");
}

/* The hardware address as a program compares it. */
static void lower_mac(xmlNode *root)
{
    xmlNode *mac = xml_child(root, "mac");
    _cleanup_free_ char *address = xml_attribute(mac, "address");

    if (!address)
        return;
    for (char *c = address; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    xml_set(mac, "address", address);
}

/* What libvirt writes of a network that was checked. */
static void complete_network(xmlNode *root)
{
    static const char *const empty[] = {"title", "description", "mtu", "mac", "domain", "dns"};

    xmlUnsetProp(root, BAD_CAST "connections");
    for (size_t i = 0; i < ARRAY_SIZE(empty); i++)
        drop_empty(root, empty[i]);
    complete_forward(root);
    complete_bridge(root);
    lower_mac(root);
}

#define WRONG  VIR_FROM_NETWORK, VIR_ERR_XML_ERROR
#define DETAIL VIR_FROM_NETWORK, VIR_ERR_XML_DETAIL

static const struct check network_checks[] = {
    {"name", false, NULL, checks_file_name, VIR_FROM_XML, VIR_ERR_XML_DETAIL},
    {"forward@mode", EMPTY_IS_NONE, "none nat route open bridge private vepa passthrough hostdev",
     NULL, VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED},
    {"forward@dev", EMPTY_IS_NONE, NULL, NULL, WRONG},
    {"forward/interface@dev", true, NULL, NULL, WRONG},
    {"bridge@name", EMPTY_IS_NONE, NULL, NULL, WRONG},
    {"bridge@stp", EMPTY_IS_NONE, NULL, NULL, WRONG},
    {"bridge@delay", EMPTY_IS_NONE, NULL, checks_number, WRONG},
    {"mac@address", EMPTY_IS_NONE, NULL, checks_mac, WRONG},
    {"mtu@size", EMPTY_IS_NONE, NULL, checks_number, WRONG},
    {"dns/host@ip", true, NULL, checks_ip, DETAIL},
    {"dns/host/hostname", true, NULL, NULL, DETAIL},
    {"dns/txt@name", true, NULL, NULL, DETAIL},
    {"dns/txt@value", true, NULL, NULL, DETAIL},
    {"dns/srv@service", true, NULL, NULL, DETAIL},
    {"vlan/tag", true, NULL, NULL, VIR_FROM_NONE, VIR_ERR_XML_ERROR},
    {"vlan/tag@id", true, NULL, checks_number, VIR_FROM_XML, VIR_ERR_XML_ERROR},
    {"virtualport@type", true, NULL, NULL, VIR_FROM_NONE, VIR_ERR_XML_ERROR},
    {"portgroup@name", true, NULL, NULL, WRONG},
    {"ip@address", true, NULL, checks_ip, WRONG},
    {"ip@family", EMPTY_IS_NONE, "ipv4 ipv6", NULL, WRONG},
    {"ip@netmask", EMPTY_IS_NONE, NULL, checks_ip, WRONG},
    {"ip@prefix", false, NULL, checks_number, VIR_FROM_XML, VIR_ERR_XML_ERROR},
    {"ip/dhcp/range@start", true, NULL, NULL, WRONG},
    {"ip/dhcp/range@end", true, NULL, NULL, WRONG},
    {"ip/dhcp/range@start", true, NULL, checks_ip, VIR_FROM_NONE, VIR_ERR_SYSTEM_ERROR},
    {"ip/dhcp/range@end", true, NULL, checks_ip, VIR_FROM_NONE, VIR_ERR_SYSTEM_ERROR},
    {"ip/dhcp/host@mac", false, NULL, checks_mac, WRONG},
    {"ip/dhcp/host@ip", true, NULL, checks_ip, WRONG},
    {"route@address", true, NULL, NULL, WRONG},
    {"route@gateway", true, NULL, checks_ip, WRONG},
};

/* What one attribute does not tell: a prefix of 33 bits is too long for IPv4, and a range that ends
 * before it starts has no addresses. */
static int check_ip(const xmlNode *ip)
{
    bool v6 = strchr(xml_peek(ip, "address"), ':');
    const char *prefix = xml_peek(ip, "prefix");
    const xmlNode *dhcp = xml_child(ip, "dhcp");

    if (prefix && strtoul(prefix, NULL, 10) > (v6 ? 128 : 32))
        return error_set(VIR_FROM_NETWORK, VIR_ERR_CONFIG_UNSUPPORTED,
                         "an address has no prefix of %s bits", prefix);
    for (const xmlNode *n = xml_child(dhcp, "range"); n; n = xml_element(n->next, "range")) {
        unsigned char start[sizeof(struct in6_addr)] = {0}, end[sizeof(struct in6_addr)] = {0};

        if (inet_pton(v6 ? AF_INET6 : AF_INET, xml_peek(n, "start"), start) != 1 ||
            inet_pton(v6 ? AF_INET6 : AF_INET, xml_peek(n, "end"), end) != 1 ||
            memcmp(start, end, sizeof(start)) > 0)
            return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "no address is from %s to %s",
                             xml_peek(n, "start"), xml_peek(n, "end"));
    }
    return 0;
}

/* NAT and routes want an address, and at most one device: the one that the forward may name. */
static int check_forward(const xmlNode *root)
{
    const xmlNode *forward = xml_child(root, "forward"), *first = xml_child(forward, "interface");
    const char *mode = xml_peek(forward, "mode"), *dev = xml_peek(forward, "dev");

    if (!forward)
        return 0;
    if (!mode)
        mode = "nat";
    if (dev && first && strcmp(dev, xml_peek(first, "dev")) != 0)
        return error_set(WRONG, "<forward dev='%s'> is not the first of its interfaces", dev);
    if (strcmp(mode, "open") == 0 && (dev || first))
        return error_set(WRONG, "<forward mode='open'> has no device");
    if (strcmp(mode, "nat") != 0 && strcmp(mode, "route") != 0)
        return 0;
    if (!xml_child(root, "ip"))
        return error_set(WRONG, "<forward mode='%s'> wants an <ip>", mode);
    if (first && xml_element(first->next, "interface"))
        return error_set(WRONG, "<forward mode='%s'> has more than one interface", mode);
    return 0;
}

int network_check(xmlNode *root)
{
    if (checks_pass(root, network_checks, ARRAY_SIZE(network_checks)) < 0 ||
        check_forward(root) < 0)
        return -1;
    for (const xmlNode *n = xml_child(root, "ip"); n; n = xml_element(n->next, "ip")) {
        if (check_ip(n) < 0)
            return -1;
    }
    return 0;
}

static int read_network(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                        unsigned char *ret_uuid)
{
    if (network_check(root) < 0 || schema_name(kind->schema, root, ret_name) < 0 ||
        schema_uuid(kind->schema, root, ret_uuid) < 0)
        return -1;
    complete_network(root);
    return 0;
}

const struct xml_object_kind network_kind = {
    .schema = &network_schema,
    .form = &network_form,
    .size = sizeof(struct xml_object),
    .missing = VIR_ERR_NO_NETWORK,
    .domain = FROM_DRIVER,
    .read = read_network,
};
