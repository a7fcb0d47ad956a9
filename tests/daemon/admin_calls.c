/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every function of libvirt-admin.h against a daemon: calls URI SERVER [ALIAS]. The URI is opened
 * by its alias, "-": by none. What is expected is the same of every daemon and every library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/libvirt-admin.h>
#include <libvirt/virterror.h>

static int failures;

/* An error's code and domain in one number. */
#define ERROR(code, domain) ((code)*1000 + (domain))
#define LAST_ERROR          ERROR(virGetLastErrorCode(), virGetLastErrorDomain())
#define NO_CONNECTION       ERROR(VIR_ERR_INVALID_CONN, VIR_FROM_ADMIN)
#define BAD_ARGUMENT        ERROR(VIR_ERR_INVALID_ARG, VIR_FROM_ADMIN)
#define NO_SOCKET           ERROR(VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC)

/* The value, and the error (0: none), of one call. */
#define EXPECT(wanted, error, call)                                                   \
    do {                                                                              \
        long long got_;                                                               \
                                                                                      \
        virResetLastError();                                                          \
        got_ = (long long)(call);                                                     \
        if (got_ != (wanted) || LAST_ERROR != (error)) {                              \
            printf("line %d: %s: %lld, %d (%s)\n", __LINE__, #call, got_, LAST_ERROR, \
                   virGetLastErrorMessage());                                         \
            failures++;                                                               \
        }                                                                             \
    } while (0)
#define WORKS(wanted, call)  EXPECT(wanted, 0, call)
#define FAILS(error, call)   EXPECT(-1, error, call)
#define REFUSED(error, call) EXPECT(0, error, (call) != NULL)

static void quiet(void *opaque, virErrorPtr e)
{
}

static int closed, freed;

static void on_close(virAdmConnectPtr conn, int reason, void *opaque)
{
    closed += reason == VIR_CONNECT_CLOSE_REASON_EOF && opaque == &closed;
}

static void other_on_close(virAdmConnectPtr conn, int reason, void *opaque)
{
}

static void on_free(void *opaque)
{
    freed++;
}

static unsigned value(virTypedParameterPtr params, int n, const char *name)
{
    unsigned v = 0;

    WORKS(1, virTypedParamsGetUInt(params, n, name, &v));
    return v;
}

/* ---- opening ---- */

static void wrong_uris(void)
{
    static const char *const unsupported[] = {
        "nonsense:///system",
        "libvirtd:///other",
        "libvirtd://",
        "libvirtd+tls:///system",
        "libvirtd:///system?foo=bar&socket=/nowhere",
    };

    for (size_t i = 0; i < sizeof(unsupported) / sizeof(*unsupported); i++)
        REFUSED(ERROR(VIR_ERR_CONFIG_UNSUPPORTED, VIR_FROM_ADMIN),
                virAdmConnectOpen(unsupported[i], 0));
    REFUSED(NO_SOCKET, virAdmConnectOpen("libvirtd:///system?socket=/nowhere", 0));
    REFUSED(NO_SOCKET, virAdmConnectOpen("virtnobodyd:///system?socket=/nowhere", 0));
    setenv("LIBVIRT_ADMIN_DEFAULT_URI", "virtnobodyd:///system?socket=/nowhere", 1);
    REFUSED(NO_SOCKET, virAdmConnectOpen(NULL, 0));
    unsetenv("LIBVIRT_ADMIN_DEFAULT_URI");
}

static void connection(virAdmConnectPtr conn, const char *uri)
{
    unsigned long long version = 0;
    char *said = virAdmConnectGetURI(conn);

    WORKS(0, strcmp(said ? said : "", uri));
    free(said);
    REFUSED(NO_CONNECTION, virAdmConnectGetURI(NULL));
    WORKS(1, virAdmConnectIsAlive(conn));
    WORKS(0, virAdmConnectIsAlive(NULL));
    WORKS(0, virAdmConnectRef(conn));
    WORKS(1, virAdmConnectClose(conn));
    FAILS(NO_CONNECTION, virAdmConnectRef(NULL));
    WORKS(0, virAdmConnectClose(NULL));
    WORKS(0, virAdmConnectGetLibVersion(conn, &version));
    WORKS(1, version >= 9000000);
    FAILS(BAD_ARGUMENT, virAdmConnectGetLibVersion(conn, NULL));
    FAILS(NO_CONNECTION, virAdmConnectGetLibVersion(NULL, &version));
}

