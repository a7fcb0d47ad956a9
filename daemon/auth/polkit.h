/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asks polkit, over the system's bus, whether somebody may do something. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

/* A process: pid and start time name it whatever comes after it, uid is who it was when it came. */
struct polkit_subject {
    pid_t pid;
    uid_t uid;
    uint64_t start_time; /* clock ticks after the boot; 0: polkit looks itself */
};

/* When the process started, or 0 when it cannot be told. */
uint64_t polkit_start_time(pid_t pid);

/* What somebody wants to do, by our name, and by libvirt's, for which a host has rules. */
struct polkit_action {
    const char *own, *libvirt;
};

/*
 * Asks for an action, and waits: polkit may have to ask a human, which is for the action by our
 * name. Where nobody has to be asked, both names are: a rule that refuses one of them refuses, else
 * one that allows one of them allows. timeout_ms, of each answer, < 0: as long as it takes.
 * cancel_fd: becomes readable when the answer is not wanted any more; -1: never. cookie names the
 * question to polkit; unique in the process.
 *
 * 0: yes. -1: VIR_ERR_AUTH_FAILED: no; VIR_ERR_AUTH_UNAVAILABLE: a human would have to be asked
 * and there is no way to; VIR_ERR_AUTH_CANCELLED: the human would not, or the answer is not wanted
 * any more; VIR_ERR_DBUS_SERVICE: polkit cannot be asked, or does not answer. Any thread.
 */
int polkit_check(const struct polkit_subject *subject, const struct polkit_action *action,
                 const char *cookie, int timeout_ms, int cancel_fd);
