/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A domain's lifecycle: define, start, pause, stop, save, undefine.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/libvirt.h>

#include "client/vireo/command.h"
#include "client/vireo/domain.h"
#include "client/vireo/fail.h"
#include "client/vireo/hint.h"
#include "client/vireo/kept.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

/* XML is never near this; a mistaken file name may be. */
enum { MAX_XML_FILE = 16 * 1024 * 1024 };

static const struct arg_option paused_options[] = {
    {"paused", 0, NULL, "start it paused"},
    {NULL},
};

static const struct arg_option undefine_options[] = {
    {"managed-save", 0, NULL, "remove its saved state, too"},
    {NULL},
};

/* Does something to the domain that is named, then says what became of it. */
static enum outcome domain_act(struct context *c, int (*action)(virDomainPtr, struct context *))
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    enum outcome outcome = domain_of_operand(c, &domain);

    if (outcome != OUTCOME_OK)
        return outcome;
    if (action(domain, c) < 0)
        return hint_domain(c, domain);
    return domain_report(c, domain);
}

static unsigned int start_flags(const struct context *c)
{
    return args_has(&c->args, "paused") ? VIR_DOMAIN_START_PAUSED : 0;
}

static int do_start(virDomainPtr domain, struct context *c)
{
    return virDomainCreateWithFlags(domain, start_flags(c));
}

static int do_stop(virDomainPtr domain, struct context *c)
{
    return virDomainDestroy(domain);
}

static int do_shutdown(virDomainPtr domain, struct context *c)
{
    return virDomainShutdown(domain);
}

static int do_pause(virDomainPtr domain, struct context *c)
{
    return virDomainSuspend(domain);
}

static int do_resume(virDomainPtr domain, struct context *c)
{
    return virDomainResume(domain);
}

static int do_reboot(virDomainPtr domain, struct context *c)
{
    return virDomainReboot(domain, 0);
}

static int do_reset(virDomainPtr domain, struct context *c)
{
    return virDomainReset(domain, 0);
}

static int do_undefine(virDomainPtr domain, struct context *c)
{
    return virDomainUndefineFlags(
        domain, args_has(&c->args, "managed-save") ? VIR_DOMAIN_UNDEFINE_MANAGED_SAVE : 0);
}

static int do_save(virDomainPtr domain, struct context *c)
{
    const char *file = args_operand(&c->args, 1);

    return file ? virDomainSave(domain, file) : virDomainManagedSave(domain, 0);
}

static enum outcome command_start(struct context *c)
{
    return domain_act(c, do_start);
}

static enum outcome command_stop(struct context *c)
{
    return domain_act(c, do_stop);
}

static enum outcome command_shutdown(struct context *c)
{
    return domain_act(c, do_shutdown);
}

static enum outcome command_pause(struct context *c)
{
    return domain_act(c, do_pause);
}

static enum outcome command_resume(struct context *c)
{
    return domain_act(c, do_resume);
}

static enum outcome command_reboot(struct context *c)
{
    return domain_act(c, do_reboot);
}

static enum outcome command_reset(struct context *c)
{
    return domain_act(c, do_reset);
}

static enum outcome command_undefine(struct context *c)
{
    return domain_act(c, do_undefine);
}

static enum outcome command_save(struct context *c)
{
    return domain_act(c, do_save);
}

static enum outcome command_restore(struct context *c)
{
    const char *file = args_operand(&c->args, 0);

    if (virDomainRestore(c->conn, file) < 0)
        return fail_library();
    if (c->json) {
        _cleanup_(json_putp) struct json_object *o = json_object_new_object();
        output_string(o, "file", file);
        output_string(o, "state", "restored");
        output_record(c, o);
    } else {
        printf("%s: restored\n", file);
    }
    return OUTCOME_OK;
}

/* Reads a file ("-": stdin) whole. The caller frees the text. */
static enum outcome read_file(const char *name, char **ret_text)
{
    _cleanup_(cleanup_fclose) FILE *opened = NULL;
    _cleanup_free_ char *text = NULL;
    size_t size = 0, room = 0;
    FILE *file = stdin;

    if (strcmp(name, "-") != 0) {
        file = opened = fopen(name, "re");
        if (!file)
            return fail_message("can't open '%s': %s", name, strerror(errno));
    }
    do {
        if (room - size < 2) {
            room = room ? 2 * room : 16 * 1024;
            char *grown = room <= MAX_XML_FILE ? realloc(text, room) : NULL;
            if (!grown)
                return fail_message("'%s' is too large for a domain's XML", name);
            text = grown;
        }
        size += fread(text + size, 1, room - size - 1, file);
    } while (!feof(file) && !ferror(file));
    if (ferror(file))
        return fail_message("can't read '%s': %s", name, strerror(errno));
    text[size] = '\0';
    if (strlen(text) != size)
        return fail_message("'%s' is no XML: it has a zero byte", name);
    *ret_text = take(text);
    return OUTCOME_OK;
}

static enum outcome report_made(struct context *c, virDomainPtr domain)
{
    kept_note(c, domain);
    return domain_report(c, domain);
}

static enum outcome command_define(struct context *c)
{
    _cleanup_free_ char *text = NULL;
    enum outcome outcome = read_file(args_operand(&c->args, 0), &text);

    if (outcome != OUTCOME_OK)
        return outcome;
    _cleanup_(domain_freep) virDomainPtr domain = virDomainDefineXML(c->conn, text);
    return domain ? report_made(c, domain) : fail_library();
}

static enum outcome command_create(struct context *c)
{
    _cleanup_free_ char *text = NULL;
    enum outcome outcome = read_file(args_operand(&c->args, 0), &text);

    if (outcome != OUTCOME_OK)
        return outcome;
    _cleanup_(domain_freep) virDomainPtr domain = virDomainCreateXML(c->conn, text, start_flags(c));
    return domain ? report_made(c, domain) : fail_library();
}

const struct command commands_lifecycle[] = {
    {"define", NULL, "FILE...", "define a domain from XML ('-': stdin), or change it", 1, INT_MAX,
     .each = true, .run = command_define},
    {"create", NULL, "FILE...", "start a transient domain from XML", 1, INT_MAX, paused_options,
     .each = true, .run = command_create},
    {"start", NULL, "NAME...", "start a domain", 1, INT_MAX, paused_options, .each = true,
     .run = command_start},
    {"shutdown", NULL, "NAME...", "ask a domain to shut itself down", 1, INT_MAX, .each = true,
     .run = command_shutdown},
    {"stop", "destroy", "NAME...", "force a domain off", 1, INT_MAX, .each = true,
     .run = command_stop},
    {"reboot", NULL, "NAME...", "ask a domain to restart itself", 1, INT_MAX, .each = true,
     .run = command_reboot},
    {"reset", NULL, "NAME...", "press a domain's reset button", 1, INT_MAX, .each = true,
     .run = command_reset},
    {"pause", "suspend", "NAME...", "pause a domain", 1, INT_MAX, .each = true,
     .run = command_pause},
    {"resume", NULL, "NAME...", "resume a paused domain", 1, INT_MAX, .each = true,
     .run = command_resume},
    {"save", NULL, "NAME [FILE]",
     "save a domain's state for its next start, or to FILE, and stop it", 1, 2,
     .run = command_save},
    {"restore", NULL, "FILE...", "start a domain from a state that save wrote to FILE", 1, INT_MAX,
     .each = true, .run = command_restore},
    {"undefine", NULL, "NAME...", "remove a domain's definition", 1, INT_MAX, undefine_options,
     .each = true, .run = command_undefine},
    {NULL},
};
