/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The next command: from the error, the command that met it and the state of its domain.
 */
#include "client/vireo/hint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <libvirt/virterror.h>

#include "client/vireo/domain.h"
#include "common/cleanup.h"

/* What helps where a command meets a domain in a state that it can't use. */
static const struct state_hint {
    const char *commands; /* with blanks around each */
    int state;
    const char *next;
    const char *does;
} state_hints[] = {
    {" emit memory pause reboot reset resume save shutdown stop vcpus ", VIR_DOMAIN_SHUTOFF,
     "start", "starts it"},
    {" pause start ", VIR_DOMAIN_PAUSED, "resume", "lets it go on"},
    {" start ", VIR_DOMAIN_RUNNING, "reboot", "has it start again"},
};

enum outcome hint_connection(const struct context *c, const char *uri)
{
    const virErrorPtr e = virGetLastError();
    int code = e ? e->code : VIR_ERR_OK, errnum = e ? e->int1 : 0;
    bool root = geteuid() == 0;

    fail_library();
    if (code == VIR_ERR_SYSTEM_ERROR && (errnum == ENOENT || errnum == ECONNREFUSED))
        fail_message("try '%ssystemctl start vireod.socket' or 'vireod --daemon' to start one, or "
                     "'vireo -c test:///default %s', which needs none",
                     root ? "" : "sudo ", c->command->name);
    else if (code == VIR_ERR_SYSTEM_ERROR && errnum == EACCES && !root)
        fail_message(
            "try 'sudo vireo %s', 'vireo --readonly %s', or 'sudo usermod -aG vireo $USER' "
            "and a new login",
            c->command->name, c->command->name);
    else if (code == VIR_ERR_NO_CONNECT && uri)
        fail_message("try 'vireo uri', which shows what the daemon has, or 'vireo -c "
                     "test:///default %s'",
                     c->command->name);
    return OUTCOME_NO_CONNECTION;
}

/* How the domain is named to a shell: its name where that needs no quotes, else its UUID. */
static const char *hint_name(virDomainPtr domain, char *uuid)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const char *name = virDomainGetName(domain);
    bool number = name[strspn(name, "0123456789")] == '\0';

    if (!number && name[0] != '-' && name[strspn(name, plain)] == '\0')
        return name;
    return virDomainGetUUIDString(domain, uuid) < 0 ? NULL : uuid;
}

static const struct state_hint *hint_by_state(const char *command, int state)
{
    _cleanup_free_ char *word = NULL;

    if (asprintf(&word, " %s ", command) < 0)
        word = NULL;
    for (size_t i = 0; word && i < ARRAY_SIZE(state_hints); i++) {
        if (state_hints[i].state == state && strstr(state_hints[i].commands, word))
            return &state_hints[i];
    }
    return NULL;
}

enum outcome hint_domain(const struct context *c, virDomainPtr domain)
{
    int code = virGetLastErrorCode(), state;
    enum outcome outcome = fail_library();
    char uuid[VIR_UUID_STRING_BUFLEN];
    const char *name = hint_name(domain, uuid);
    const struct state_hint *hint;

    if (code == VIR_ERR_OPERATION_DENIED && args_has(&c->args, "readonly")) {
        fail_message("try without --readonly");
        return outcome;
    }
    if (code == VIR_ERR_INVALID_ARG && name && c->command->has_maximum &&
        !args_has(&c->args, "max")) {
        fail_message(
            "try 'vireo %s --max --config %s ...' first, which sets the maximum of its next "
            "start",
            c->command->name, name);
        return outcome;
    }
    /* The test driver says internal error where it has libvirt's words. */
    if (!name || (code != VIR_ERR_OPERATION_INVALID && code != VIR_ERR_INTERNAL_ERROR))
        return outcome;
    if (strcmp(c->command->name, "undefine") == 0 && virDomainHasManagedSaveImage(domain, 0) > 0 &&
        !args_has(&c->args, "managed-save")) {
        fail_message("try 'vireo undefine --managed-save %s', which removes its saved state, too",
                     name);
        return outcome;
    }
    if (virDomainGetState(domain, &state, NULL, 0) < 0)
        return outcome;
    hint = hint_by_state(c->command->name, state);
    if (hint)
        fail_message("try 'vireo %s %s', which %s", hint->next, name, hint->does);
    return outcome;
}
