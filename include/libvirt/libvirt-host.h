/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections, and the host (node) that a connection leads to.
 */
#ifndef LIBVIRT_HOST_H
#define LIBVIRT_HOST_H

#include <libvirt/libvirt-common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection to a hypervisor: see virConnectOpen. */
typedef struct _virConnect virConnect;
typedef virConnect *virConnectPtr;

/* A stream of bytes beside the calls: see libvirt-stream.h. */
typedef struct _virStream virStream;
typedef virStream *virStreamPtr;

/* ---- versions and start ---- */

/*
 * Prepares the library. Every function that opens something does so itself; a program with threads
 * may call it first, as often as it likes. Returns 0 or -1.
 *
 * Since 0.1.0.
 */
int virInitialize(void);

/*
 * Tells the version of the library that runs, as major * 1,000,000 + minor * 1,000 + micro of the
 * libvirt API it follows, in *libVer.
 *
 * type and typeVer ask for the version of a driver; each driver has the library's, so *typeVer
 * gets the same number. Either may be NULL. Returns 0 or -1.
 *
 * Since 0.0.3.
 */
int virGetVersion(unsigned long *libVer, const char *type, unsigned long *typeVer);

/* ---- authentication: what a connection asks its user ---- */

/* Flags of virConnectOpenAuth. Since 0.4.1. */
typedef enum {
    VIR_CONNECT_RO = 1 << 0, /* for looking only */
    /* take the URI as it is, no alias of the configuration; since 0.9.7 */
    VIR_CONNECT_NO_ALIASES = 1 << 1,
} virConnectFlags;

/* What is asked for (virConnectCredential). Since 0.4.1. */
typedef enum {
    VIR_CRED_USERNAME = 1,     /* who the user is */
    VIR_CRED_AUTHNAME = 2,     /* as whom to act, when that is somebody else */
    VIR_CRED_LANGUAGE = 3,     /* the user's languages (RFC 1766) */
    VIR_CRED_CNONCE = 4,       /* a nonce of the client */
    VIR_CRED_PASSPHRASE = 5,   /* a secret */
    VIR_CRED_ECHOPROMPT = 6,   /* an answer that may be shown */
    VIR_CRED_NOECHOPROMPT = 7, /* an answer that may not be shown */
    VIR_CRED_REALM = 8,
    VIR_CRED_EXTERNAL = 9, /* what another program provides, which challenge names */
#ifdef VIR_ENUM_SENTINELS
    VIR_CRED_LAST = 10,
#endif
} virConnectCredentialType;

/* A question, and the callback's answer to it. */
typedef struct _virConnectCredential virConnectCredential;
typedef virConnectCredential *virConnectCredentialPtr;
struct _virConnectCredential {
    int type;               /* a virConnectCredentialType */
    const char *prompt;     /* what to show to the user */
    const char *challenge;  /* more about the question */
    const char *defresult;  /* the answer if the user gives none */
    char *result;           /* the answer, from malloc(): the library frees it */
    unsigned int resultlen; /* its length without a final zero */
};

/*
 * Answers ncred questions in cred by filling their results. Runs in the thread that opens the
 * connection. Returns 0, or -1 to give up. Since 0.4.1.
 */
typedef int (*virConnectAuthCallbackPtr)(virConnectCredentialPtr cred, unsigned int ncred,
                                         void *cbdata);

/* How a program answers questions of authentication. */
typedef struct _virConnectAuth virConnectAuth;
typedef virConnectAuth *virConnectAuthPtr;
struct _virConnectAuth {
    int *credtype;                /* the kinds of question it can answer */
    unsigned int ncredtype;       /* how many kinds */
    virConnectAuthCallbackPtr cb; /* answers questions */
    void *cbdata;                 /* handed to cb */
};

/*
 * Asks on the terminal: prompts go to stdout, answers come from stdin, and passwords are read
 * without echo. To be given to virConnectOpenAuth. Since 0.4.1.
 */
