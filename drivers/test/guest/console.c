/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A terminal's line of text, which the shell behind it (console_shell.h) runs. */
#include "drivers/test/guest/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/text_stream.h"
#include "drivers/domain/definition.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/guest/console_shell.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* Keys that are no letters. */
enum { KILL = 'U' - '@', QUIT = 'C' - '@', END = 'D' - '@', DELETE = 0x7f, ESCAPE = 0x1b };

struct console {
    enum { LOGIN, PASSWORD, SHELL } at;
    enum { PLAIN, ESCAPED, BRACKET } keys; /* within what a key of several bytes sends */
    bool returned;                         /* the last byte was a carriage return */
    char user[33], text[256];
    size_t len;
};

/* ---- what it writes ---- */

static void console_say(FILE *out, const char *text)
{
    for (; *text; text++)
        fprintf(out, *text == '\n' ? "\r\n" : "%c", *text);
}

static void console_prompt(FILE *out, const struct machine *m)
{
    const struct console *c = test_machine(m)->console;
    _cleanup_free_ char *host = guest_host_name(m);

    if (c->at == LOGIN)
        fprintf(out, "%s login: ", host ? host : "");
    else if (c->at == PASSWORD)
        fputs("Password: ", out);
    else
        fprintf(out, "%s@%s:~%c ", c->user, host ? host : "", strcmp(c->user, "root") ? '$' : '#');
}

