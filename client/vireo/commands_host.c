/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host below the domains, and who serves it.
 */
#include "config.h"

#include <stdio.h>
#include <libvirt/libvirt.h>

#include "client/vireo/command.h"
#include "client/vireo/fail.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

static enum outcome command_capabilities(struct context *c)
{
    _cleanup_free_ char *text = virConnectGetCapabilities(c->conn);

    if (!text)
        return fail_library();
    output_text(c, "xml", text);
    return OUTCOME_OK;
}

static enum outcome command_node(struct context *c)
{
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    virNodeInfo info;

    if (virNodeGetInfo(c->conn, &info) < 0)
        return fail_library();
    _cleanup_free_ char *host = virConnectGetHostname(c->conn);
    output_string(o, "hostname", host);
    /* The field has no end mark when it is full. */
    char model[sizeof(info.model) + 1];
    snprintf(model, sizeof(model), "%.*s", (int)sizeof(info.model), info.model);
    output_string(o, "cpu_model", model);
    output_number(o, "cpus", info.cpus);
    output_number(o, "mhz", info.mhz);
    output_number(o, "numa_nodes", info.nodes);
    output_number(o, "sockets", info.sockets);
    output_number(o, "cores", info.cores);
    output_number(o, "threads", info.threads);
    output_number(o, "memory_kib", info.memory);
    output_record(c, o);
    return OUTCOME_OK;
}

/* libvirt packs a version in a number: major * 1,000,000 + minor * 1,000 + release. */
static void add_version(struct json_object *o, const char *key, unsigned long version)
{
    char text[64];

    snprintf(text, sizeof(text), "%lu.%lu.%lu", version / 1000000, version / 1000 % 1000,
             version % 1000);
    output_string(o, key, text);
}

static enum outcome command_version(struct context *c)
{
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    unsigned long api, server, hypervisor;
    const char *type = virConnectGetType(c->conn);

    if (!type || virGetVersion(&api, NULL, NULL) < 0 ||
        virConnectGetLibVersion(c->conn, &server) < 0 ||
        virConnectGetVersion(c->conn, &hypervisor) < 0)
        return fail_library();
    output_string(o, "vireo", PACKAGE_VERSION);
    add_version(o, "library_api", api);
    add_version(o, "server_api", server);
    output_string(o, "hypervisor", type);
    add_version(o, "hypervisor_version", hypervisor);
    output_record(c, o);
    return OUTCOME_OK;
}

static enum outcome command_uri(struct context *c)
{
    _cleanup_free_ char *text = virConnectGetURI(c->conn);

    if (!text)
        return fail_library();
    output_text(c, "uri", text);
    return OUTCOME_OK;
}

const struct command commands_host[] = {
    {"capabilities", NULL, "", "print the host's capabilities as XML", 0, 0,
     .run = command_capabilities},
    {"node", "nodeinfo", "", "show the host's processors and memory", 0, 0, .run = command_node},
    {"version", NULL, "", "show the versions of library, server and hypervisor", 0, 0,
     .run = command_version},
    {"uri", NULL, "", "print the connection's URI", 0, 0, .run = command_uri},
    {NULL},
};
