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
    VIR_DAEMON_SHUTDOWN_PRESERVE = 1 << 0, /* keep machines as far as the drivers are set to */
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

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_ADMIN_H */
