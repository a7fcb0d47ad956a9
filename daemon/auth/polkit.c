/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One connection to the bus a question: questions are rare, come from several threads, and may
 * take minutes.
 */
#include "daemon/auth/polkit.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

#define POLKIT_NAME      "org.freedesktop.PolicyKit1"
#define POLKIT_PATH      "/org/freedesktop/PolicyKit1/Authority"
#define POLKIT_INTERFACE "org.freedesktop.PolicyKit1.Authority"

enum { MAY_ASK_A_HUMAN = 1 };

/* A subject's questions. */
struct polkit_asker {
    sd_bus *bus;
    const struct polkit_subject *subject;
    const char *cookie;
    int timeout_ms, cancel_fd;
};

enum polkit_verdict {
    POLKIT_YES,
    POLKIT_NO,
    POLKIT_ASKS, /* a human would have to be asked */
    POLKIT_UNHEARD_OF
};

uint64_t polkit_start_time(pid_t pid)
{
    _cleanup_(cleanup_fclose) FILE *f = NULL;
    char path[64], line[1024], *after_name;
    unsigned long long start;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    f = fopen(path, "re");
    if (!f || !fgets(line, sizeof(line), f))
        return 0;
    after_name = strrchr(line, ')'); /* the name may contain anything */
    if (!after_name || sscanf(after_name + 1,
                              " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d "
                              "%*d %*d %*d %llu",
                              &start) != 1)
        return 0;
    return start;
}

static int polkit_unreachable(int r, const char *action)
{
    return error_set(VIR_FROM_DBUS, VIR_ERR_DBUS_SERVICE, "polkit cannot be asked for '%s': %s",
                     action, strerror(-r));
}

static int polkit_cancelled(const char *action)
{
    return error_set(VIR_FROM_POLKIT, VIR_ERR_AUTH_CANCELLED,
                     "the question to polkit for '%s' was dropped", action);
}

static int on_reply(sd_bus_message *m, void *opaque, sd_bus_error *error)
{
    sd_bus_message **reply = opaque;

    *reply = sd_bus_message_ref(m);
    return 1;
}

/* Sends the question. */
static int polkit_ask(const struct polkit_asker *asker, const char *action, uint32_t flags,
                      sd_bus_slot **ret_slot, sd_bus_message **reply)
{
    _cleanup_(sd_bus_message_unrefp) sd_bus_message *m = NULL;
    const struct polkit_subject *subject = asker->subject;
    uint64_t timeout = asker->timeout_ms < 0 ? UINT64_MAX : (uint64_t)asker->timeout_ms * 1000;
    int r = sd_bus_message_new_method_call(asker->bus, &m, POLKIT_NAME, POLKIT_PATH,
                                           POLKIT_INTERFACE, "CheckAuthorization");

    if (r >= 0)
        r = sd_bus_message_append(m, "(sa{sv})sa{ss}us", "unix-process", 3, "pid", "u",
                                  (uint32_t)subject->pid, "start-time", "t", subject->start_time,
                                  "uid", "i", (int32_t)subject->uid, action, 0, flags,
                                  asker->cookie);
    return r < 0 ? r : sd_bus_call_async(asker->bus, ret_slot, m, on_reply, reply, timeout);
}