VIR_EXPORT_VAR virConnectAuthPtr virConnectAuthPtrDefault;

/* ---- opening and closing ---- */

/*
 * Opens a connection to the hypervisor that the URI name leads to.
 *
 * "test:///default" and "test:///FILE" run inside the process; other URIs lead to a daemon:
 * "qemu:///system", "test+unix:///default?socket=PATH". NULL or "" takes the environment's
 * LIBVIRT_DEFAULT_URI, then the configured default. An alias of the client's configuration is
 * replaced.
 *
 * Returns the connection, to be closed with virConnectClose, or NULL: VIR_ERR_NO_CONNECT when no
 * driver takes the URI, VIR_ERR_AUTH_FAILED, VIR_ERR_SYSTEM_ERROR when the daemon's socket cannot
 * be reached. May wait for the daemon.
 *
 * Since 0.0.3.
 */
virConnectPtr virConnectOpen(const char *name);

/*
 * Like virConnectOpen, for looking only: calls that change something fail with
 * VIR_ERR_OPERATION_DENIED. Daemons let more users in this way.
 *
 * Since 0.0.3.
 */
virConnectPtr virConnectOpenReadOnly(const char *name);

/*
 * Like virConnectOpen, with answers to questions of authentication.
 *
 * auth says how questions are answered (virConnectAuthPtrDefault: on the terminal); it is used
 * only until this function returns. NULL answers none. flags are virConnectFlags. A refused answer,
 * or a callback that gives up, gives VIR_ERR_AUTH_FAILED.
 *
 * Since 0.4.0.
 */
virConnectPtr virConnectOpenAuth(const char *name, virConnectAuthPtr auth, unsigned int flags);

/*
 * Takes one more reference to conn, to be given back with virConnectClose. Returns 0 or -1.
 *
 * Since 0.6.0.
 */
int virConnectRef(virConnectPtr conn);

/*
 * Gives back a reference to conn; the last one ends the connection. Domains and other objects got
 * from the connection hold references of their own, so it ends after they are freed.
 *
 * Returns 1 while references remain, 0 when the connection is closed, or -1 when conn is no
 * connection. A close callback is not called for it.
 *
 * Since 0.0.3.
 */
int virConnectClose(virConnectPtr conn);

/* ---- what the connection is ---- */

/*
 * The name of the hypervisor's driver, "QEMU" or "Test". The string belongs to the connection.
 * NULL on error.
 *
 * Since 0.0.3.
 */
const char *virConnectGetType(virConnectPtr conn);

/*
 * The version of the hypervisor in *hvVer, as major * 1,000,000 + minor * 1,000 + micro; 0 when it
 * can't be told. Returns 0 or -1.
 *
 * Since 0.0.3.
 */
int virConnectGetVersion(virConnectPtr conn, unsigned long *hvVer);

/*
 * The version of the libvirt API that the other side follows (the daemon's, or the own library's
 * for a driver in the process) in *libVer, counted as in virConnectGetVersion. Returns 0 or -1.
 *
 * Since 0.7.3.
 */
int virConnectGetLibVersion(virConnectPtr conn, unsigned long *libVer);

/*
 * The name of the host that conn leads to, for the caller to free(), or NULL.
 *
 * Since 0.3.0.
 */
char *virConnectGetHostname(virConnectPtr conn);

/*
 * The URI of the connection, for the caller to free(), or NULL. It is complete: where the program
 * left the choice to the library or the daemon, it names what was chosen.
 *
 * Since 0.3.0.
 */
char *virConnectGetURI(virConnectPtr conn);

/*
 * 1 when the bytes on the way are encrypted, 0 when not, -1 on error. A UNIX socket is not
 * encrypted.
 *
 * Since 0.7.3.
 */
int virConnectIsEncrypted(virConnectPtr conn);

/*
 * 1 when nobody can read along: encrypted, or not leaving the host (in the process, a UNIX
 * socket). 0 when not, -1 on error.
 *
 * Since 0.7.3.
 */