static void close_callback(virAdmConnectPtr conn)
{
    FAILS(BAD_ARGUMENT, virAdmConnectRegisterCloseCallback(conn, NULL, NULL, NULL));
    FAILS(NO_CONNECTION, virAdmConnectRegisterCloseCallback(NULL, on_close, NULL, NULL));
    WORKS(0, virAdmConnectRegisterCloseCallback(conn, on_close, &closed, on_free));
    FAILS(ERROR(VIR_ERR_OPERATION_INVALID, VIR_FROM_ADMIN),
          virAdmConnectRegisterCloseCallback(conn, on_close, &closed, on_free));
    FAILS(ERROR(VIR_ERR_OPERATION_INVALID, 0),
          virAdmConnectUnregisterCloseCallback(conn, other_on_close));
    WORKS(0, freed);
    WORKS(0, virAdmConnectUnregisterCloseCallback(conn, on_close));
    WORKS(1, freed);
    FAILS(ERROR(VIR_ERR_OPERATION_INVALID, 0),
          virAdmConnectUnregisterCloseCallback(conn, on_close));
}

/* ---- what is done with an open connection ---- */

static void servers(virAdmConnectPtr conn, const char *name)
{
    virAdmServerPtr *list = NULL;
    int found = 0;

    WORKS(2, virAdmConnectListServers(conn, NULL, 0));
    WORKS(2, virAdmConnectListServers(conn, &list, 0));
    for (int i = 0; list && list[i]; i++) {
        found += strcmp(virAdmServerGetName(list[i]), name) == 0;
        WORKS(0, virAdmServerFree(list[i]));
    }
    free(list);
    WORKS(1, found);
    FAILS(BAD_ARGUMENT, virAdmConnectListServers(conn, NULL, 1));
    FAILS(NO_CONNECTION, virAdmConnectListServers(NULL, NULL, 0));
    REFUSED(BAD_ARGUMENT, virAdmConnectLookupServer(conn, NULL, 0));
    REFUSED(NO_CONNECTION, virAdmConnectLookupServer(NULL, name, 0));
    virResetLastError();
    WORKS(0, virAdmServerFree(NULL));
    REFUSED(NO_CONNECTION, virAdmServerGetName(NULL));
    if (virAdmConnectLookupServer(conn, "nobody", 0) || virGetLastErrorCode() != VIR_ERR_NO_SERVER)
        printf("a server that is not there: %s\n", virGetLastErrorMessage()), failures++;
}

static void limits(virAdmServerPtr srv)
{
    virTypedParameterPtr params = NULL, set = NULL;
    int n = 0, n_set = 0, max = 0;

    WORKS(0, virAdmServerGetThreadPoolParameters(srv, &params, &n, 0));
    WORKS(6, n);
    WORKS(1, value(params, n, VIR_THREADPOOL_WORKERS_MAX) >=
                 value(params, n, VIR_THREADPOOL_WORKERS_CURRENT));
    virTypedParamsFree(params, n);
    virTypedParamsAddUInt(&set, &n_set, &max, VIR_THREADPOOL_WORKERS_MAX, 33);
    WORKS(0, virAdmServerSetThreadPoolParameters(srv, set, n_set, 0));
    WORKS(0, virAdmServerGetThreadPoolParameters(srv, &params, &n, 0));
    WORKS(33, value(params, n, VIR_THREADPOOL_WORKERS_MAX));
    virTypedParamsFree(params, n);
    FAILS(BAD_ARGUMENT, virAdmServerGetThreadPoolParameters(srv, &params, &n, 1));
    FAILS(NO_CONNECTION, virAdmServerGetThreadPoolParameters(NULL, &params, &n, 0));
    FAILS(BAD_ARGUMENT, virAdmServerSetThreadPoolParameters(srv, set, n_set, 1));
    FAILS(BAD_ARGUMENT, virAdmServerSetThreadPoolParameters(srv, NULL, 0, 0));
    FAILS(BAD_ARGUMENT, virAdmServerSetThreadPoolParameters(srv, set, -1, 0));
    FAILS(NO_CONNECTION, virAdmServerSetThreadPoolParameters(NULL, set, n_set, 0));
    virTypedParamsFree(set, n_set);

    set = NULL;
    n_set = max = 0;
    virTypedParamsAddUInt(&set, &n_set, &max, VIR_SERVER_CLIENTS_MAX, 4321);
    WORKS(0, virAdmServerSetClientLimits(srv, set, n_set, 0));
    WORKS(0, virAdmServerGetClientLimits(srv, &params, &n, 0));
    WORKS(4, n);
    WORKS(4321, value(params, n, VIR_SERVER_CLIENTS_MAX));
    virTypedParamsFree(params, n);
    FAILS(BAD_ARGUMENT, virAdmServerGetClientLimits(srv, &params, &n, 1));
    FAILS(NO_CONNECTION, virAdmServerGetClientLimits(NULL, &params, &n, 0));
    FAILS(BAD_ARGUMENT, virAdmServerSetClientLimits(srv, NULL, 0, 0));
    FAILS(NO_CONNECTION, virAdmServerSetClientLimits(NULL, set, n_set, 0));
    virTypedParamsFree(set, n_set);
    FAILS(BAD_ARGUMENT, virAdmServerUpdateTlsFiles(srv, 1));
    FAILS(NO_CONNECTION, virAdmServerUpdateTlsFiles(NULL, 0));
    if (virAdmServerUpdateTlsFiles(srv, 0) != -1)
        printf("it has TLS\n"), failures++;
}

