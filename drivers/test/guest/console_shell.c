/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each command of the shell is a line of a table. */
#include "drivers/test/guest/console_shell.h"

#include <string.h>
#include <time.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "drivers/domain/definition.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/world/world.h"

static void shell_help(struct shell_run *r); /* lists the table */

static void shell_echo(struct shell_run *r)
{
    fprintf(r->out, "%s\r\n", r->rest);
}

static void shell_host_name(struct shell_run *r)
{
    _cleanup_free_ char *host = guest_host_name(r->m);

    fprintf(r->out, "%s\r\n", host ? host : "");
}

static void shell_who_am_i(struct shell_run *r)
{
    fprintf(r->out, "%s\r\n", r->user);
}

static void shell_uname(struct shell_run *r)
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

static void shell_put_date(struct shell_run *r, const char *format)
{
    time_t now = (time_t)(guest_time(r->m) / NS_PER_S);
    char text[40];
    struct tm t;

    gmtime_r(&now, &t);
    strftime(text, sizeof(text), format, &t);
    fputs(text, r->out);
}

static void shell_date(struct shell_run *r)
{
    shell_put_date(r, "%Y-%m-%d %H:%M:%S UTC\r\n");
}

static void shell_uptime(struct shell_run *r)
{
    unsigned long long up =
        (virtual_clock_now(test_machine(r->m)->clock) - test_machine(r->m)->booted) / NS_PER_S;

    shell_put_date(r, " %H:%M:%S");
    fprintf(r->out, " up %llu:%02llu:%02llu, 1 user\r\n", up / 3600, up / 60 % 60, up % 60);
}

/* Half of it is in use, as the statistics have it too. */
static void shell_memory(struct shell_run *r)
{
    unsigned long long kib = r->m->live->memory;

    fprintf(r->out, "%-7s%12s%12s%12s\r\n%-7s%12llu%12llu%12llu\r\n", "", "total", "used", "free",
            "Mem:", kib, kib - kib / 2, kib / 2);
}

static void shell_processors(struct shell_run *r)
{
    fprintf(r->out, "%u\r\n", r->m->live->vcpus);
}

static void shell_leave(struct shell_run *r)
{
    fputs("\r\n", r->out);
    r->leaves = true;
}

static void shell_power_off(struct shell_run *r)
{
    machine_shut_down(r->w, r->m);
}

static void shell_reboot(struct shell_run *r)
{
    machine_reboot(r->w, r->m);
}

static const struct shell_command shell_commands[] = {
    {"date", "the guest's date", shell_date, NULL},
    {"echo", "say it again", shell_echo, NULL},
    {"exit", "log out", shell_leave, NULL},
    {"free", "memory, in KiB", shell_memory, NULL},
    {"help", "this list", shell_help, NULL},
    {"hostname", "the guest's name", shell_host_name, NULL},
    {"nproc", "how many processors there are", shell_processors, NULL},
    {"poweroff", "shut the machine down", shell_power_off, "reboot: power down\r\n"},
    {"reboot", "boot again", shell_reboot, "reboot: restarting system\r\n"},
    {"uname", "the system; -a, -m, -r", shell_uname, NULL},
    {"uptime", "time, and how long it has been up", shell_uptime, NULL},
    {"whoami", "who is logged in", shell_who_am_i, NULL},
};

static void shell_help(struct shell_run *r)
{
    for (size_t i = 0; i < ARRAY_SIZE(shell_commands); i++)
        fprintf(r->out, "%-10s%s\r\n", shell_commands[i].name, shell_commands[i].what);
}

const struct shell_command *shell_find(char *text, const char **ret_rest)
{
    size_t len = strcspn(text, " ");
    char *rest = text + len;

    *ret_rest = rest + strspn(rest, " ");
    *rest = '\0';
    for (size_t i = 0; i < ARRAY_SIZE(shell_commands); i++) {
        if (strcmp(shell_commands[i].name, text) == 0)
            return &shell_commands[i];
    }
    return NULL;
}
