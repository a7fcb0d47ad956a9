/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Administration of the daemon itself: its servers, their worker threads and clients.
 */
#ifndef LIBVIRT_ADMIN_H
#define LIBVIRT_ADMIN_H

#include <libvirt/libvirt-common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection to a daemon's administration socket. */
typedef struct _virAdmConnect virAdmConnect;
typedef virAdmConnect *virAdmConnectPtr;

/* A server in the daemon: sockets with their workers and clients. */
typedef struct _virAdmServer virAdmServer;
typedef virAdmServer *virAdmServerPtr;

/* A client of such a server. */
typedef struct _virAdmClient virAdmClient;
typedef virAdmClient *virAdmClientPtr;

/* Told that conn broke, for a virConnectCloseReason. Since 2.0.0. */
typedef void (*virAdmConnectCloseFunc)(virAdmConnectPtr conn, int reason, void *opaque);

/* Flags of virAdmConnectDaemonShutdown. Since 11.2.0. */
typedef enum {
    VIR_DAEMON_SHUTDOWN_PRESERVE = 1 << 0, /* keep domains as far as the drivers are set to */
} virAdmConnectDaemonShutdownFlags;

/* Worker threads of a server: typed parameters. */
#define VIR_THREADPOOL_JOB_QUEUE_DEPTH  "jobQueueDepth"
#define VIR_THREADPOOL_WORKERS_CURRENT  "nWorkers"
#define VIR_THREADPOOL_WORKERS_FREE     "freeWorkers"
#define VIR_THREADPOOL_WORKERS_MAX      "maxWorkers"
#define VIR_THREADPOOL_WORKERS_MIN      "minWorkers"
#define VIR_THREADPOOL_WORKERS_PRIORITY "prioWorkers"

/* Limits on a server's clients: typed parameters. */
#define VIR_SERVER_CLIENTS_CURRENT        "nclients"
#define VIR_SERVER_CLIENTS_MAX            "nclients_max"
#define VIR_SERVER_CLIENTS_UNAUTH_CURRENT "nclients_unauth"
#define VIR_SERVER_CLIENTS_UNAUTH_MAX     "nclients_unauth_max"

/* ---- connections ---- */

/*
 * Makes the library ready; need not be called. Returns 0.
 *
 * Since 2.0.0.
 */
int virAdmInitialize(void);

/*
 * The library's own version in *libVer: major * 1,000,000 + minor * 1,000 + release. Returns 0 or
 * -1.
 *
 * Since 2.0.0.
 */
int virAdmGetVersion(unsigned long long *libVer);

/*
 * Opens a connection to a daemon's administration socket; only the daemon's own user may. name:
 *
 *     vireod:///system       vireod of the system (vireod:///session: the user's own)
 *     libvirtd:///system     libvirt's daemon; virtqemud:///system and so on its smaller ones
 *     ...?socket=PATH        a daemon on that socket, whatever it is called
 *     an alias               of uri_aliases in libvirt-admin.conf, unless flags has
 *                            VIR_CONNECT_NO_ALIASES
 *     NULL                   $LIBVIRT_ADMIN_DEFAULT_URI, uri_default of that file, or else vireod
 * if its socket is there, and libvirtd
 *
 * flags: virConnectFlags, of which VIR_CONNECT_NO_ALIASES means something. Returns a connection for
 * virAdmConnectClose, or NULL: VIR_ERR_CONFIG_UNSUPPORTED where the URI is none of those.
 *
 * Since 2.0.0.
 */
virAdmConnectPtr virAdmConnectOpen(const char *name, unsigned int flags);

/*
 * Gives one reference back; the last one ends the connection. conn may be NULL. Returns 1 while
 * references are left, 0 when the connection has ended, or -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectClose(virAdmConnectPtr conn);

/*
 * Takes one more reference, to be given back with virAdmConnectClose. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectRef(virAdmConnectPtr conn);

/*
 * Whether the connection still stands, as far as the library knows without asking: 1 or 0 (NULL:
 * 0), -1 on error.
 *
 * Since 2.0.0.
 */
int virAdmConnectIsAlive(virAdmConnectPtr conn);

/*
 * The URI that the connection was opened with, for the caller to free(), or NULL.
 *
 * Since 2.0.0.
 */