int virConnectIsSecure(virConnectPtr conn);

/* ---- whether the other side is still there ---- */

/*
 * 1 when the connection still works as far as is known, without asking the other side; 0 when it
 * is known to be broken; -1 on error. In the process it is always 1. To notice a silent death, use
 * virConnectSetKeepAlive.
 *
 * Since 0.9.8.
 */
int virConnectIsAlive(virConnectPtr conn);

/*
 * Sends a ping when nothing came from the daemon for interval seconds, and closes the connection
 * when count pings in a row stay unanswered. 0 or less for interval turns it off. Needs a running
 * event loop.
 *
 * Returns 0 when it is on (or off as asked), 1 when the daemon does not know keepalive or the
 * driver runs in the process, -1 on error.
 *
 * Since 0.9.8.
 */
int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count);

/* Told that conn broke, for a virConnectCloseReason. Since 0.10.0. */
typedef void (*virConnectCloseFunc)(virConnectPtr conn, int reason, void *opaque);

/*
 * Has cb(conn, reason, opaque) called once, when the connection breaks; reason is a
 * virConnectCloseReason. At most one callback for a connection (else VIR_ERR_OPERATION_INVALID).
 *
 * The callback runs in the event loop or in the thread that notices. It must not close conn's last
 * reference. freecb(opaque) is called when the callback has run or was taken back; NULL if there is
 * nothing to free. After a failure opaque stays the caller's. Returns 0 or -1.
 *
 * Since 0.10.0.
 */
int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                                    virFreeCallback freecb);

/*
 * Takes back the close callback, which must be cb; calls its free function, at the latest when a
 * call of it that just runs is done. Returns 0, or -1 with VIR_ERR_OPERATION_INVALID when another
 * or none is registered.
 *
 * Since 0.10.0.
 */
int virConnectUnregisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb);

/* Identity: for whom a daemon makes a call, as typed parameters of virConnectSetIdentity. */
#define VIR_CONNECT_IDENTITY_GROUP_NAME              "group-name"
#define VIR_CONNECT_IDENTITY_PROCESS_ID              "process-id"
#define VIR_CONNECT_IDENTITY_PROCESS_TIME            "process-time"
#define VIR_CONNECT_IDENTITY_SASL_USER_NAME          "sasl-user-name"
#define VIR_CONNECT_IDENTITY_SELINUX_CONTEXT         "selinux-context"
#define VIR_CONNECT_IDENTITY_UNIX_GROUP_ID           "unix-group-id"
#define VIR_CONNECT_IDENTITY_UNIX_USER_ID            "unix-user-id"
#define VIR_CONNECT_IDENTITY_USER_NAME               "user-name"
#define VIR_CONNECT_IDENTITY_X509_DISTINGUISHED_NAME "x509-distinguished-name"

/*
 * Tells the daemon for whom further calls of this connection are made, so that its access rules
 * apply to that user. params are the VIR_CONNECT_IDENTITY_* values, nparams their number; at least
 * one. Only a caller whom the daemon trusts may (VIR_ERR_ACCESS_DENIED, VIR_ERR_AUTH_FAILED).
 * flags: 0. Returns 0 or -1.
 *
 * Since 5.8.0.
 */
int virConnectSetIdentity(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                          unsigned int flags);

/* ---- what the host and its hypervisor can do ---- */

/*
 * XML that describes the host and what guests it can run, for the caller to free(), or NULL.
 *
 * Since 0.2.1.
 */
char *virConnectGetCapabilities(virConnectPtr conn);

/*
 * XML with the host's SMBIOS data, for the caller to free(), or NULL. flags: 0.
 *
 * Since 0.8.8.
 */
char *virConnectGetSysinfo(virConnectPtr conn, unsigned int flags);

/*
 * How many vCPUs a domain of that type ("kvm", "qemu", "test"; NULL: the driver's default) may
 * have, or -1.
 *
 * Since 0.2.1.
 */
