/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every public function does before and after its own work, so that all do the same:
 *
 *     the thread's error is forgotten > the object is checked > the right to write is checked
 *     > the arguments are checked > the driver is called > a failure is reported, once
 *
 * Reporting copies the error to the connection and calls the program's error function. A public
 * function that fails therefore returns through one of these, or calls api_fail().
 *
 * generate.py writes these calls from api/X.api; functions that are more than one procedure and
 * its checks are written by hand with the macros at the end. `origin` is the domain of the errors
 * (VIR_FROM_DOM).
 */
#pragma once

#include <string.h>

#include "client/core/conn.h"
#include "client/core/object.h"
#include "protocol/program.h"
#include "protocol/remote.h"

/* ---- the start of a function: the connection, or NULL: the object is none (reported) ---- */

VIREO_SHARED virConnectPtr api_conn(virConnectPtr conn, int origin);
VIREO_SHARED virConnectPtr api_object(const struct object_kind *kind, const void *object);

#define OBJECT(type, name, ...)                              \
    static inline virConnectPtr api_##name(type##Ptr object) \
    {                                                        \
        return api_object(&name##_object_kind, object);      \
    }
#define OBJECT_ID OBJECT
#include "client/core/objects.def"
#undef OBJECT
#undef OBJECT_ID

/* ---- checks: 0, or -1 with the error reported; conn may be NULL ---- */

/* The connection is not a read-only one. what: the function or flag. */
VIREO_SHARED int api_may_write(virConnectPtr conn, int origin, const char *what);

/* A count is neither negative nor more than the wire can carry. */
VIREO_SHARED int api_count(virConnectPtr conn, int origin, const char *name, long long n);

/* None of the n texts is missing. */
VIREO_SHARED int api_texts_there(virConnectPtr conn, int origin, const char *name,
                                 const char *const *texts, size_t n);

VIREO_SHARED int api_at_least(virConnectPtr conn, int origin, const char *name, long long n,
                              int least);

int api_nonzero(virConnectPtr conn, int origin, const char *name, bool nonzero);

int api_not_empty(virConnectPtr conn, int origin, const char *name, const char *value);

/* A number fits into 32 bits of the wire. */
int api_fits(virConnectPtr conn, int origin, const char *name, unsigned long long n);

/* Not both flags are set. */
int api_exclusive(virConnectPtr conn, int origin, unsigned flags, unsigned a, unsigned b,
                  const char *a_name, const char *b_name);

/* The path as it is from the root: malloc'ed. */
int api_absolute(virConnectPtr conn, const char *path, char **ret_path);

/* A second object is one of that kind and of this connection. */
int api_belongs(virConnectPtr conn, int origin, const struct object_kind *kind, const void *object);

/* Reads the text of a UUID. */
int api_uuid(virConnectPtr conn, int origin, const char *text, unsigned char *ret_uuid);

/* Sets VIR_ERR_INVALID_ARG naming the argument and reports it; returns -1. */
VIREO_SHARED int api_missing(virConnectPtr conn, int origin, const char *argument);

/* Reports the thread's error; returns -1. */
VIREO_SHARED int api_fail(virConnectPtr conn);

/* ---- the call ---- */

/* Calls a procedure. 0, or -1 with the error reported; VIR_ERR_NO_SUPPORT where the connection's
 * driver does not have it. *ret (zeroed) is freed by the caller in any case. */
VIREO_SHARED int api_call(virConnectPtr conn, const struct program *program, int procedure,
                          const void *args, void *ret);

/* ---- results ---- */

/* Takes n texts into a new array that ends with NULL. 0, or -1 with the error set. */
int api_texts(char **from, size_t n, char ***ret_texts);

/* Makes n structures of `size` bytes from the n values of value_size bytes, in a new array that
 * ends with NULL, for *(struct x ***)ret_list. fill moves what a value owns to its structure; it
 * cannot fail. 0, or -1 with the error set. */
int api_structs(void *values, size_t n, size_t value_size, size_t size,
                void (*fill)(void *to, void *from), void *ret_list);

/* Copies characters that may lack their end; *to always has it, and zeros behind. */
void api_text_copy(char *to, size_t size, const char *from, size_t len);

/* Copies a result's bytes to an array of `size`; what the result lacks is zero. */
void api_bytes_copy(void *to, size_t size, const void *from, size_t len);

/* Takes an optional text of a result. */
static inline char *api_optional(char **from)
{
    return from ? take(*from) : NULL;
}

/* A result that is freed at the end of the scope. */
struct api_ret {
    const struct program *program;
    int procedure;
    void *ret;
};

VIREO_SHARED void api_ret_free(struct api_ret *ret);

/* Declares ret, the result of a procedure, freed at the end of the scope. */
#define RET(program, procedure, type)                    \
    type ret = {0};                                      \
    _cleanup_(api_ret_free) struct api_ret ret_guard = { \
        &program##_program,                              \
        procedure,                                       \
        &ret,                                            \
    }

/* Leaves the function with `bad` when an argument is missing. */
#define NEED(conn, origin, bad, argument)         \
    do {                                          \
        if (!(argument)) {                        \
            api_missing(conn, origin, #argument); \
            return bad;                           \
        }                                         \
    } while (0)

/* XDR has no const; nothing writes to arguments. */
static inline char *wire_text(const char *s)
{
    return (char *)(uintptr_t)s;
}

/* An optional string of the arguments: NULL when there is none. */
#define OPT(s) ((s) ? &(char *){wire_text(s)} : NULL)

/* ---- for functions written by hand ---- */

/* Leaves the function with `bad` when the object is none. */
#define CONN(conn, origin, bad)      \
    do {                             \
        if (!api_conn(conn, origin)) \
            return bad;              \
    } while (0)
#define DOMAIN(domain, bad)      \
    do {                         \
        if (!api_domain(domain)) \
            return bad;          \
    } while (0)

/* Calls a procedure of the program REMOTE; its result goes to ret. What follows are initializers
 * of its arguments. GET0: it takes none. CALL0: and gives none. */
#define GET(conn, NAME, member, ...)                                                            \
    api_call(conn, &remote_program, REMOTE_PROC_##NAME, &(remote_##member##_args){__VA_ARGS__}, \
             &ret)
#define GET0(conn, NAME)  api_call(conn, &remote_program, REMOTE_PROC_##NAME, NULL, &ret)
#define CALL0(conn, NAME) api_call(conn, &remote_program, REMOTE_PROC_##NAME, NULL, NULL)
