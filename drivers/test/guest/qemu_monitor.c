/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The monitor of a machine, as that of QEMU would answer: in JSON (QMP), or for people (HMP). It
 * knows what can be asked of it; a command that it does not know is an answer too, not an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/text_stream.h"
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/guest/json.h"
#include "drivers/test/guest/qemu.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

static const char *qemu_monitor_status(const struct machine *m)
{
    return m->state == VIR_DOMAIN_RUNNING ? "running" : "paused";
}

static void put_status(FILE *f, const struct machine *m)
{
    fprintf(f, "{\"running\":%s,\"singlestep\":false,\"status\":\"%s\"}",
            m->state == VIR_DOMAIN_RUNNING ? "true" : "false", qemu_monitor_status(m));
}

static void put_version(FILE *f, const struct machine *m)
{
    fputs("{\"qemu\":{\"major\":7,\"minor\":2,\"micro\":0},\"package\":\"test\"}", f);
}

static void qemu_monitor_put_name(FILE *f, const struct machine *m)
{
    fputs("{\"name\":", f);
    json_quote(f, machine_name(m));
    fputc('}', f);
}

static void put_uuid(FILE *f, const struct machine *m)
{
    char text[UUID_TEXT];

    fprintf(f, "{\"UUID\":\"%s\"}", uuid_format(m->uuid, text));
}

static void put_kvm(FILE *f, const struct machine *m)
{
    fputs("{\"enabled\":false,\"present\":false}", f);
}

static void qemu_monitor_put_balloon(FILE *f, const struct machine *m)
{
    fprintf(f, "{\"actual\":%llu}", m->live->memory * 1024ULL);
}

static void put_cpus(FILE *f, const struct machine *m)
{
    for (unsigned i = 0; i < m->live->vcpus; i++)
        fprintf(f, "%c{\"cpu-index\":%u,\"thread-id\":%u}", i ? ',' : '[', i, i + 1);
    fputc(']', f);
}

static void put_commands(FILE *f, const struct machine *m); /* lists the table */

static const struct {
    const char *name;
    void (*put)(FILE *f, const struct machine *m);
} monitor_commands[] = {
    {"query-status", put_status},
    {"query-version", put_version},
    {"query-name", qemu_monitor_put_name},
    {"query-uuid", put_uuid},
    {"query-kvm", put_kvm},
    {"query-balloon", qemu_monitor_put_balloon},
    {"query-cpus-fast", put_cpus},
    {"query-commands", put_commands},
};

static void put_commands(FILE *f, const struct machine *m)
{
    for (size_t i = 0; i < ARRAY_SIZE(monitor_commands); i++)
        fprintf(f, "%c{\"name\":\"%s\"}", i ? ',' : '[', monitor_commands[i].name);
    fputc(']', f);
}

static void answer_json(FILE *f, const struct machine *m, const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(monitor_commands); i++) {
        if (strcmp(monitor_commands[i].name, name) != 0)
            continue;
        fputs("{\"return\":", f);
        monitor_commands[i].put(f, m);
        fputs(",\"id\":\"libvirt-1\"}", f);
        return;
    }
    fputs("{\"id\":\"libvirt-1\",\"error\":{\"class\":\"CommandNotFound\",\"desc\":", f);
    json_quote(f, name);
    fputs("}}", f);
}

static void answer_people(FILE *f, const struct machine *m, const char *command)
{
    char uuid[UUID_TEXT];

    if (strcmp(command, "info status") == 0)
        fprintf(f, "VM status: %s\r\n", qemu_monitor_status(m));
    else if (strcmp(command, "info name") == 0)
        fprintf(f, "%s\r\n", machine_name(m));
    else if (strcmp(command, "info uuid") == 0)
        fprintf(f, "%s\r\n", uuid_format(m->uuid, uuid));
    else if (strcmp(command, "info version") == 0)
        fputs("7.2.0\r\n", f);
    else if (strcmp(command, "info balloon") == 0)
        fprintf(f, "balloon: actual=%llu\r\n", m->live->memory / 1024);
    else
        fprintf(f, "unknown command: '%s'\r\n", command);
}

static int qemu_monitor_command(struct session *session, const remote_nonnull_domain *dom,
                                const char *text, unsigned flags, char **ret_result)
{
    bool people = flags & VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP;
    _cleanup_(json_freep) struct json_object *json = NULL;
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, dom);
    const char *name = NULL;
    size_t size;
    FILE *f;

    if (!m || check_flags(flags, VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP) < 0)
        return -1;
    if (!people) {
        json = json_read(text);
        name = json_get_text(json, "execute");
        if (!name)
            return error_set(VIR_FROM_QEMU, VIR_ERR_INTERNAL_ERROR,
                             "a monitor's command is an object of JSON with 'execute' in it");
    }
    f = text_stream_open(ret_result, &size);
    if (!f)
        return error_oom(VIR_FROM_QEMU);
    if (people)
        answer_people(f, m, text);
    else
        answer_json(f, m, name);
    return fclose(f) == 0 ? 0 : error_oom(VIR_FROM_QEMU);
}

int test_domain_monitor_command(struct session *session,
                                const qemu_domain_monitor_command_args *args,
                                qemu_domain_monitor_command_ret *ret)
{
    return qemu_monitor_command(session, &args->dom, args->cmd, args->flags, &ret->result);
}

/* No command that is known takes descriptors, and none gives one back. */
int test_domain_monitor_command_with_files(struct session *session,
                                           const qemu_domain_monitor_command_with_files_args *args,
                                           qemu_domain_monitor_command_with_files_ret *ret,
                                           struct fd_list *fds)
{
    return qemu_monitor_command(session, &args->dom, args->cmd, args->flags, &ret->result);
}