int virConnectGetMaxVcpus(virConnectPtr conn, const char *type);

/*
 * The names of the CPU models known for the architecture arch ("x86_64").
 *
 * models may be NULL for the number only; else *models becomes an array with a NULL after its end:
 * the caller frees each string and the array with free(). flags: 0. Returns the number of names, 0
 * when every CPU model is accepted, or -1.
 *
 * Since 1.1.3.
 */
int virConnectGetCPUModelNames(virConnectPtr conn, const char *arch, char ***models,
                               unsigned int flags);

/* Flags of the functions that compare a CPU with the host's. Since 1.2.6. */
typedef enum {
    VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE = 1 << 0, /* an incompatible CPU is an error */
    /* check the XML against its schema; since 6.9.0 */
    VIR_CONNECT_COMPARE_CPU_VALIDATE_XML = 1 << 1,
} virConnectCompareCPUFlags;

/* What comparing a CPU with the host's gives. Since 0.7.5. */
typedef enum {
    VIR_CPU_COMPARE_ERROR = -1,
    VIR_CPU_COMPARE_INCOMPATIBLE = 0, /* the host lacks something of it */
    VIR_CPU_COMPARE_IDENTICAL = 1,
    VIR_CPU_COMPARE_SUPERSET = 2, /* the host has more */
#ifdef VIR_ENUM_SENTINELS
    VIR_CPU_COMPARE_LAST = 3,
#endif
} virCPUCompareResult;

/* Flags of the functions that compute the CPU that several hosts have in common. Since 1.1.2. */
typedef enum {
    /* list the features that the model implies */
    VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES = 1 << 0,
    /* leave out features that prevent migration; since 1.2.14 */
    VIR_CONNECT_BASELINE_CPU_MIGRATABLE = 1 << 1,
    /* whatever this host's own CPU is; since 11.6.0 */
    VIR_CONNECT_BASELINE_CPU_IGNORE_HOST = 1 << 2,
} virConnectBaselineCPUFlags;

/* ---- the host's processors and memory ---- */

/* The host's processors and memory (virNodeGetInfo). */
typedef struct _virNodeInfo virNodeInfo;
typedef virNodeInfo *virNodeInfoPtr;
struct _virNodeInfo {
    char model[32];       /* architecture, such as x86_64 */
    unsigned long memory; /* KiB */
    unsigned int cpus;    /* those online */
    unsigned int mhz;     /* 0 when unknown */
    unsigned int nodes;   /* NUMA cells; 1 when they are not evenly built */
    unsigned int sockets; /* in a cell */
    unsigned int cores;   /* in a socket */
    unsigned int threads; /* in a core */
};

/* The number of processors that the topology has room for, an upper bound of those online. */
#define VIR_NODEINFO_MAXCPUS(nodeinfo) \
    ((nodeinfo).nodes * (nodeinfo).sockets * (nodeinfo).cores * (nodeinfo).threads)

/*
 * Fills *info, which the caller provides, with the host's memory and processors. Returns 0 or -1.
 *
 * Since 0.1.0.
 */
int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info);

/*
 * Which processors the host has and which of them are online.
 *
 * *cpumap becomes a map (see VIR_CPU_USED) with the online ones set, for the caller to free(),
 * *online their number; either may be NULL. flags: 0. Returns the number of processors, online or
 * not, or -1.
 *
 * Since 1.0.0.
 */
int virNodeGetCPUMap(virConnectPtr conn, unsigned char **cpumap, unsigned int *online,
                     unsigned int flags);

/* For virNodeGetCPUStats: all processors together. Since 0.9.3. */
typedef enum {
    VIR_NODE_CPU_STATS_ALL_CPUS = -1,
} virNodeGetCPUStatsAllCPUs;