/* Milliseconds until the bus wants to be looked at whatever comes; -1: never. */
static int bus_timeout(sd_bus *bus)
{
    struct timespec t;
    uint64_t until, now;

    if (sd_bus_get_timeout(bus, &until) < 0 || until == UINT64_MAX)
        return -1;
    clock_gettime(CLOCK_MONOTONIC, &t);
    now = (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
    if (until <= now)
        return 0;
    return (until - now) / 1000 < INT_MAX ? (int)((until - now + 999) / 1000) : INT_MAX;
}

/* Until something happens. Returns 1 when the answer is not wanted any more, or < 0. */
static int sleep_on(sd_bus *bus, int cancel_fd)
{
    int events = sd_bus_get_events(bus);
    struct pollfd fds[] = {
        {.fd = sd_bus_get_fd(bus), .events = (short)events},
        {.fd = cancel_fd, .events = POLLIN},
    };

    if (events < 0 || fds[0].fd < 0)
        return events < 0 ? events : fds[0].fd;
    if (poll(fds, ARRAY_SIZE(fds), bus_timeout(bus)) < 0 && errno != EINTR)
        return -errno;
    return fds[1].revents ? 1 : 0;
}

/* Reads what polkit said; a verdict, or -1 with an error. */
static int polkit_judge(sd_bus_message *m, const char *action, bool *ret_dismissed)
{
    int allowed, somebody_must_be_asked, r;
    const char *key, *value;

    if (sd_bus_message_is_method_error(m, SD_BUS_ERROR_NO_REPLY))
        return error_set(VIR_FROM_DBUS, VIR_ERR_DBUS_SERVICE, "polkit does not answer for '%s'",
                         action);
    if (sd_bus_message_is_method_error(m, NULL)) {
        const char *why = sd_bus_message_get_error(m)->message;

        error_set(VIR_FROM_DBUS, VIR_ERR_DBUS_SERVICE, "polkit cannot answer for '%s': %s", action,
                  why);
        return why && strstr(why, "not registered") ? POLKIT_UNHEARD_OF : -1;
    }
    r = sd_bus_message_enter_container(m, 'r', "bba{ss}");
    if (r >= 0)
        r = sd_bus_message_read(m, "bb", &allowed, &somebody_must_be_asked);
    if (r >= 0)
        r = sd_bus_message_enter_container(m, 'a', "{ss}");
    while (r >= 0 && (r = sd_bus_message_read(m, "{ss}", &key, &value)) > 0)
        *ret_dismissed |= strcmp(key, "polkit.dismissed") == 0;
    if (r < 0)
        return polkit_unreachable(r, action);
    if (allowed)
        return POLKIT_YES;
    return somebody_must_be_asked ? POLKIT_ASKS : POLKIT_NO;
}

/* Asks one question and waits for the verdict; -1 with an error: there is none. */
static int polkit_wait(const struct polkit_asker *asker, const char *action, uint32_t flags,
                       bool *ret_dismissed)
{
    _cleanup_(sd_bus_slot_unrefp) sd_bus_slot *slot = NULL;
    _cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
    int r = polkit_ask(asker, action, flags, &slot, &reply);

    while (r >= 0 && !reply) {
        r = sd_bus_process(asker->bus, NULL);
        if (r != 0)
            continue;
        r = sleep_on(asker->bus, asker->cancel_fd);
        if (r > 0) {
            sd_bus_call_method_async(asker->bus, NULL, POLKIT_NAME, POLKIT_PATH, POLKIT_INTERFACE,
                                     "CancelCheckAuthorization", NULL, NULL, "s", asker->cookie);
            return polkit_cancelled(action);
        }
    }
    return reply ? polkit_judge(reply, action, ret_dismissed) : polkit_unreachable(r, action);
}

static int polkit_refused(const char *action)
{
    return error_set(VIR_FROM_POLKIT, VIR_ERR_AUTH_FAILED, "polkit does not allow '%s'", action);
}

/* The question that a human may be asked. */
static int polkit_ask_human(const struct polkit_asker *asker, const char *action)
{
    bool dismissed = false;
    int verdict = polkit_wait(asker, action, MAY_ASK_A_HUMAN, &dismissed);

    if (verdict == POLKIT_YES || verdict < 0)
        return verdict;
    if (verdict == POLKIT_ASKS)
        return error_set(VIR_FROM_POLKIT, VIR_ERR_AUTH_UNAVAILABLE,
                         "'%s' takes a password, and the session has no agent to ask for it",
                         action);
    if (dismissed)
        return error_set(VIR_FROM_POLKIT, VIR_ERR_AUTH_CANCELLED, "nobody would confirm '%s'",
                         action);
    return polkit_refused(action);
}

int polkit_check(const struct polkit_subject *subject, const struct polkit_action *action,
                 const char *cookie, int timeout_ms, int cancel_fd)
{
    _cleanup_(sd_bus_close_unrefp) sd_bus *bus = NULL;
    const char *const names[] = {action->own, action->libvirt};
    const char *to_ask = NULL; /* a human */
    struct polkit_asker asker = {
        .subject = subject, .cookie = cookie, .timeout_ms = timeout_ms, .cancel_fd = cancel_fd};
    bool allowed = false, dismissed = false;
    int r = sd_bus_open_system(&bus);

    if (r < 0)
        return polkit_unreachable(r, action->own);
    asker.bus = bus;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        int verdict = polkit_wait(&asker, names[i], 0, &dismissed);

        if (verdict < 0)
            return -1;
        if (verdict == POLKIT_NO)
            return polkit_refused(names[i]);
        allowed |= verdict == POLKIT_YES;
        if (verdict == POLKIT_ASKS && !to_ask)
            to_ask = names[i];
    }
    if (allowed)
        return 0;
    return to_ask ? polkit_ask_human(&asker, to_ask) : -1;
}
