/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules and the calls that they hold. Each held call sleeps in the world's time by itself, so that
 * clearing a rule, or one client's going, wakes those whom it concerns and nobody else.
 */
#include "drivers/test/inject/faults.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "drivers/session.h"
#include "drivers/test/inject/event_inject.h"
#include "drivers/test/world/clock_call.h"
#include "drivers/test/world/world.h"
#include "protocol/program.h"

struct fault_rule {
    TAILQ_ENTRY(fault_rule) link;
    vireo_fault_info info;
};

struct fault_held {
    LIST_ENTRY(fault_held) link;
    struct fault_rule *rule; /* NULL: cleared, the call goes on */
    struct virtual_clock_wait wait;
};

static void fault_free_texts(vireo_fault *fault)
{
    free(fault->procedure);
    free(fault->domain);
}

static void rule_free(struct fault_rule *rule)
{
    fault_free_texts(&rule->info.fault);
    free(rule);
}
DEFINE_CLEANUP(struct fault_rule *, rule_free)

void faults_init(struct faults *faults)
{
    pthread_mutex_init(&faults->lock, NULL);
    TAILQ_INIT(&faults->rules);
    LIST_INIT(&faults->held);
    faults->last_id = 0;
    atomic_init(&faults->n_rules, 0);
}

void faults_done(struct faults *faults)
{
    struct fault_rule *rule;

    while ((rule = TAILQ_FIRST(&faults->rules))) {
        TAILQ_REMOVE(&faults->rules, rule, link);
        rule_free(rule);
    }
    pthread_mutex_destroy(&faults->lock);
}

/* ---- a call comes ---- */

static bool faults_fits(const char *pattern, const char *name)
{
    if (strcmp(pattern, "*") == 0)
        return true;
    return name && fnmatch(pattern, name, FNM_CASEFOLD) == 0;
}

/* The name of the domain that the call is for, or NULL. */
static const char *domain_of(const struct proc *proc, const void *args)
{
    const remote_nonnull_domain *dom;

    if (proc->domain_offset < 0)
        return NULL;
    dom = (const void *)((const char *)args + proc->domain_offset);
    return dom->name;
}

/* The rule that the call meets, or NULL; the lock is held. */
static struct fault_rule *find_rule(struct faults *faults, const char *procedure,
                                    const char *domain)
{
    struct fault_rule *rule;

    TAILQ_FOREACH (rule, &faults->rules, link) {
        const vireo_fault *f = &rule->info.fault;

        if ((!f->count || rule->info.met < f->count) && faults_fits(f->procedure, procedure) &&
            faults_fits(f->domain, domain))
            return rule;
    }
    return NULL;
}

/* Until when a call is held that comes now. */
static uint64_t held_until(struct virtual_clock *time, const vireo_fault *fault)
{
    return fault->kind == VIREO_FAULT_HANG
               ? UINT64_MAX
               : virtual_clock_now(time) + fault->value * (uint64_t)NS_PER_MS;
}

/* Does what the rule of the held call says, or until it is cleared or the session gone. */
static void wait_held(struct faults *faults, struct virtual_clock *time, struct fault_held *held,
                      struct session *session, int kind)
{
    virtual_clock_sleep(time, &held->wait, kind == VIREO_FAULT_BUSY ? NULL : session);
    LOCK_SCOPE(&faults->lock);
    LIST_REMOVE(held, link);
    if (held->rule)
        held->rule->info.held--;
}

int faults_meet(struct faults *faults, struct session *session, const struct proc *proc,
                const void *args)
{
    struct virtual_clock *time = &world_of(session)->time;
    struct fault_held held = {0};
    const char *domain = domain_of(proc, args);
    vireo_fault fault;
    unsigned id;

    pthread_mutex_lock(&faults->lock);
    held.rule = find_rule(faults, proc->name, domain);
    if (!held.rule) {
        pthread_mutex_unlock(&faults->lock);
        return 0;
    }
    fault = held.rule->info.fault; /* its texts may go with the rule */
    id = held.rule->info.id;
    held.rule->info.met++;
    if (fault.kind != VIREO_FAULT_ERROR) {
        held.rule->info.held++;
        LIST_INSERT_HEAD(&faults->held, &held, link);
        virtual_clock_announce(time, &held.wait, session, held_until(time, &fault));
    }
    pthread_mutex_unlock(&faults->lock);

    if (fault.kind == VIREO_FAULT_ERROR)
        return error_set(VIR_FROM_TEST, (int)fault.value, "fault %u met %s of '%s'", id, proc->name,
                         domain ? domain : "");
    wait_held(faults, time, &held, session, fault.kind);
    if (session->gone)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_ABORTED,
                         "%s ends while fault %u holds it", proc->name, id);
    return 0;
}

