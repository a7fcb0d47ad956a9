/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waiting for events: a line for each, as it comes, until enough came or time is up.
 *
 * Lifecycle events must be there; the others are asked for too, and a hypervisor that has none of
 * a kind is no failure. Everything runs in this one thread, inside virEventRunDefaultImpl().
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "client/vireo/text/amount.h"
#include "client/vireo/command.h"
#include "client/vireo/domain.h"
#include "client/vireo/fail.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

/* Seconds between questions whether a silent server is alive, and how many may go unanswered. */
enum { KEEPALIVE_INTERVAL = 5, KEEPALIVE_COUNT = 3 };

struct watch {
    const struct context *context;
    unsigned long long memory_kib; /* of an event that tells of memory, which is a number in JSON */
    unsigned int seen;
    unsigned int wanted; /* 0: no end */
    bool timed_out;
    bool lost;
};

static const struct arg_option event_options[] = {
    {"count", 'n', "N", "stop after N events"},
    {"timeout", 't', "S", "stop after S seconds; with --count that is a failure"},
    {NULL},
};

struct kind {
    const char *name;
    const char *const *details;
    int n_details;
};

#define KIND(name, ...)                                       \
    {                                                         \
        name, (const char *const[]){__VA_ARGS__},             \
            ARRAY_SIZE(((const char *const[]){__VA_ARGS__})), \
    }

/* Names by the numbers of virDomainEventType and of each type's details. */
static const struct kind event_kinds[] = {
    [VIR_DOMAIN_EVENT_DEFINED] = KIND("defined", "added", "updated", "renamed", "from snapshot"),
    [VIR_DOMAIN_EVENT_UNDEFINED] = KIND("undefined", "removed", "renamed"),
    [VIR_DOMAIN_EVENT_STARTED] =
        KIND("started", "booted", "migrated", "restored", "from snapshot", "woken", "recreated"),
    [VIR_DOMAIN_EVENT_SUSPENDED] = KIND("paused", "by a user", "migrated", "I/O error", "watchdog",
                                        "restored", "from snapshot", "after a failed call",
                                        "post-copy", "post-copy failed", "by the guest"),
    [VIR_DOMAIN_EVENT_RESUMED] =
        KIND("resumed", "by a user", "migrated", "from snapshot", "post-copy", "post-copy failed"),
    [VIR_DOMAIN_EVENT_STOPPED] = KIND("stopped", "shut down", "destroyed", "crashed", "migrated",
                                      "saved", "failed", "from snapshot", "recreated"),
    [VIR_DOMAIN_EVENT_SHUTDOWN] = KIND("shutting down", "finished", "by the guest", "by the host"),
    [VIR_DOMAIN_EVENT_PMSUSPENDED] = KIND("asleep", "in memory", "on disk"),
    [VIR_DOMAIN_EVENT_CRASHED] = KIND("crashed", "panicked", "crash kernel"),
};

/* One line an event, in JSON too, and out at once: whoever reads us waits for it. */
static void watch_tell(struct watch *w, virDomainPtr domain, const char *event, const char *detail)
{
    if (w->wanted && w->seen >= w->wanted)
        return;
    w->seen++;
    if (w->context->json) {
        _cleanup_(json_putp) struct json_object *o = json_object_new_object();
        domain_describe(o, domain);
        output_string(o, "event", event);
        output_string(o, "detail", w->memory_kib ? NULL : detail);
        if (w->memory_kib)
            output_number(o, "memory_kib", w->memory_kib);
        output_line(o);
    } else {
        printf("%s: %s%s%s%s\n", virDomainGetName(domain), event, detail ? " (" : "",
               detail ? detail : "", detail ? ")" : "");
    }
    fflush(stdout);
}

static int watch_on_lifecycle(virConnectPtr conn, virDomainPtr domain, int event, int detail,
                              void *opaque)
{
    if (event < 0 || event >= (int)ARRAY_SIZE(event_kinds)) {
        watch_tell(opaque, domain, "unknown", NULL);
        return 0;
    }
    const struct kind *k = &event_kinds[event];
    watch_tell(opaque, domain, k->name,
               detail >= 0 && detail < k->n_details ? k->details[detail] : NULL);
    return 0;
}

static void watch_on_reboot(virConnectPtr conn, virDomainPtr domain, void *opaque)
{
    watch_tell(opaque, domain, "rebooted", NULL);
}