/* What the guest finds when it boots. */
static void console_banner(FILE *out, const struct machine *m)
{
    const xmlNode *root = definition_root(m->live), *devices = xml_child(root, "devices");
    _cleanup_free_ char *options = xml_path_get(root, "os/cmdline"), *host = guest_host_name(m);
    unsigned eth = 0;

    fprintf(out, "Linux version " GUEST_KERNEL " (" GUEST_PROCESSOR ")\r\n");
    if (options) {
        fputs("Command line: ", out);
        console_say(out, options);
        fputs("\r\n", out);
    }
    fprintf(out, "Memory: %lluK available\r\nsmp: brought up %u CPU%s\r\n", m->live->memory,
            m->live->vcpus, m->live->vcpus == 1 ? "" : "s");
    for (xmlNode *n = xml_child(devices, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *target = xml_path_get(n, "target@dev");

        fprintf(out, "%s: found\r\n", target ? target : "disk");
    }
    for (xmlNode *n = xml_child(devices, "interface"); n; n = xml_element(n->next, "interface")) {
        _cleanup_free_ char *mac = xml_path_get(n, "mac@address");

        fprintf(out, "eth%u: %s\r\n", eth++, mac ? mac : "");
    }
    fprintf(out, "\r\n" GUEST_OS " %s ttyS0\r\n\r\n", host ? host : "");
}

/* ---- a line of text is complete ---- */

/* What the world's file says to the line, if anything, comes before the guest's own commands. */
static bool console_answer(const struct shell_run *r, const char *text)
{
    const char *said = console_script_find(&r->w->console_script, machine_name(r->m), text);

    if (!said)
        return false;
    console_say(r->out, said);
    fputs(*said ? "\r\n" : "", r->out);
    return true;
}

static void console_run(struct shell_run *r, const struct shell_command *command)
{
    struct console *c = test_machine(r->m)->console;

    r->user = c->user;
    command->run(r);
    if (r->leaves)
        c->at = LOGIN;
    r->leaves = false;
}

/* Takes the text; what is to be done outside of the terminal is returned. */
static const struct shell_command *console_enter(struct shell_run *r)
{
    struct console *c = test_machine(r->m)->console;
    char *text = c->text + strspn(c->text, " ");
    const struct shell_command *found = NULL;

    if (c->at == LOGIN && *text) {
        snprintf(c->user, sizeof(c->user), "%s", text);
        c->at = PASSWORD;
    } else if (c->at == PASSWORD) {
        fputs("Welcome to " GUEST_OS ", 'help' lists its commands.\r\n", r->out);
        c->at = SHELL;
    } else if (c->at == SHELL && *text && !console_answer(r, text)) {
        found = shell_find(text, &r->rest);
        if (!found)
            fprintf(r->out, "sh: %s: not found\r\n", text);
        else if (found->last)
            fputs(found->last, r->out);
        else
            console_run(r, found);
    }
    c->len = 0;
    return found && found->last ? found : NULL;
}

/* ---- keys ---- */

/* Takes the last letter away, which may be of several bytes. */
static void console_erase(struct console *c, FILE *out)
{
    if (!c->len)
        return;
    while (--c->len && ((unsigned char)c->text[c->len] & 0xc0) == 0x80)
        ;
    if (c->at != PASSWORD)
        fputs("\b \b", out);
}

/* Begins the line anew. */
static void console_begin(struct shell_run *r, const char *echo)
{
    struct console *c = test_machine(r->m)->console;

    fprintf(r->out, "%s\r\n", echo);
    c->len = 0;
    if (c->at == PASSWORD)
        c->at = LOGIN;
    console_prompt(r->out, r->m);
}

static void console_add(struct console *c, unsigned char key, FILE *out)
{
    if (key < ' ')
        return;
    if (c->len + 1 == sizeof(c->text)) {
        fputc('\a', out);
        return;
    }
    c->text[c->len++] = (char)key;
    if (c->at != PASSWORD)
        fputc(key, out);
}

/* Whether the byte is of a key such as an arrow: ESC, a letter; or ESC, '[', ..., a letter. */
static bool console_of_escape(struct console *c, unsigned char key)
{
    if (c->keys == PLAIN && key != ESCAPE)
        return false;
    if (key == ESCAPE)
        c->keys = ESCAPED;
    else if (c->keys == ESCAPED && (key == '[' || key == 'O'))
        c->keys = BRACKET;
    else if (c->keys == ESCAPED || (key >= '@' && key <= '~'))
        c->keys = PLAIN;
    return true;
}

/* One byte; what is to be done outside of the terminal is returned. */
static const struct shell_command *console_press(struct shell_run *r, unsigned char key)
{
    struct console *c = test_machine(r->m)->console;
    bool again = c->returned && key == '\n'; /* "\r\n" is one end */
    const struct shell_command *found;

    c->returned = key == '\r';
    if (again || console_of_escape(c, key))
        return NULL;
    switch (key) {
    case '\r':
    case '\n':
        c->text[c->len] = '\0';
        fputs("\r\n", r->out);
        found = console_enter(r);
        if (!found)
            console_prompt(r->out, r->m);
        return found;
    case '\b':
    case DELETE:
        console_erase(c, r->out);
        break;
    case KILL:
        while (c->len)
            console_erase(c, r->out);
        break;
    case QUIT:
        console_begin(r, "^C");
        break;
    case END:
        if (c->at == SHELL && !c->len)
            c->at = LOGIN;
        if (!c->len)
            console_begin(r, "");
        break;
    default:
        console_add(c, key, r->out);
    }
    return NULL;
}

/* ---- the line ---- */

/* What is typed up to a command that takes the machine down, which is done last; the rest is for
 * the guest that boots then. */
static int console_heard(struct world *w, struct chardev_session *l)
{
    const struct shell_command *last = NULL;
    _cleanup_free_ char *said = NULL;
    size_t size = 0;
    struct shell_run r = {.w = w, .m = l->machine, .out = text_stream_open(&said, &size)};
    int result;

    if (!r.out)
        return error_oom(VIR_FROM_TEST);
    while (!last && buf_len(&l->typed)) {
        unsigned char key = *buf_bytes(&l->typed);

        buf_eat(&l->typed, 1);
        last = console_press(&r, key);
    }
    result = fclose(r.out) == 0 ? chardev_say(l, said, size) : error_oom(VIR_FROM_TEST);
    if (last)
        last->run(&r);
    return result;
}

/* Shows where the guest is, after it has booted if it has not yet. */
static int console_meets(struct chardev_session *l)
{
    struct machine *m = l->machine;
    bool boots = !test_machine(m)->console;
    _cleanup_free_ char *said = NULL;
    size_t size = 0;
    FILE *out;

    if (boots)
        test_machine(m)->console = calloc(1, sizeof(*test_machine(m)->console));
    out = test_machine(m)->console ? text_stream_open(&said, &size) : NULL;
    if (!out)
        return error_oom(VIR_FROM_TEST);
    if (boots)
        console_banner(out, m);
    console_prompt(out, m);
    fwrite(test_machine(m)->console->text, 1,
           test_machine(m)->console->at == PASSWORD ? 0 : test_machine(m)->console->len, out);
    return fclose(out) == 0 ? chardev_say(l, said, size) : error_oom(VIR_FROM_TEST);
}

const struct chardev_kind console_line = {.meets = console_meets, .heard = console_heard};

void console_boot(struct machine *m)
{
    free(take(test_machine(m)->console));
    chardev_meet(m);
}

void console_stopped(struct world *w, struct machine *m)
{
    free(take(test_machine(m)->console));
}