/* ---- the rules ---- */

static int faults_check(const vireo_fault *fault)
{
    if (!*fault->procedure || !*fault->domain)
        return error_set(
            VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
            "a fault needs patterns of the procedure and of the domain, \"*\" for any");
    if (fault->kind < VIREO_FAULT_DELAY || fault->kind > VIREO_FAULT_BUSY)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no fault of kind %d",
                         fault->kind);
    if (fault->kind == VIREO_FAULT_ERROR && (!fault->value || fault->value > INT_MAX))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no error code %u",
                         fault->value);
    return 0;
}

static int faults_copy(vireo_fault *to, const vireo_fault *from)
{
    *to = *from;
    to->procedure = strdup(from->procedure);
    to->domain = strdup(from->domain);
    if (to->procedure && to->domain)
        return 0;
    fault_free_texts(to);
    *to = (vireo_fault){0};
    return error_oom(VIR_FROM_TEST);
}

int faults_add(struct faults *faults, const vireo_fault *fault, unsigned *ret_id)
{
    _cleanup_(rule_freep) struct fault_rule *rule = calloc(1, sizeof(*rule));

    if (!rule)
        return error_oom(VIR_FROM_TEST);
    if (faults_check(fault) < 0 || faults_copy(&rule->info.fault, fault) < 0)
        return -1;
    LOCK_SCOPE(&faults->lock);
    if (faults->n_rules == VIREO_FAULTS_MAX)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "there are %d faults already",
                         VIREO_FAULTS_MAX);
    *ret_id = rule->info.id = ++faults->last_id;
    faults->n_rules++;
    TAILQ_INSERT_TAIL(&faults->rules, rule, link);
    rule = NULL;
    return 0;
}

/* Ends the rule and lets go what it holds; the lock is held. */
static void faults_drop(struct faults *faults, struct virtual_clock *time, struct fault_rule *rule)
{
    struct fault_held *held;

    LIST_FOREACH (held, &faults->held, link) {
        if (held->rule == rule) {
            held->rule = NULL;
            virtual_clock_wake(time, &held->wait);
        }
    }
    TAILQ_REMOVE(&faults->rules, rule, link);
    faults->n_rules--;
    rule_free(rule);
}

/* ---- the control calls ---- */

static int fault_add(struct session *session, const vireo_fault_add_args *args,
                     vireo_fault_add_ret *ret)
{
    return faults_add(&world_of(session)->faults, &args->fault, &ret->id);
}

static int fault_list(struct session *session, vireo_fault_list_ret *ret)
{
    struct faults *faults = &world_of(session)->faults;
    struct fault_rule *rule;
    vireo_fault_info *info;

    LOCK_SCOPE(&faults->lock);
    ret->faults.faults_val = info = calloc(faults->n_rules + 1, sizeof(*info));
    if (!info)
        return error_oom(VIR_FROM_TEST);
    TAILQ_FOREACH (rule, &faults->rules, link) {
        *info = rule->info;
        if (faults_copy(&info->fault, &rule->info.fault) < 0)
            return -1;
        ret->faults.faults_len++;
        info++;
    }
    return 0;
}

static int fault_clear(struct session *session, const vireo_fault_clear_args *args,
                       vireo_fault_clear_ret *ret)
{
    struct faults *faults = &world_of(session)->faults;
    struct fault_rule *rule, *next;

    LOCK_SCOPE(&faults->lock);
    for (rule = TAILQ_FIRST(&faults->rules); rule; rule = next) {
        next = TAILQ_NEXT(rule, link);
        if (!args->id || args->id == rule->info.id) {
            faults_drop(faults, &world_of(session)->time, rule);
            ret->cleared++;
        }
    }
    if (args->id && !ret->cleared)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no fault %u", args->id);
    return 0;
}

const struct vireo_ops faults_ops = {
    .fault_add = fault_add,
    .fault_list = fault_list,
    .fault_clear = fault_clear,
    .domain_event = event_inject_domain,
    .clock_advance = clock_advance,
};
