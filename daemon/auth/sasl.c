/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversations through Cyrus SASL (libsasl2). */
#include "daemon/auth/sasl.h"

#include <limits.h>
#include <pthread.h>
#include <sasl/sasl.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "rpc/sasl_threads.h"

#define LOG_MODULE "daemon.sasl"

/* The name of libsasl2's configuration file, and of the service in the names of Kerberos. */
#define SERVICE "libvirt"

struct sasl_talk {
    sasl_conn_t *conn;
    bool started;        /* there is a mechanism that steps go to */
    const char *problem; /* NULL: libsasl2 knows */
};

DEFINE_CLEANUP(struct sasl_talk *, sasl_talk_free)

bool sasl_talk_supported(void)
{
    return true;
}

/* ---- libsasl2 in the process ---- */

/* What it would tell syslog. It may tell passwords at the levels below. */
static int tell(void *context, int level, const char *message)
{
    if (level == SASL_LOG_ERR)
        log_warning("%s", message);
    else if (level == SASL_LOG_FAIL || level == SASL_LOG_WARN)
        log_info("%s", message);
    else if (level == SASL_LOG_NOTE || level == SASL_LOG_DEBUG)
        log_debug("%s", message);
    return SASL_OK;
}

typedef int (*callback)(void);

static const sasl_callback_t callbacks[] = {
    {SASL_CB_LOG, (callback)(void (*)(void))tell, NULL},
    {SASL_CB_LIST_END, NULL, NULL},
};

static int prepared;

static void prepare(void)
{
    sasl_threads_use();
    prepared = sasl_server_init(callbacks, SERVICE);
}

int sasl_talk_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, prepare);
    return prepared == SASL_OK
               ? 0
               : error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL cannot be used: %s",
                           sasl_errstring(prepared, NULL, NULL));
}

/* ---- a conversation ---- */

static int set_up(struct sasl_talk *talk, const char **ret_mechanisms)
{
    static const sasl_security_properties_t on_a_local_socket = {
        .security_flags = SASL_SEC_NOANONYMOUS,
        .max_ssf = 0,
    };
    unsigned len;
    int count = 0;
    int r = sasl_server_new(SERVICE, NULL, NULL, NULL, NULL, NULL, SASL_SUCCESS_DATA, &talk->conn);

    if (r == SASL_OK)
        r = sasl_setprop(talk->conn, SASL_SEC_PROPS, &on_a_local_socket);
    if (r == SASL_OK)
        r = sasl_listmech(talk->conn, NULL, "", ",", "", ret_mechanisms, &len, &count);
    return r == SASL_OK && !count ? SASL_NOMECH : r;
}

int sasl_talk_new(struct sasl_talk **ret_talk, char **ret_mechanisms)
{
    _cleanup_(sasl_talk_freep) struct sasl_talk *talk = calloc(1, sizeof(*talk));
    const char *mechanisms;
    char *copy;
    int r;

    if (!talk)
        return error_oom(VIR_FROM_RPC);
    r = set_up(talk, &mechanisms);
    if (r != SASL_OK)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL cannot begin: %s",
                         sasl_errstring(r, NULL, NULL));
    copy = strdup(mechanisms);
    if (!copy)
        return error_oom(VIR_FROM_RPC);
    *ret_mechanisms = copy;
    *ret_talk = take(talk);
    return 0;
}

int sasl_talk_take(struct sasl_talk *talk, const char *mechanism, struct sasl_words words,
                   struct sasl_words *ret_words)
{
    const char *data = NULL;
    unsigned len = 0;
    int r;

    /* libsasl2 steps through a NULL pointer where no mechanism was started. */
    if (!mechanism && !talk->started) {
        talk->problem = "a step before the start";
        return -1;
    }
    if (mechanism)
        r = sasl_server_start(talk->conn, mechanism, words.data, (unsigned)words.len, &data, &len);
    else
        r = sasl_server_step(talk->conn, words.data, (unsigned)words.len, &data, &len);
    if (r != SASL_OK && r != SASL_CONTINUE)
        return -1;
    talk->started = true;
    *ret_words = (struct sasl_words){data, len};
    return r == SASL_OK ? 1 : 0;
}

const char *sasl_talk_problem(const struct sasl_talk *talk)
{
    return talk->problem ? talk->problem : sasl_errdetail(talk->conn);
}

const char *sasl_talk_user(const struct sasl_talk *talk)
{
    const void *user = NULL;

    return sasl_getprop(talk->conn, SASL_USERNAME, &user) == SASL_OK ? user : NULL;
}

struct sasl_talk *sasl_talk_free(struct sasl_talk *talk)
{
    if (talk && talk->conn)
        sasl_dispose(&talk->conn);
    free(talk);
    return NULL;
}