#define VIR_NODE_CPU_STATS_FIELD_LENGTH 80
#define VIR_NODE_CPU_STATS_GUEST        "guest"
#define VIR_NODE_CPU_STATS_IDLE         "idle"
#define VIR_NODE_CPU_STATS_INTR         "intr"
#define VIR_NODE_CPU_STATS_IOWAIT       "iowait"
#define VIR_NODE_CPU_STATS_KERNEL       "kernel"
#define VIR_NODE_CPU_STATS_USER         "user"
#define VIR_NODE_CPU_STATS_UTILIZATION  "utilization"

/* A named time (virNodeGetCPUStats). */
typedef struct _virNodeCPUStats virNodeCPUStats;
typedef virNodeCPUStats *virNodeCPUStatsPtr;
struct _virNodeCPUStats {
    char field[VIR_NODE_CPU_STATS_FIELD_LENGTH]; /* a VIR_NODE_CPU_STATS_* name */
    unsigned long long value;                    /* nanoseconds; percent for "utilization" */
};

/*
 * Times that one processor, cpuNum, or all together (VIR_NODE_CPU_STATS_ALL_CPUS) spent, in
 * nanoseconds, by the names VIR_NODE_CPU_STATS_*.
 *
 * Call with params NULL and *nparams 0: *nparams becomes the number of values. Then again with an
 * array of that size; *nparams becomes how many were filled. flags: 0. Returns 0, or -1 with
 * VIR_ERR_INVALID_ARG for a processor that is not there.
 *
 * Since 0.9.3.
 */
int virNodeGetCPUStats(virConnectPtr conn, int cpuNum, virNodeCPUStatsPtr params, int *nparams,
                       unsigned int flags);

/*
 * The host's free memory in bytes, or 0 on error. Whether 0 is an error shows virGetLastError
 * after virResetLastError.
 *
 * Since 0.3.3.
 */
unsigned long long virNodeGetFreeMemory(virConnectPtr conn);

/*
 * The free memory of NUMA cells in bytes: freeMems[0] is that of cell startCell. The array has
 * room for maxCells. Returns how many were filled, or -1.
 *
 * Since 0.3.3.
 */
int virNodeGetCellsFreeMemory(virConnectPtr conn, unsigned long long *freeMems, int startCell,
                              int maxCells);

/*
 * How many pages of each of npages sizes are free in each of cellCount NUMA cells from startCell
 * on (-1: the host as a whole, then cellCount is 1).
 *
 * pages holds the sizes in KiB, counts has room for npages * cellCount numbers and gets cell by
 * cell, in the order of pages. flags: 0. Returns how many were filled, or -1.
 *
 * Since 1.2.6.
 */
int virNodeGetFreePages(virConnectPtr conn, unsigned int npages, unsigned int *pages, int startCell,
                        unsigned int cellCount, unsigned long long *counts, unsigned int flags);

/* For virNodeGetMemoryStats: the host as a whole. Since 0.9.3. */
typedef enum {
    VIR_NODE_MEMORY_STATS_ALL_CELLS = -1,
} virNodeGetMemoryStatsAllCells;

#define VIR_NODE_MEMORY_STATS_AVAILABLE    "available"
#define VIR_NODE_MEMORY_STATS_BUFFERS      "buffers"
#define VIR_NODE_MEMORY_STATS_CACHED       "cached"
#define VIR_NODE_MEMORY_STATS_FIELD_LENGTH 80
#define VIR_NODE_MEMORY_STATS_FREE         "free"
#define VIR_NODE_MEMORY_STATS_TOTAL        "total"

/* A named amount (virNodeGetMemoryStats). */
typedef struct _virNodeMemoryStats virNodeMemoryStats;
typedef virNodeMemoryStats *virNodeMemoryStatsPtr;
struct _virNodeMemoryStats {
    char field[VIR_NODE_MEMORY_STATS_FIELD_LENGTH]; /* a VIR_NODE_MEMORY_STATS_* name */
    unsigned long long value;                       /* KiB */
};