static void watch_on_balloon(virConnectPtr conn, virDomainPtr domain, unsigned long long actual,
                             void *opaque)
{
    struct watch *w = opaque;
    char text[AMOUNT_TEXT_MAX];

    w->memory_kib = actual;
    watch_tell(w, domain, "memory changed", amount_text(text, AMOUNT_KIB, actual));
    w->memory_kib = 0;
}

static void watch_on_metadata(virConnectPtr conn, virDomainPtr domain, int type, const char *nsuri,
                              void *opaque)
{
    watch_tell(opaque, domain, "metadata changed", nsuri);
}

static void watch_on_close(virConnectPtr conn, int reason, void *opaque)
{
    struct watch *w = opaque;

    w->lost = true;
}

static void watch_on_timeout(int timer, void *opaque)
{
    struct watch *w = opaque;

    w->timed_out = true;
}

enum { MAX_SUBSCRIPTIONS = 4 };

/* Asks for one kind; a kind that the hypervisor lacks is fine. */
static int watch_subscribe(struct watch *w, virDomainPtr domain, int id,
                           virConnectDomainEventGenericCallback callback, int *ids, int *n)
{
    int got = virConnectDomainEventRegisterAny(w->context->conn, domain, id, callback, w, NULL);

    if (got < 0)
        return -1;
    ids[(*n)++] = got;
    return 0;
}

static enum outcome watch_run_loop(struct watch *w)
{
    while (!w->lost && !w->timed_out && (w->wanted == 0 || w->seen < w->wanted)) {
        if (virEventRunDefaultImpl() < 0)
            return fail_library();
    }
    if (w->lost)
        return fail_message("the connection to the server is gone");
    if (w->seen < w->wanted)
        return fail_message("%u of %u events came in time", w->seen, w->wanted);
    return OUTCOME_OK;
}

static bool parse_count(const char *text, unsigned int most, unsigned int *ret_n)
{
    char *end;

    if (!text)
        return true;
    errno = 0;
    unsigned long n = *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 0;
    if (n == 0 || errno || *end || n > most)
        return false;
    *ret_n = (unsigned int)n;
    return true;
}

static enum outcome command_events(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    struct watch w = {.context = c};
    unsigned int seconds = 0;
    int ids[MAX_SUBSCRIPTIONS], n = 0, timer = -1;

    if (!parse_count(args_value(&c->args, "count"), INT_MAX, &w.wanted))
        return fail_usage("--count takes a positive number");
    if (!parse_count(args_value(&c->args, "timeout"), INT_MAX / 1000, &seconds))
        return fail_usage("--timeout takes a positive number of seconds");
    if (c->args.n_operands > 0) {
        enum outcome outcome = domain_of_operand(c, &domain);
        if (outcome != OUTCOME_OK)
            return outcome;
    }

    if (watch_subscribe(&w, domain, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                        VIR_DOMAIN_EVENT_CALLBACK(watch_on_lifecycle), ids, &n) < 0)
        return fail_library();
    watch_subscribe(&w, domain, VIR_DOMAIN_EVENT_ID_REBOOT,
                    VIR_DOMAIN_EVENT_CALLBACK(watch_on_reboot), ids, &n);
    watch_subscribe(&w, domain, VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE,
                    VIR_DOMAIN_EVENT_CALLBACK(watch_on_balloon), ids, &n);
    watch_subscribe(&w, domain, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
                    VIR_DOMAIN_EVENT_CALLBACK(watch_on_metadata), ids, &n);

    /* Neither is there in every driver: a hypervisor in this process can't go away. */
    virConnectRegisterCloseCallback(c->conn, watch_on_close, &w, NULL);
    virConnectSetKeepAlive(c->conn, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT);
    if (seconds)
        timer = virEventAddTimeout((int)seconds * 1000, watch_on_timeout, &w, NULL);

    /* For scripts: what happens after this line is seen. */
    fputs("vireo: waiting for events\n", stderr);
    enum outcome outcome = watch_run_loop(&w);

    if (timer >= 0)
        virEventRemoveTimeout(timer);
    while (n-- > 0)
        virConnectDomainEventDeregisterAny(c->conn, ids[n]);
    virConnectUnregisterCloseCallback(c->conn, watch_on_close);
    return outcome;
}

const struct command commands_events[] = {
    {"events", "event", "[NAME]", "print events of domains as they happen", 0, 1, event_options,
     .run = command_events},
    {NULL},
};
