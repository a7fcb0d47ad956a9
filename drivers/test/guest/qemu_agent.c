/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest's agent as those speak to it who send it JSON themselves: it knows the commands of the
 * table, and answers from the same guest as agent.c and guest.c do.
 */
#include "drivers/test/guest/agent.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/text_stream.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/guest/json.h"
#include "drivers/test/guest/qemu.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* What a command is asked with, and where its "return" goes. */
struct ask {
    struct world *w;
    struct machine *m;
    struct json_object *arguments; /* NULL: none */
    FILE *out;
};

/* A member's number, or the other one. */
static long long qemu_agent_number(const struct ask *a, const char *name, long long otherwise)
{
    struct json_object *j = json_get(a->arguments, name);

    return json_object_is_type(j, json_type_int) || json_object_is_type(j, json_type_double)
               ? json_object_get_int64(j)
               : otherwise;
}

/* ---- commands: 0, or -1 with the error set ---- */

static int qemu_agent_ping(const struct ask *a)
{
    fputs("{}", a->out);
    return 0;
}

static int sync_id(const struct ask *a)
{
    fprintf(a->out, "%lld", qemu_agent_number(a, "id", 0));
    return 0;
}

static int qemu_agent_info(const struct ask *a); /* lists the table */

static int get_time(const struct ask *a)
{
    fprintf(a->out, "%lld", guest_time(a->m));
    return 0;
}

static int set_time(const struct ask *a)
{
    long long to = qemu_agent_number(a, "time", 0);

    if (!json_get(a->arguments, "time")) /* from the machine's own clock */
        test_machine(a->m)->guest.ahead = 0;
    else if (guest_set_time(a->w, a->m, to < 0 ? to : to / NS_PER_S, (unsigned)(to % NS_PER_S)) < 0)
        return -1;
    return qemu_agent_ping(a);
}

static int get_host_name(const struct ask *a)
{
    _cleanup_free_ char *name = guest_host_name(a->m);

    if (!name)
        return -1;
    fputs("{\"host-name\":", a->out);
    json_quote(a->out, name);
    fputc('}', a->out);
    return 0;
}

static int get_osinfo(const struct ask *a)
{
    fputs("{\"id\":\"test\",\"name\":\"Test\",\"pretty-name\":\"" GUEST_OS "\",\"version\":\"1\","
          "\"version-id\":\"1\",\"kernel-release\":\"" GUEST_KERNEL
          "\",\"machine\":\"" GUEST_PROCESSOR "\"}",
          a->out);
    return 0;
}

static int get_users(const struct ask *a)
{
    fprintf(a->out, "[{\"user\":\"root\",\"login-time\":%lld}]", guest_boot_time(a->m) / NS_PER_S);
    return 0;
}

static int get_vcpus(const struct ask *a)
{
    for (unsigned i = 0; i < a->m->live->vcpus; i++)
        fprintf(a->out, "%c{\"logical-id\":%u,\"online\":%s,\"can-offline\":%s}", i ? ',' : '[', i,
                i < 64 && test_machine(a->m)->guest.offline >> i & 1 ? "false" : "true",
                i ? "true" : "false");
    fputc(']', a->out);
    return 0;
}

static int get_interfaces(const struct ask *a)
{
    const xmlNode *devices = xml_child(definition_root(a->m->live), "devices");
    unsigned i = 0;

    fputs("[{\"name\":\"lo\",\"hardware-address\":\"00:00:00:00:00:00\",\"ip-addresses\":[{"
          "\"ip-address-type\":\"ipv4\",\"ip-address\":\"127.0.0.1\",\"prefix\":8}]}",
          a->out);
    for (xmlNode *n = xml_child(devices, "interface"); n; n = xml_element(n->next, "interface")) {
        _cleanup_free_ char *mac = xml_path_get(n, "mac@address");

        fprintf(a->out, ",{\"name\":\"eth%u\",\"hardware-address\":", i++);
        json_quote(a->out, mac ? mac : "");
        fputs(",\"ip-addresses\":[]}", a->out);
    }
    fputc(']', a->out);
    return 0;
}

/* The guest's two file systems. */
enum { ALL_FROZEN = 3 };

static int freeze_status(const struct ask *a)
{
    fputs(test_machine(a->m)->guest.frozen ? "\"frozen\"" : "\"thawed\"", a->out);
    return 0;
}

static int set_frozen(const struct ask *a, unsigned frozen)
{
    fprintf(a->out, "%d", __builtin_popcount(test_machine(a->m)->guest.frozen ^ frozen));
    test_machine(a->m)->guest.frozen = frozen;
    return 0;
}

static int qemu_agent_freeze(const struct ask *a)
{
    return set_frozen(a, ALL_FROZEN);
}

static int qemu_agent_thaw(const struct ask *a)
{
    return set_frozen(a, 0);
}

