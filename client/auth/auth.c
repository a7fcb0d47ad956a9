/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The way to ask a person on the terminal: virConnectAuthPtrDefault.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/export.h"

/* The answer to the prompt, a line without its end; malloc'ed, or NULL. */
static char *ask_shown(const char *prompt)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n;

    printf("%s: ", prompt);
    fflush(stdout);
    n = getline(&line, &size, stdin);
    if (n < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = 0;
    return line;
}

/* The same with nothing shown on the terminal, from before the prompt on: what is typed at once is
 * not seen either, nor lost. */
static char *ask_hidden(const char *prompt)
{
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    char *line;

    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    line = ask_shown(prompt);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSADRAIN, &shown);
        putchar('\n');
    }
    return line;
}

static int terminal_ask(virConnectCredentialPtr cred, unsigned int ncred, void *unused)
{
    for (unsigned i = 0; i < ncred; i++) {
        bool hide = cred[i].type == VIR_CRED_PASSPHRASE || cred[i].type == VIR_CRED_NOECHOPROMPT;
        const char *prompt = cred[i].prompt ? cred[i].prompt : "?";

        if (cred[i].type == VIR_CRED_EXTERNAL)
            return -1;
        cred[i].result = hide ? ask_hidden(prompt) : ask_shown(prompt);
        if (!cred[i].result)
            return -1;
        if (!*cred[i].result && cred[i].defresult) {
            free(cred[i].result);
            cred[i].result = strdup(cred[i].defresult);
            if (!cred[i].result)
                return -1;
        }
        cred[i].resultlen = (unsigned)strlen(cred[i].result);
    }
    return 0;
}

static int types[] = {
    VIR_CRED_AUTHNAME,   VIR_CRED_ECHOPROMPT,   VIR_CRED_REALM,
    VIR_CRED_PASSPHRASE, VIR_CRED_NOECHOPROMPT, VIR_CRED_EXTERNAL,
};

static virConnectAuth on_terminal = {
    .credtype = types,
    .ncredtype = ARRAY_SIZE(types),
    .cb = terminal_ask,
};

VIREO_API virConnectAuthPtr virConnectAuthPtrDefault = &on_terminal;