char *virAdmConnectGetURI(virAdmConnectPtr conn);

/*
 * The daemon's version in *libVer, as virAdmGetVersion tells the library's. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectGetLibVersion(virAdmConnectPtr conn, unsigned long long *libVer);

/*
 * Has cb(conn, reason, opaque) called once, when the connection breaks; reason is a
 * virConnectCloseReason. At most one callback for a connection (else VIR_ERR_OPERATION_INVALID).
 *
 * It runs in the thread that notices: one that waits for a call, or the event loop's if there is
 * one. It keeps a reference of conn. freecb(opaque), unless NULL, is called when the callback has
 * run or was taken back. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectRegisterCloseCallback(virAdmConnectPtr conn, virAdmConnectCloseFunc cb,
                                       void *opaque, virFreeCallback freecb);

/*
 * Takes back the close callback, which must be cb (else VIR_ERR_OPERATION_INVALID). Returns 0 or
 * -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectUnregisterCloseCallback(virAdmConnectPtr conn, virAdmConnectCloseFunc cb);

/* ---- the daemon ---- */

/*
 * Makes the daemon end once nobody has used it for that many seconds; 0: never. flags: 0. Returns 0
 * or -1.
 *
 * Since 8.6.0.
 */
int virAdmConnectSetDaemonTimeout(virAdmConnectPtr conn, unsigned int timeout, unsigned int flags);

/*
 * Tells the daemon to end, as SIGTERM does. flags: virAdmConnectDaemonShutdownFlags, where the
 * daemon knows them. Returns 0 (it has begun to) or -1.
 *
 * Since 11.2.0.
 */
int virAdmConnectDaemonShutdown(virAdmConnectPtr conn, unsigned int flags);

/*
 * Where the daemon's log goes, as text in the form of log_outputs of its configuration, in *outputs
 * for the caller to free() (outputs may be NULL). flags: 0. Returns how many outputs there are, or
 * -1.
 *
 * Since 3.0.0.
 */
int virAdmConnectGetLoggingOutputs(virAdmConnectPtr conn, char **outputs, unsigned int flags);

/*
 * What the daemon logs of which of its parts, like virAdmConnectGetLoggingOutputs; *filters is NULL
 * where there are none.
 *
 * Since 3.0.0.
 */
int virAdmConnectGetLoggingFilters(virAdmConnectPtr conn, char **filters, unsigned int flags);

/*
 * Sends the daemon's log elsewhere from now on; NULL or empty: where it goes by default. flags: 0.
 * Returns 0, or -1 and everything is as before.
 *
 * Since 3.0.0.
 */
int virAdmConnectSetLoggingOutputs(virAdmConnectPtr conn, const char *outputs, unsigned int flags);

/*
 * Sets what is logged of which part from now on; NULL or empty: no filters. flags: 0. Returns 0, or
 * -1 and everything is as before.
 *
 * Since 3.0.0.
 */
int virAdmConnectSetLoggingFilters(virAdmConnectPtr conn, const char *filters, unsigned int flags);

/* ---- servers ---- */

/*
 * All servers of the daemon in *servers, a new array that ends with NULL: to be freed with free(),
 * each server with virAdmServerFree. servers may be NULL. flags: 0. Returns how many there are, or
 * -1.
 *
 * Since 2.0.0.
 */
int virAdmConnectListServers(virAdmConnectPtr conn, virAdmServerPtr **servers, unsigned int flags);

/*
 * The server of that name, for virAdmServerFree, or NULL (VIR_ERR_NO_SERVER). flags: 0.
 *
 * Since 2.0.0.
 */
virAdmServerPtr virAdmConnectLookupServer(virAdmConnectPtr conn, const char *name,
                                          unsigned int flags);

/*
 * The server's name, which belongs to it, or NULL.
 *
 * Since 2.0.0.
 */
const char *virAdmServerGetName(virAdmServerPtr srv);

