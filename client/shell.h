/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The shell round every public function, so that each does the same before and after its own work:
 *
 *     the thread's error is forgotten > the objects are checked > the right to write is checked
 *     > the arguments that must be there are > the driver is called > a failure is reported, once
 *
 * Reporting copies the error to the connection and calls the program's error function. A public
 * function that fails therefore returns through one of these, or calls shell_fail().
 */
#pragma once

#include "client/object.h"
#include "protocol/program.h"
#include "protocol/remote.h"

/* Starts a public function. 0, or -1: the object is none (reported). */
int shell_conn(virConnectPtr conn);
int shell_domain(virDomainPtr domain);

/* Reports the thread's error; returns -1. conn may be NULL. */
int shell_fail(virConnectPtr conn);

/* Sets VIR_ERR_INVALID_ARG naming the argument and reports it; returns -1. */
int shell_missing(virConnectPtr conn, const char *argument);

/* Calls a procedure of the REMOTE program. 0, or -1 with the error reported. The right to write is
 * checked here, by the table. *ret (zeroed) is freed by the caller in any case. */
int shell_call(virConnectPtr conn, int procedure, const void *args, void *ret);

/* A result that is freed at the end of the scope. */
struct shell_ret {
    int procedure;
    void *ret;
};

void shell_ret_free(struct shell_ret *ret);

/* Declares ret, the result of a procedure, freed at the end of the scope. */
#define RET(NAME, member)                                    \
    remote_##member##_ret ret = {0};                         \
    _cleanup_(shell_ret_free) struct shell_ret ret_guard = { \
        REMOTE_PROC_##NAME,                                  \
        &ret,                                                \
    }

/* Leaves the function with `bad` when the object is none, or an argument is missing. */
#define CONN(conn, bad)           \
    do {                          \
        if (shell_conn(conn) < 0) \
            return bad;           \
    } while (0)
#define DOMAIN(domain, bad)           \
    do {                              \
        if (shell_domain(domain) < 0) \
            return bad;               \
    } while (0)
#define NEED(conn, argument, bad)           \
    do {                                    \
        if (!(argument)) {                  \
            shell_missing(conn, #argument); \
            return bad;                     \
        }                                   \
    } while (0)

/* Calls a procedure of that connection (CALL), or with that domain as its first argument
 * (DOMAIN_CALL); what follows are initializers of its arguments. CALL0, GET0: it takes none. GET:
 * its result goes to ret. */
#define ARGS(member, ...)     \
    &(remote_##member##_args) \
    {                         \
        __VA_ARGS__           \
    }
#define CALL(conn, NAME, member, ...) \
    shell_call(conn, REMOTE_PROC_##NAME, ARGS(member, __VA_ARGS__), NULL)
#define GET(conn, NAME, member, ...) \
    shell_call(conn, REMOTE_PROC_##NAME, ARGS(member, __VA_ARGS__), &ret)
#define GET0(conn, NAME) shell_call(conn, REMOTE_PROC_##NAME, NULL, &ret)
#define DOMAIN_CALL(domain, NAME, member, ...) \
    CALL((domain)->conn, NAME, member, .dom = domain_wire(domain), ##__VA_ARGS__)
#define DOMAIN_GET(domain, NAME, member, ...) \
    GET((domain)->conn, NAME, member, .dom = domain_wire(domain), ##__VA_ARGS__)

/* XDR has no const; nothing writes to arguments. */
static inline char *text(const char *s)
{
    return (char *)(uintptr_t)s;
}

/* An optional string of the arguments: NULL when there is none. */
#define OPT(s) ((s) ? &(char *){text(s)} : NULL)