/*
 * Memory of one NUMA cell, cellNum, or of the host (VIR_NODE_MEMORY_STATS_ALL_CELLS), in KiB, by
 * the names VIR_NODE_MEMORY_STATS_*. params and nparams are used as in virNodeGetCPUStats. flags:
 * 0. Returns 0, or -1 with VIR_ERR_INVALID_ARG for a cell that is not there.
 *
 * Since 0.9.3.
 */
int virNodeGetMemoryStats(virConnectPtr conn, int cellNum, virNodeMemoryStatsPtr params,
                          int *nparams, unsigned int flags);

/* Page sharing (KSM): typed parameters of virNodeGetMemoryParameters. */
#define VIR_NODE_MEMORY_SHARED_FULL_SCANS         "shm_full_scans"
#define VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES "shm_merge_across_nodes"
#define VIR_NODE_MEMORY_SHARED_PAGES_SHARED       "shm_pages_shared"
#define VIR_NODE_MEMORY_SHARED_PAGES_SHARING      "shm_pages_sharing"
#define VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN      "shm_pages_to_scan"
#define VIR_NODE_MEMORY_SHARED_PAGES_UNSHARED     "shm_pages_unshared"
#define VIR_NODE_MEMORY_SHARED_PAGES_VOLATILE     "shm_pages_volatile"
#define VIR_NODE_MEMORY_SHARED_SLEEP_MILLISECS    "shm_sleep_millisecs"

/*
 * The settings and counters of page sharing, VIR_NODE_MEMORY_SHARED_*. With *nparams 0, *nparams
 * becomes the number of parameters; then call again with an array of that size, whose strings
 * virTypedParamsClear frees. flags: 0. Returns 0 or -1.
 *
 * Since 0.10.2.
 */
int virNodeGetMemoryParameters(virConnectPtr conn, virTypedParameterPtr params, int *nparams,
                               unsigned int flags);

/* How virNodeAllocPages takes its counts. Since 1.2.9. */
typedef enum {
    VIR_NODE_ALLOC_PAGES_ADD = 0, /* add to the pool */
    VIR_NODE_ALLOC_PAGES_SET = 1, /* make the pool that large */
} virNodeAllocPagesFlags;

/* How deep a host or guest is to sleep. Since 0.9.8. */
typedef enum {
    VIR_NODE_SUSPEND_TARGET_MEM = 0,    /* suspend to RAM */
    VIR_NODE_SUSPEND_TARGET_DISK = 1,   /* hibernate */
    VIR_NODE_SUSPEND_TARGET_HYBRID = 2, /* both: RAM, with the disk as a safety net */
#ifdef VIR_ENUM_SENTINELS
    VIR_NODE_SUSPEND_TARGET_LAST = 3,
#endif
} virNodeSuspendTarget;

/* AMD SEV of the host: typed parameters. */
#define VIR_NODE_SEV_CBITPOS           "cbitpos"
#define VIR_NODE_SEV_CERT_CHAIN        "cert-chain"
#define VIR_NODE_SEV_CPU0_ID           "cpu0-id"
#define VIR_NODE_SEV_MAX_ES_GUESTS     "max-es-guests"
#define VIR_NODE_SEV_MAX_GUESTS        "max-guests"
#define VIR_NODE_SEV_PDH               "pdh"
#define VIR_NODE_SEV_REDUCED_PHYS_BITS "reduced-phys-bits"

/* Security drivers (SELinux, AppArmor, DAC). */
#define VIR_SECURITY_LABEL_BUFLEN 4097
#define VIR_SECURITY_MODEL_BUFLEN 257
#define VIR_SECURITY_DOI_BUFLEN   257

/* A process's label of a security driver. */
typedef struct _virSecurityLabel virSecurityLabel;
typedef virSecurityLabel *virSecurityLabelPtr;
struct _virSecurityLabel {
    char label[VIR_SECURITY_LABEL_BUFLEN];
    int enforcing; /* 1 when the label's rules are enforced */
};