static int qemu_agent_trim(const struct ask *a)
{
    fputs("{\"paths\":[{\"path\":\"/\",\"trimmed\":0,\"minimum\":0}]}", a->out);
    return 0;
}

static const struct command {
    const char *name;
    int (*run)(const struct ask *a);
} agent_commands[] = {
    {"guest-ping", qemu_agent_ping},
    {"guest-sync", sync_id},
    {"guest-sync-delimited", sync_id},
    {"guest-info", qemu_agent_info},
    {"guest-get-time", get_time},
    {"guest-set-time", set_time},
    {"guest-get-host-name", get_host_name},
    {"guest-get-osinfo", get_osinfo},
    {"guest-get-users", get_users},
    {"guest-get-vcpus", get_vcpus},
    {"guest-network-get-interfaces", get_interfaces},
    {"guest-fsfreeze-status", freeze_status},
    {"guest-fsfreeze-freeze", qemu_agent_freeze},
    {"guest-fsfreeze-thaw", qemu_agent_thaw},
    {"guest-fstrim", qemu_agent_trim},
};

static int qemu_agent_info(const struct ask *a)
{
    fputs("{\"version\":\"8.0.0\",\"supported_commands\":", a->out);
    for (size_t i = 0; i < ARRAY_SIZE(agent_commands); i++)
        fprintf(a->out, "%c{\"enabled\":true,\"name\":\"%s\",\"success-response\":true}",
                i ? ',' : '[', agent_commands[i].name);
    fputs("]}", a->out);
    return 0;
}

static const struct command *qemu_agent_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(agent_commands); i++) {
        if (strcmp(agent_commands[i].name, name) == 0)
            return &agent_commands[i];
    }
    return NULL;
}

int agent_run(struct world *w, struct machine *m, struct json_object *command, FILE *out,
              const char **ret_class)
{
    const char *name = json_get_text(command, "execute");
    const struct command *c = name ? qemu_agent_find(name) : NULL;
    const struct ask a = {.w = w, .m = m, .arguments = json_get(command, "arguments"), .out = out};

    *ret_class = name && !c ? "CommandNotFound" : "GenericError";
    if (!name)
        return error_set(VIR_FROM_QEMU, VIR_ERR_INTERNAL_ERROR,
                         "an agent's command is an object of JSON with 'execute' in it");
    if (!c)
        return error_set(VIR_FROM_QEMU, VIR_ERR_INTERNAL_ERROR,
                         "the guest's agent knows no command '%s'", name);
    fputs("{\"return\":", out);
    return c->run(&a);
}

/* ---- the call ---- */

bool agent_is_channel(const xmlNode *device)
{
    _cleanup_free_ char *name =
        xml_is(device, "channel") ? xml_path_get(device, "target@name") : NULL;

    return name && strcmp(name, AGENT_CHANNEL) == 0;
}

static bool has_agent(const struct machine *m)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");

    for (xmlNode *n = xml_child(devices, "channel"); n; n = xml_element(n->next, "channel")) {
        if (agent_is_channel(n))
            return true;
    }
    return false;
}

/* The answer, malloc'ed; NULL with the error set. */
static char *qemu_agent_answer(struct world *w, struct machine *m, const char *text)
{
    _cleanup_(json_freep) struct json_object *command = json_read(text);
    _cleanup_free_ char *said = NULL;
    const char *error_class;
    size_t size;
    FILE *out = text_stream_open(&said, &size);
    int r;

    if (!out) {
        error_oom(VIR_FROM_QEMU);
        return NULL;
    }
    r = agent_run(w, m, command, out, &error_class);
    fputc('}', out);
    if (fclose(out) != 0)
        r = error_oom(VIR_FROM_QEMU);
    return r < 0 ? NULL : take(said);
}

int test_domain_agent_command(struct session *session, const qemu_domain_agent_command_args *args,
                              qemu_domain_agent_command_ret *ret)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->timeout < VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK)
        return error_set(VIR_FROM_QEMU, VIR_ERR_INVALID_ARG, "an agent is waited for %d seconds",
                         args->timeout);
    if (!has_agent(m))
        return error_set(VIR_FROM_QEMU, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "domain '%s' has no channel to an agent", machine_name(m));
    if (m->state != VIR_DOMAIN_RUNNING)
        return error_set(VIR_FROM_QEMU, VIR_ERR_AGENT_UNRESPONSIVE,
                         "the guest of '%s' does not run, nor does its agent", machine_name(m));
    if (!guest_find(w, &args->dom))
        return -1;
    ret->result = calloc(1, sizeof(*ret->result));
    if (!ret->result)
        return error_oom(VIR_FROM_QEMU);
    *ret->result = qemu_agent_answer(w, m, args->cmd);
    return *ret->result ? 0 : -1;
}
