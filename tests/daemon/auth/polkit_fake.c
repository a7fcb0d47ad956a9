/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Plays polkit on the bus of DBUS_SYSTEM_BUS_ADDRESS.
 *
 *     fake ANSWER_FILE LOG_FILE
 *
 * Each question is answered as ANSWER_FILE says at that moment: "allow", "deny", "agent" (somebody
 * has to be asked), "dismissed" (the same, who would not), "unknown" (no such action), "error", or
 * "hang": no answer. A second word there is for libvirt's names. LOG_FILE gets a line a
 * question: its action, subject, process, user and whether a start time came with it; and one for
 * each that is withdrawn. Says "ready" on standard output when it is there.
 */
#include <stdio.h>
#include <string.h>
#include <systemd/sd-bus.h>

static const char *answer_path;
static FILE *log_file;

static const char *answer(const char *action, char *line, int size)
{
    FILE *f = fopen(answer_path, "r");
    char *second;

    line[0] = '\0';
    if (f && fgets(line, size, f))
        line[strcspn(line, "\n")] = '\0';
    if (f)
        fclose(f);
    second = strchr(line, ' ');
    if (!second)
        return line;
    *second = '\0';
    return strncmp(action, "org.libvirt.", 12) == 0 ? second + 1 : line;
}

struct question {
    const char *kind, *action, *cancellation;
    uint64_t start_time;
    uint32_t pid, flags;
    int32_t uid;
};

static int read_detail(sd_bus_message *m, struct question *q)
{
    const char *key;
    int r = sd_bus_message_read(m, "s", &key);

    if (r < 0)
        return r;
    if (strcmp(key, "pid") == 0)
        return sd_bus_message_read(m, "v", "u", &q->pid);
    if (strcmp(key, "uid") == 0)
        return sd_bus_message_read(m, "v", "i", &q->uid);
    if (strcmp(key, "start-time") == 0)
        return sd_bus_message_read(m, "v", "t", &q->start_time);
    return sd_bus_message_skip(m, "v");
}

static int read_question(sd_bus_message *m, struct question *q)
{
    int r;

    if ((r = sd_bus_message_enter_container(m, 'r', "sa{sv}")) < 0 ||
        (r = sd_bus_message_read(m, "s", &q->kind)) < 0 ||
        (r = sd_bus_message_enter_container(m, 'a', "{sv}")) < 0)
        return r;
    while ((r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
        if ((r = read_detail(m, q)) < 0 || (r = sd_bus_message_exit_container(m)) < 0)
            return r;
    }
    if (r < 0 || (r = sd_bus_message_exit_container(m)) < 0 ||
        (r = sd_bus_message_exit_container(m)) < 0 ||
        (r = sd_bus_message_read(m, "s", &q->action)) < 0 ||
        (r = sd_bus_message_skip(m, "a{ss}")) < 0)
        return r;
    return sd_bus_message_read(m, "us", &q->flags, &q->cancellation);
}

static int on_check(sd_bus_message *m, void *opaque, sd_bus_error *error)
{
    struct question q = {.uid = -1};
    char line[64];
    const char *a;
    int r = read_question(m, &q);

    if (r < 0)
        return r;
    fprintf(log_file, "check %s %s pid=%u uid=%d start-time=%s flags=%u\n", q.action, q.kind, q.pid,
            (int)q.uid, q.start_time ? "yes" : "no", q.flags);
    fflush(log_file);
    a = answer(q.action, line, sizeof(line));
    if (strcmp(a, "hang") == 0)
        return 1;
    if (strcmp(a, "error") == 0)
        return sd_bus_error_set(error, "org.freedesktop.PolicyKit1.Error.Failed", "out of order");
    if (strcmp(a, "unknown") == 0)
        return sd_bus_error_setf(error, "org.freedesktop.PolicyKit1.Error.Failed",
                                 "Action %s is not registered", q.action);
    if (strcmp(a, "dismissed") == 0 && q.flags)
        return sd_bus_reply_method_return(m, "(bba{ss})", 0, 0, 1, "polkit.dismissed", "true");
    return sd_bus_reply_method_return(m, "(bba{ss})", strcmp(a, "allow") == 0,
                                      strcmp(a, "agent") == 0 || strcmp(a, "dismissed") == 0, 0);
}

static int on_cancel(sd_bus_message *m, void *opaque, sd_bus_error *error)
{
    const char *id;
    int r = sd_bus_message_read(m, "s", &id);

    if (r < 0)
        return r;
    fprintf(log_file, "cancel\n");
    fflush(log_file);
    return sd_bus_reply_method_return(m, "");
}

static const sd_bus_vtable vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD("CheckAuthorization", "(sa{sv})sa{ss}us", "(bba{ss})", on_check,
                  SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("CancelCheckAuthorization", "s", "", on_cancel, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};

int main(int argc, char **argv)
{
    sd_bus *bus = NULL;
    int r;

    if (argc != 3 || !(log_file = fopen(argv[2], "a")))
        return 2;
    answer_path = argv[1];
    if ((r = sd_bus_open_system(&bus)) < 0 ||
        (r = sd_bus_add_object_vtable(bus, NULL, "/org/freedesktop/PolicyKit1/Authority",
                                      "org.freedesktop.PolicyKit1.Authority", vtable, NULL)) < 0 ||
        (r = sd_bus_request_name(bus, "org.freedesktop.PolicyKit1", 0)) < 0) {
        fprintf(stderr, "fake polkit: %s\n", strerror(-r));
        return 1;
    }
    puts("ready");
    fflush(stdout);
    do {
        r = sd_bus_process(bus, NULL);
        if (r == 0)
            r = sd_bus_wait(bus, UINT64_MAX);
    } while (r >= 0);
    return 0;
}
