/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SASL exchanges through Cyrus SASL (libsasl2). */
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

struct sasl_exchange {
    sasl_conn_t *conn;
    bool started;        /* there is a mechanism that steps go to */
    const char *problem; /* NULL: libsasl2 knows */
};

bool sasl_exchange_supported(void)
{
    return true;
}

/* ---- libsasl2 in the process ---- */

/* What it would tell syslog. It may tell passwords at the levels below. */
static int sasl_exchange_log(void *context, int level, const char *message)
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
    {SASL_CB_LOG, (callback)(void (*)(void))sasl_exchange_log, NULL},
    {SASL_CB_LIST_END, NULL, NULL},
};

static int prepared;

static void sasl_exchange_prepare_once(void)
{
    sasl_threads_use();
    prepared = sasl_server_init(callbacks, SERVICE);
}

int sasl_exchange_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, sasl_exchange_prepare_once);
    return prepared == SASL_OK
               ? 0
               : error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL cannot be used: %s",
                           sasl_errstring(prepared, NULL, NULL));
}

/* ---- an exchange ---- */

static int sasl_exchange_set_up(struct sasl_exchange *exchange, const char **ret_mechanisms)
{
    static const sasl_security_properties_t on_a_local_socket = {
        .security_flags = SASL_SEC_NOANONYMOUS,
        .max_ssf = 0,
    };
    unsigned len;
    int count = 0;
    int r =
        sasl_server_new(SERVICE, NULL, NULL, NULL, NULL, NULL, SASL_SUCCESS_DATA, &exchange->conn);

    if (r == SASL_OK)
        r = sasl_setprop(exchange->conn, SASL_SEC_PROPS, &on_a_local_socket);
    if (r == SASL_OK)
        r = sasl_listmech(exchange->conn, NULL, "", ",", "", ret_mechanisms, &len, &count);
    return r == SASL_OK && !count ? SASL_NOMECH : r;
}

int sasl_exchange_new(struct sasl_exchange **ret_exchange, char **ret_mechanisms)
{
    _cleanup_(sasl_exchange_freep) struct sasl_exchange *exchange = calloc(1, sizeof(*exchange));
    const char *mechanisms;
    char *copy;
    int r;

    if (!exchange)
        return error_oom(VIR_FROM_RPC);
    r = sasl_exchange_set_up(exchange, &mechanisms);
    if (r != SASL_OK)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL cannot begin: %s",
                         sasl_errstring(r, NULL, NULL));
    copy = strdup(mechanisms);
    if (!copy)
        return error_oom(VIR_FROM_RPC);
    *ret_mechanisms = copy;
    *ret_exchange = take(exchange);
    return 0;
}

int sasl_exchange_step(struct sasl_exchange *exchange, const char *mechanism,
                       struct sasl_data client, struct sasl_data *ret_data)
{
    const char *data = NULL;
    unsigned len = 0;
    int r;

    /* libsasl2 steps through a NULL pointer where no mechanism was started. */
    if (!mechanism && !exchange->started) {
        exchange->problem = "a step before the start";
        return -1;
    }
    if (mechanism)
        r = sasl_server_start(exchange->conn, mechanism, client.data, (unsigned)client.len, &data,
                              &len);
    else
        r = sasl_server_step(exchange->conn, client.data, (unsigned)client.len, &data, &len);
    if (r != SASL_OK && r != SASL_CONTINUE)
        return -1;
    exchange->started = true;
    *ret_data = (struct sasl_data){data, len};
    return r == SASL_OK ? 1 : 0;
}

const char *sasl_exchange_problem(const struct sasl_exchange *exchange)
{
    return exchange->problem ? exchange->problem : sasl_errdetail(exchange->conn);
}

const char *sasl_exchange_user(const struct sasl_exchange *exchange)
{
    const void *user = NULL;

    return sasl_getprop(exchange->conn, SASL_USERNAME, &user) == SASL_OK ? user : NULL;
}

struct sasl_exchange *sasl_exchange_free(struct sasl_exchange *exchange)
{
    if (exchange && exchange->conn)
        sasl_dispose(&exchange->conn);
    free(exchange);
    return NULL;
}