/*
 * Frees the handle; the server goes on. srv may be NULL. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmServerFree(virAdmServerPtr srv);

/*
 * The server's worker threads: VIR_THREADPOOL_* in *params, for virTypedParamsFree, and their
 * number in *nparams. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmServerGetThreadPoolParameters(virAdmServerPtr srv, virTypedParameterPtr *params,
                                        int *nparams, unsigned int flags);

/*
 * Sets VIR_THREADPOOL_WORKERS_MIN, _MAX and _PRIORITY, or some of them. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmServerSetThreadPoolParameters(virAdmServerPtr srv, virTypedParameterPtr params,
                                        int nparams, unsigned int flags);

/*
 * How many clients the server has and may have: VIR_SERVER_CLIENTS_*, as
 * virAdmServerGetThreadPoolParameters.
 *
 * Since 2.0.0.
 */
int virAdmServerGetClientLimits(virAdmServerPtr srv, virTypedParameterPtr *params, int *nparams,
                                unsigned int flags);

/*
 * Sets VIR_SERVER_CLIENTS_MAX and _UNAUTH_MAX, or one of them. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmServerSetClientLimits(virAdmServerPtr srv, virTypedParameterPtr params, int nparams,
                                unsigned int flags);

/*
 * Has the server read its TLS certificates and keys again. flags: 0. Returns 0, or -1: a server
 * without TLS has none (VIR_ERR_NO_SUPPORT of vireod).
 *
 * Since 2.0.0.
 */
int virAdmServerUpdateTlsFiles(virAdmServerPtr srv, unsigned int flags);

/* ---- clients ---- */

/* How a client came. Since 2.0.0. */
typedef enum {
    VIR_CLIENT_TRANS_UNIX = 0,
    VIR_CLIENT_TRANS_TCP = 1,
    VIR_CLIENT_TRANS_TLS = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CLIENT_TRANS_LAST = 3,
#endif
} virClientTransport;

/* Who a client is: typed parameters. */
#define VIR_CLIENT_INFO_READONLY                "readonly"
#define VIR_CLIENT_INFO_SASL_USER_NAME          "sasl_user_name"
#define VIR_CLIENT_INFO_SELINUX_CONTEXT         "selinux_context"
#define VIR_CLIENT_INFO_SOCKET_ADDR             "sock_addr"
#define VIR_CLIENT_INFO_UNIX_GROUP_ID           "unix_group_id"
#define VIR_CLIENT_INFO_UNIX_GROUP_NAME         "unix_group_name"
#define VIR_CLIENT_INFO_UNIX_PROCESS_ID         "unix_process_id"
#define VIR_CLIENT_INFO_UNIX_USER_ID            "unix_user_id"
#define VIR_CLIENT_INFO_UNIX_USER_NAME          "unix_user_name"
#define VIR_CLIENT_INFO_X509_DISTINGUISHED_NAME "tls_x509_dname"

/*
 * All clients of the server in *clients, a new array that ends with NULL: to be freed with free(),
 * each client with virAdmClientFree. clients may be NULL. flags: 0. Returns how many there are, or
 * -1.
 *
 * Since 2.0.0.
 */
int virAdmServerListClients(virAdmServerPtr srv, virAdmClientPtr **clients, unsigned int flags);

/*
 * The server's client with that number, for virAdmClientFree, or NULL (VIR_ERR_NO_CLIENT). flags:
 * 0.
 *
 * Since 2.0.0.
 */
virAdmClientPtr virAdmServerLookupClient(virAdmServerPtr srv, unsigned long long id,
                                         unsigned int flags);

/*
 * Frees the handle; the client stays connected. client may be NULL. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmClientFree(virAdmClientPtr client);

/*
 * The client's number, which no other client of its server has or had; on error -1 as an unsigned
 * number.
 *
 * Since 2.0.0.
 */
unsigned long long virAdmClientGetID(virAdmClientPtr client);

/*
 * When the client connected, in seconds since 1970, or -1.
 *
 * Since 2.0.0.
 */
long long virAdmClientGetTimestamp(virAdmClientPtr client);

/*
 * A virClientTransport, or -1.
 *
 * Since 2.0.0.
 */
int virAdmClientGetTransport(virAdmClientPtr client);

/*
 * Who the client is: VIR_CLIENT_INFO_* in *params, for virTypedParamsFree, and their number in
 * *nparams. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmClientGetInfo(virAdmClientPtr client, virTypedParameterPtr *params, int *nparams,
                        unsigned int flags);

/*
 * Throws the client out. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virAdmClientClose(virAdmClientPtr client, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_ADMIN_H */