static void logging(virAdmConnectPtr conn)
{
    char *text = NULL;

    WORKS(0, virAdmConnectSetLoggingFilters(conn, "1:*rpc* 3:*one", 0));
    WORKS(2, virAdmConnectGetLoggingFilters(conn, NULL, 0));
    WORKS(2, virAdmConnectGetLoggingFilters(conn, &text, 0));
    WORKS(1, text && strstr(text, "rpc"));
    free(text);
    text = NULL;
    WORKS(0, virAdmConnectSetLoggingFilters(conn, NULL, 0));
    WORKS(0, virAdmConnectGetLoggingFilters(conn, &text, 0));
    WORKS(1, text == NULL);
    WORKS(0, virAdmConnectSetLoggingOutputs(conn, "3:stderr", 0));
    WORKS(1, virAdmConnectGetLoggingOutputs(conn, NULL, 0));
    WORKS(1, virAdmConnectGetLoggingOutputs(conn, &text, 0));
    WORKS(0, strcmp(text ? text : "", "3:stderr"));
    free(text);
    text = NULL;
    EXPECT(-1, ERROR(VIR_ERR_INVALID_ARG, virGetLastErrorDomain()),
           virAdmConnectSetLoggingOutputs(conn, "paper", 0));
    EXPECT(-1, ERROR(VIR_ERR_INVALID_ARG, virGetLastErrorDomain()),
           virAdmConnectSetLoggingFilters(conn, "paper", 0));
    FAILS(BAD_ARGUMENT, virAdmConnectGetLoggingOutputs(conn, &text, 1));
    FAILS(BAD_ARGUMENT, virAdmConnectGetLoggingFilters(conn, &text, 1));
    FAILS(BAD_ARGUMENT, virAdmConnectSetLoggingOutputs(conn, "3:stderr", 1));
    FAILS(BAD_ARGUMENT, virAdmConnectSetLoggingFilters(conn, "", 1));
    FAILS(NO_CONNECTION, virAdmConnectGetLoggingOutputs(NULL, &text, 0));
    FAILS(NO_CONNECTION, virAdmConnectGetLoggingFilters(NULL, &text, 0));
    FAILS(NO_CONNECTION, virAdmConnectSetLoggingOutputs(NULL, NULL, 0));
    FAILS(NO_CONNECTION, virAdmConnectSetLoggingFilters(NULL, NULL, 0));
    WORKS(0, virAdmConnectSetDaemonTimeout(conn, 0, 0));
    FAILS(BAD_ARGUMENT, virAdmConnectSetDaemonTimeout(conn, 0, 1));
    FAILS(NO_CONNECTION, virAdmConnectSetDaemonTimeout(NULL, 0, 0));
}

/* The only client of the administration is this one. */
static virAdmClientPtr find_self(virAdmConnectPtr conn)
{
    virAdmServerPtr admin = virAdmConnectLookupServer(conn, "admin", 0);
    virAdmClientPtr *list = NULL, self = NULL;

    WORKS(1, virAdmServerListClients(admin, NULL, 0));
    WORKS(1, virAdmServerListClients(admin, &list, 0));
    if (list && list[0]) {
        self = virAdmServerLookupClient(admin, virAdmClientGetID(list[0]), 0);
        WORKS(1, self && virAdmClientGetID(self) == virAdmClientGetID(list[0]));
        WORKS(0, virAdmClientFree(list[0]));
    }
    free(list);
    if (virAdmServerLookupClient(admin, 99999, 0) || virGetLastErrorCode() != VIR_ERR_NO_CLIENT)
        printf("a client that is not there: %s\n", virGetLastErrorMessage()), failures++;
    FAILS(BAD_ARGUMENT, virAdmServerListClients(admin, NULL, 1));
    FAILS(NO_CONNECTION, virAdmServerListClients(NULL, NULL, 0));
    REFUSED(NO_CONNECTION, virAdmServerLookupClient(NULL, 1, 0));
    WORKS(0, virAdmServerFree(admin)); /* the client does without its handle */
    return self;
}

