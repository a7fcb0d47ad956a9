/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A terminal's line of text, and the commands of the shell behind it. */
#include "drivers/test/guest/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

enum { SECOND = 1000000000 };

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

static void say(FILE *out, const char *text)
{
    for (; *text; text++)
        fprintf(out, *text == '\n' ? "\r\n" : "%c", *text);
}

static void prompt(FILE *out, const struct machine *m)
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
static void banner(FILE *out, const struct machine *m)
{
    const xmlNode *root = definition_root(m->live), *devices = xml_child(root, "devices");
    _cleanup_free_ char *options = xml_path_get(root, "os/cmdline"), *host = guest_host_name(m);
    unsigned eth = 0;

    fprintf(out, "Linux version " GUEST_KERNEL " (" GUEST_PROCESSOR ")\r\n");
    if (options) {
        fputs("Command line: ", out);
        say(out, options);
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

/* ---- the shell ---- */

/* What a command is called with. */
struct run {
    struct world *w;
    struct machine *m;
    const char *rest; /* of the line */
    FILE *out;
};

static void help(const struct run *r); /* lists the table */

static void echo(const struct run *r)
{
    fprintf(r->out, "%s\r\n", r->rest);
}

static void host_name(const struct run *r)
{
    _cleanup_free_ char *host = guest_host_name(r->m);

    fprintf(r->out, "%s\r\n", host ? host : "");
}

static void who_am_i(const struct run *r)
{
    fprintf(r->out, "%s\r\n", test_machine(r->m)->console->user);
}

static void uname(const struct run *r)
{
    _cleanup_free_ char *host = guest_host_name(r->m);

    if (strcmp(r->rest, "-a") == 0)
        fprintf(r->out, "Linux %s " GUEST_KERNEL " " GUEST_PROCESSOR "\r\n", host ? host : "");
    else if (strcmp(r->rest, "-r") == 0)
        fputs(GUEST_KERNEL "\r\n", r->out);
    else if (strcmp(r->rest, "-m") == 0)
        fputs(GUEST_PROCESSOR "\r\n", r->out);
    else
        fputs("Linux\r\n", r->out);
}

static void put_date(const struct run *r, const char *format)
{
    time_t now = (time_t)(guest_time(r->m) / SECOND);
    char text[40];
    struct tm t;

    gmtime_r(&now, &t);
    strftime(text, sizeof(text), format, &t);
    fputs(text, r->out);
}

static void date(const struct run *r)
{
    put_date(r, "%Y-%m-%d %H:%M:%S UTC\r\n");
}

static void uptime(const struct run *r)
{
    unsigned long long up =
        (virtual_clock_now(test_machine(r->m)->clock) - test_machine(r->m)->booted) / SECOND;

    put_date(r, " %H:%M:%S");
    fprintf(r->out, " up %llu:%02llu:%02llu, 1 user\r\n", up / 3600, up / 60 % 60, up % 60);
}

/* Half of it is in use, as the statistics have it too. */
static void memory(const struct run *r)
{
    unsigned long long kib = r->m->live->memory;

    fprintf(r->out, "%-7s%12s%12s%12s\r\n%-7s%12llu%12llu%12llu\r\n", "", "total", "used", "free",
            "Mem:", kib, kib - kib / 2, kib / 2);
}

static void processors(const struct run *r)
{
    fprintf(r->out, "%u\r\n", r->m->live->vcpus);
}

static void leave(const struct run *r)
{
    fputs("\r\n", r->out);
    test_machine(r->m)->console->at = LOGIN;
}

static void power_off(const struct run *r)
{
    machine_shut_down(r->w, r->m);
}

static void reboot(const struct run *r)
{
    machine_reboot(r->w, r->m);
}

static const struct command {
    const char *name, *what;
    void (*run)(const struct run *r);
    const char *last; /* words before the machine goes down; NULL: it stays up */
} commands[] = {
    {"date", "the guest's date", date, NULL},
    {"echo", "say it again", echo, NULL},
    {"exit", "log out", leave, NULL},
    {"free", "memory, in KiB", memory, NULL},
    {"help", "this list", help, NULL},
    {"hostname", "the guest's name", host_name, NULL},
    {"nproc", "how many processors there are", processors, NULL},
    {"poweroff", "shut the machine down", power_off, "reboot: power down\r\n"},
    {"reboot", "boot again", reboot, "reboot: restarting system\r\n"},
    {"uname", "the system; -a, -m, -r", uname, NULL},
    {"uptime", "time, and how long it has been up", uptime, NULL},
    {"whoami", "who is logged in", who_am_i, NULL},
};

static void help(const struct run *r)
{
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
        fprintf(r->out, "%-10s%s\r\n", commands[i].name, commands[i].what);
}

/* The command that the line begins with, and what follows it; NULL: there is none of that name. */
static const struct command *find(char *text, const char **ret_rest)
{
    size_t len = strcspn(text, " ");
    char *rest = text + len;

    *ret_rest = rest + strspn(rest, " ");
    *rest = '\0';
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        if (strcmp(commands[i].name, text) == 0)
            return &commands[i];
    }
    return NULL;
}

/* ---- a line of text is complete ---- */

/* What the world's file says to the line, if anything, comes before the guest's own commands. */
static bool answer(const struct run *r, const char *text)
{
    const char *said = console_script_find(&r->w->console_script, machine_name(r->m), text);

    if (!said)
        return false;
    say(r->out, said);
    fputs(*said ? "\r\n" : "", r->out);
    return true;
}

/* Takes the text; what is to be done outside of the terminal is returned. */
static const struct command *enter(struct run *r)
{
    struct console *c = test_machine(r->m)->console;
    char *text = c->text + strspn(c->text, " ");
    const struct command *found = NULL;

    if (c->at == LOGIN && *text) {
        snprintf(c->user, sizeof(c->user), "%s", text);
        c->at = PASSWORD;
    } else if (c->at == PASSWORD) {
        fputs("Welcome to " GUEST_OS ", 'help' lists its commands.\r\n", r->out);
        c->at = SHELL;
    } else if (c->at == SHELL && *text && !answer(r, text)) {
        found = find(text, &r->rest);
        if (!found)
            fprintf(r->out, "sh: %s: not found\r\n", text);
        else if (found->last)
            fputs(found->last, r->out);
        else
            found->run(r);
    }
    c->len = 0;
    return found && found->last ? found : NULL;
}

/* ---- keys ---- */

/* Takes the last letter away, which may be of several bytes. */
static void erase(struct console *c, FILE *out)
{
    if (!c->len)
        return;
    while (--c->len && ((unsigned char)c->text[c->len] & 0xc0) == 0x80)
        ;
    if (c->at != PASSWORD)
        fputs("\b \b", out);
}

/* Begins the line anew. */
static void begin(struct run *r, const char *echo)
{
    struct console *c = test_machine(r->m)->console;

    fprintf(r->out, "%s\r\n", echo);
    c->len = 0;
    if (c->at == PASSWORD)
        c->at = LOGIN;
    prompt(r->out, r->m);
}

static void add(struct console *c, unsigned char key, FILE *out)
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
static bool of_escape(struct console *c, unsigned char key)
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
static const struct command *press(struct run *r, unsigned char key)
{
    struct console *c = test_machine(r->m)->console;
    bool again = c->returned && key == '\n'; /* "\r\n" is one end */
    const struct command *found;

    c->returned = key == '\r';
    if (again || of_escape(c, key))
        return NULL;
    switch (key) {
    case '\r':
    case '\n':
        c->text[c->len] = '\0';
        fputs("\r\n", r->out);
        found = enter(r);
        if (!found)
            prompt(r->out, r->m);
        return found;
    case '\b':
    case DELETE:
        erase(c, r->out);
        break;
    case KILL:
        while (c->len)
            erase(c, r->out);
        break;
    case QUIT:
        begin(r, "^C");
        break;
    case END:
        if (c->at == SHELL && !c->len)
            c->at = LOGIN;
        if (!c->len)
            begin(r, "");
        break;
    default:
        add(c, key, r->out);
    }
    return NULL;
}

/* ---- the line ---- */

/* What is typed up to a command that takes the machine down, which is done last; the rest is for
 * the guest that boots then. */
static int heard(struct world *w, struct chardev_session *l)
{
    const struct command *last = NULL;
    _cleanup_free_ char *said = NULL;
    size_t size = 0;
    struct run r = {.w = w, .m = l->machine, .out = open_memstream(&said, &size)};
    int result;

    if (!r.out)
        return error_oom(VIR_FROM_TEST);
    while (!last && buf_len(&l->typed)) {
        unsigned char key = *buf_bytes(&l->typed);

        buf_eat(&l->typed, 1);
        last = press(&r, key);
    }
    result = fclose(r.out) == 0 ? chardev_say(l, said, size) : error_oom(VIR_FROM_TEST);
    if (last)
        last->run(&r);
    return result;
}

/* Shows where the guest is, after it has booted if it has not yet. */
static int meets(struct chardev_session *l)
{
    struct machine *m = l->machine;
    bool boots = !test_machine(m)->console;
    _cleanup_free_ char *said = NULL;
    size_t size = 0;
    FILE *out;

    if (boots)
        test_machine(m)->console = calloc(1, sizeof(*test_machine(m)->console));
    out = test_machine(m)->console ? open_memstream(&said, &size) : NULL;
    if (!out)
        return error_oom(VIR_FROM_TEST);
    if (boots)
        banner(out, m);
    prompt(out, m);
    fwrite(test_machine(m)->console->text, 1,
           test_machine(m)->console->at == PASSWORD ? 0 : test_machine(m)->console->len, out);
    return fclose(out) == 0 ? chardev_say(l, said, size) : error_oom(VIR_FROM_TEST);
}

const struct chardev_kind console_line = {.meets = meets, .heard = heard};

void console_boot(struct machine *m)
{
    free(take(test_machine(m)->console));
    chardev_meet(m);
}

void console_stopped(struct world *w, struct machine *m)
{
    free(take(test_machine(m)->console));
}