/* A security driver of the host (virNodeGetSecurityModel). */
typedef struct _virSecurityModel virSecurityModel;
typedef virSecurityModel *virSecurityModelPtr;
struct _virSecurityModel {
    char model[VIR_SECURITY_MODEL_BUFLEN]; /* its name, such as selinux */
    char doi[VIR_SECURITY_DOI_BUFLEN];     /* its domain of interpretation */
};

/*
 * Fills *secmodel, which the caller provides, with the host's first security driver; both texts
 * are empty when there is none. Returns 0 or -1.
 *
 * Since 0.6.1.
 */
int virNodeGetSecurityModel(virConnectPtr conn, virSecurityModelPtr secmodel);

/* Bytes of a UUID, and characters of its text form with the final zero. */
#define VIR_UUID_BUFLEN        16
#define VIR_UUID_STRING_BUFLEN 37

/* ---- processor models ---- */

/*
 * Compares the host's processor with the one that the XML describes; flags are
 * virConnectCompareCPUFlags. Returns a virCPUCompareResult; VIR_CPU_COMPARE_ERROR is -1.
 *
 * Since 0.7.5.
 */
int virConnectCompareCPU(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/*
 * The same with the processor that the hypervisor can offer a domain of that emulator, arch,
 * machine and virttype (NULL: its default). Returns 0 or -1.
 *
 * Since 4.4.0.
 */
int virConnectCompareHypervisorCPU(virConnectPtr conn, const char *emulator, const char *arch,
                                   const char *machine, const char *virttype, const char *xmlCPU,
                                   unsigned int flags);

/*
 * The best processor that all of the ncpus described ones can offer; flags are
 * virConnectBaselineCPUFlags. Returns a new text, or NULL.
 *
 * Since 0.7.7.
 */
char *virConnectBaselineCPU(virConnectPtr conn, const char **xmlCPUs, unsigned int ncpus,
                            unsigned int flags);

/*
 * The same within what the hypervisor offers a domain of that emulator, arch, machine and virttype
 * (NULL: its default). Returns a new text, or NULL.
 *
 * Since 4.4.0.
 */
char *virConnectBaselineHypervisorCPU(virConnectPtr conn, const char *emulator, const char *arch,
                                      const char *machine, const char *virttype,
                                      const char **xmlCPUs, unsigned int ncpus, unsigned int flags);

/* ---- changing the node ---- */

/*
 * Changes how the host shares equal pages of memory: params have names VIR_NODE_MEMORY_SHARED_*.
 * Returns 0 or -1.
 *
 * Since 0.10.2.
 */
int virNodeSetMemoryParameters(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                               unsigned int flags);

/*
 * Sets aside (or with VIR_NODE_ALLOC_PAGES_ADD adds) pageCounts[i] pages of pageSizes[i] KiB, i <
 * npages, on each of cellCount NUMA cells from startCell on (-1: on the host as a whole). Returns
 * the number of sizes that were changed, or -1.
 *
 * Since 1.2.9.
 */
int virNodeAllocPages(virConnectPtr conn, unsigned int npages, unsigned int *pageSizes,
                      unsigned long long *pageCounts, int startCell, unsigned int cellCount,
                      unsigned int flags);

/*
 * Puts the host to sleep for so many seconds; target is a virNodeSuspendTarget. Returns 0 or -1.
 *
 * Since 0.9.8.
 */
int virNodeSuspendForDuration(virConnectPtr conn, unsigned int target, unsigned long long duration,
                              unsigned int flags);

/*
 * Puts a new array of what the host's memory encryption can do into *params, for
 * virTypedParamsFree, and their number into *nparams; names are VIR_NODE_SEV_*. Returns 0 or -1.
 *
 * Since 4.5.0.
 */
int virNodeGetSEVInfo(virConnectPtr conn, virTypedParameterPtr *params, int *nparams,
                      unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_HOST_H */