static void clients(virAdmClientPtr self)
{
    virTypedParameterPtr params = NULL;
    int n = 0, yes = 1, user = -1;

    WORKS(VIR_CLIENT_TRANS_UNIX, virAdmClientGetTransport(self));
    WORKS(1, llabs(virAdmClientGetTimestamp(self) - (long long)time(NULL)) < 100);
    WORKS(0, virAdmClientGetInfo(self, &params, &n, 0));
    WORKS(1, virTypedParamsGetBoolean(params, n, VIR_CLIENT_INFO_READONLY, &yes));
    WORKS(0, yes);
    WORKS(1, virTypedParamsGetInt(params, n, VIR_CLIENT_INFO_UNIX_USER_ID, &user));
    WORKS((int)geteuid(), user);
    virTypedParamsFree(params, n);
    FAILS(BAD_ARGUMENT, virAdmClientGetInfo(self, &params, &n, 1));
    FAILS(BAD_ARGUMENT, virAdmClientClose(self, 1));
    FAILS(NO_CONNECTION, virAdmClientGetInfo(NULL, &params, &n, 0));
    FAILS(NO_CONNECTION, virAdmClientClose(NULL, 0));
    FAILS(NO_CONNECTION, virAdmClientGetTransport(NULL));
    FAILS(NO_CONNECTION, virAdmClientGetTimestamp(NULL));
    FAILS(NO_CONNECTION, virAdmClientGetID(NULL));
    WORKS(0, virAdmClientFree(NULL));
}

/* Throws itself out, and is told. */
static void ends(virAdmConnectPtr conn, virAdmClientPtr self)
{
    unsigned long long version;

    WORKS(0, virAdmConnectRegisterCloseCallback(conn, on_close, &closed, on_free));
    virAdmClientClose(self, 0); /* with the reply or without */
    virAdmConnectGetLibVersion(conn, &version);
    WORKS(1, closed);
    WORKS(2, freed);
    WORKS(0, virAdmConnectIsAlive(conn));
    WORKS(0, virAdmClientFree(self));
    EXPECT(0, LAST_ERROR, virAdmConnectClose(conn)); /* libvirt's says that nobody is there */
}

#if LIBVIR_VERSION_NUMBER >= 11002000
static void shuts_down(const char *uri)
{
    virAdmConnectPtr conn = virAdmConnectOpen(uri, VIR_CONNECT_NO_ALIASES);

    FAILS(NO_CONNECTION, virAdmConnectDaemonShutdown(NULL, 0));
    FAILS(BAD_ARGUMENT, virAdmConnectDaemonShutdown(conn, 1 << 30));
    WORKS(0, virAdmConnectDaemonShutdown(conn, 0));
    virAdmConnectClose(conn);
}
#endif

int main(int argc, char **argv)
{
    unsigned long long version = 0;
    const char *name;
    virAdmConnectPtr conn;
    virAdmServerPtr srv;
    virAdmClientPtr self;

    if (argc < 3)
        return 2;
    name = argv[argc > 3 ? 3 : 1];
    virAdmInitialize(); /* libvirt's library forgets no error before that */
    WORKS(0, virAdmInitialize());
    virSetErrorFunc(NULL, quiet);
    WORKS(0, virAdmGetVersion(&version));
    WORKS(1, version >= 9000000);
    wrong_uris();
    conn = virAdmConnectOpen(strcmp(name, "-") == 0 ? NULL : name, 0);
    if (!conn) {
        printf("%s: %s\n", name, virGetLastErrorMessage());
        return 1;
    }
    connection(conn, argv[1]);
    close_callback(conn);
    servers(conn, argv[2]);
    srv = virAdmConnectLookupServer(conn, argv[2], 0);
    limits(srv);
    WORKS(0, virAdmServerFree(srv));
    logging(conn);
    self = find_self(conn);
    clients(self);
    ends(conn, self);
#if LIBVIR_VERSION_NUMBER >= 11002000
    if (strcmp(argv[2], "vireod") == 0)
        shuts_down(argv[1]);
#endif
    return failures != 0;
}
