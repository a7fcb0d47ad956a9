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

typedef struct _virConnect virConnect;
typedef virConnect *virConnectPtr;

typedef struct _virStream virStream;
typedef virStream *virStreamPtr;

/* Versions and start. */
int virInitialize(void);

int virGetVersion(unsigned long *libVer, const char *type, unsigned long *typeVer);

/* Authentication: what a connection asks its user. */
typedef enum {
    VIR_CONNECT_RO = 1 << 0,
    VIR_CONNECT_NO_ALIASES = 1 << 1, /* since 0.9.7 */
} virConnectFlags;

typedef enum {
    VIR_CRED_USERNAME = 1,
    VIR_CRED_AUTHNAME = 2,
    VIR_CRED_LANGUAGE = 3,
    VIR_CRED_CNONCE = 4,
    VIR_CRED_PASSPHRASE = 5,
    VIR_CRED_ECHOPROMPT = 6,
    VIR_CRED_NOECHOPROMPT = 7,
    VIR_CRED_REALM = 8,
    VIR_CRED_EXTERNAL = 9,
#ifdef VIR_ENUM_SENTINELS
    VIR_CRED_LAST = 10,
#endif
} virConnectCredentialType;

typedef struct _virConnectCredential virConnectCredential;
typedef virConnectCredential *virConnectCredentialPtr;
struct _virConnectCredential {
    int type;
    const char *prompt;
    const char *challenge;
    const char *defresult;
    char *result;
    unsigned int resultlen;
};

typedef int (*virConnectAuthCallbackPtr)(virConnectCredentialPtr cred, unsigned int ncred,
                                         void *cbdata);

typedef struct _virConnectAuth virConnectAuth;
typedef virConnectAuth *virConnectAuthPtr;
struct _virConnectAuth {
    int *credtype;
    unsigned int ncredtype;
    virConnectAuthCallbackPtr cb;
    void *cbdata;
};

/*
 * Asks on the terminal: prompts go to stdout, answers come from stdin, and passwords are read
 * without echo. To be given to virConnectOpenAuth. Since 0.4.1.
 */
VIR_EXPORT_VAR virConnectAuthPtr virConnectAuthPtrDefault;

/* Opening and closing. */
virConnectPtr virConnectOpen(const char *name);

virConnectPtr virConnectOpenReadOnly(const char *name);

virConnectPtr virConnectOpenAuth(const char *name, virConnectAuthPtr auth, unsigned int flags);

int virConnectRef(virConnectPtr conn);

int virConnectClose(virConnectPtr conn);

/* What the connection is. */
const char *virConnectGetType(virConnectPtr conn);

int virConnectGetVersion(virConnectPtr conn, unsigned long *hvVer);

int virConnectGetLibVersion(virConnectPtr conn, unsigned long *libVer);

char *virConnectGetHostname(virConnectPtr conn);

char *virConnectGetURI(virConnectPtr conn);

int virConnectIsEncrypted(virConnectPtr conn);

int virConnectIsSecure(virConnectPtr conn);

/* Whether the other side is still there. */
int virConnectIsAlive(virConnectPtr conn);

int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count);

typedef void (*virConnectCloseFunc)(virConnectPtr conn, int reason, void *opaque);

int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                                    virFreeCallback freecb);

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

int virConnectSetIdentity(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                          unsigned int flags);

/* What the host and its hypervisor can do. */
char *virConnectGetCapabilities(virConnectPtr conn);

char *virConnectGetSysinfo(virConnectPtr conn, unsigned int flags);

int virConnectGetMaxVcpus(virConnectPtr conn, const char *type);

int virConnectGetCPUModelNames(virConnectPtr conn, const char *arch, char ***models,
                               unsigned int flags);

typedef enum {
    VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE = 1 << 0,
    VIR_CONNECT_COMPARE_CPU_VALIDATE_XML = 1 << 1, /* since 6.9.0 */
} virConnectCompareCPUFlags;

typedef enum {
    VIR_CPU_COMPARE_ERROR = -1,
    VIR_CPU_COMPARE_INCOMPATIBLE = 0,
    VIR_CPU_COMPARE_IDENTICAL = 1,
    VIR_CPU_COMPARE_SUPERSET = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CPU_COMPARE_LAST = 3,
#endif
} virCPUCompareResult;

typedef enum {
    VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES = 1 << 0,
    VIR_CONNECT_BASELINE_CPU_MIGRATABLE = 1 << 1,  /* since 1.2.14 */
    VIR_CONNECT_BASELINE_CPU_IGNORE_HOST = 1 << 2, /* since 11.6.0 */
} virConnectBaselineCPUFlags;

/* The host's processors and memory. */
typedef struct _virNodeInfo virNodeInfo;
typedef virNodeInfo *virNodeInfoPtr;
struct _virNodeInfo {
    char model[32];
    unsigned long memory;
    unsigned int cpus;
    unsigned int mhz;
    unsigned int nodes;
    unsigned int sockets;
    unsigned int cores;
    unsigned int threads;
};

/* The number of processors that the topology has room for, an upper bound of those online. */
#define VIR_NODEINFO_MAXCPUS(nodeinfo) \
    ((nodeinfo).nodes * (nodeinfo).sockets * (nodeinfo).cores * (nodeinfo).threads)

int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info);

int virNodeGetCPUMap(virConnectPtr conn, unsigned char **cpumap, unsigned int *online,
                     unsigned int flags);

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

typedef struct _virNodeCPUStats virNodeCPUStats;
typedef virNodeCPUStats *virNodeCPUStatsPtr;
struct _virNodeCPUStats {
    char field[VIR_NODE_CPU_STATS_FIELD_LENGTH];
    unsigned long long value;
};

int virNodeGetCPUStats(virConnectPtr conn, int cpuNum, virNodeCPUStatsPtr params, int *nparams,
                       unsigned int flags);

unsigned long long virNodeGetFreeMemory(virConnectPtr conn);

int virNodeGetCellsFreeMemory(virConnectPtr conn, unsigned long long *freeMems, int startCell,
                              int maxCells);

int virNodeGetFreePages(virConnectPtr conn, unsigned int npages, unsigned int *pages, int startCell,
                        unsigned int cellCount, unsigned long long *counts, unsigned int flags);

typedef enum {
    VIR_NODE_MEMORY_STATS_ALL_CELLS = -1,
} virNodeGetMemoryStatsAllCells;

#define VIR_NODE_MEMORY_STATS_AVAILABLE    "available"
#define VIR_NODE_MEMORY_STATS_BUFFERS      "buffers"
#define VIR_NODE_MEMORY_STATS_CACHED       "cached"
#define VIR_NODE_MEMORY_STATS_FIELD_LENGTH 80
#define VIR_NODE_MEMORY_STATS_FREE         "free"
#define VIR_NODE_MEMORY_STATS_TOTAL        "total"

typedef struct _virNodeMemoryStats virNodeMemoryStats;
typedef virNodeMemoryStats *virNodeMemoryStatsPtr;
struct _virNodeMemoryStats {
    char field[VIR_NODE_MEMORY_STATS_FIELD_LENGTH];
    unsigned long long value;
};

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

int virNodeGetMemoryParameters(virConnectPtr conn, virTypedParameterPtr params, int *nparams,
                               unsigned int flags);

typedef enum {
    VIR_NODE_ALLOC_PAGES_ADD = 0,
    VIR_NODE_ALLOC_PAGES_SET = 1,
} virNodeAllocPagesFlags;

typedef enum {
    VIR_NODE_SUSPEND_TARGET_MEM = 0,
    VIR_NODE_SUSPEND_TARGET_DISK = 1,
    VIR_NODE_SUSPEND_TARGET_HYBRID = 2,
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

typedef struct _virSecurityLabel virSecurityLabel;
typedef virSecurityLabel *virSecurityLabelPtr;
struct _virSecurityLabel {
    char label[VIR_SECURITY_LABEL_BUFLEN];
    int enforcing;
};

typedef struct _virSecurityModel virSecurityModel;
typedef virSecurityModel *virSecurityModelPtr;
struct _virSecurityModel {
    char model[VIR_SECURITY_MODEL_BUFLEN];
    char doi[VIR_SECURITY_DOI_BUFLEN];
};

int virNodeGetSecurityModel(virConnectPtr conn, virSecurityModelPtr secmodel);

/* Bytes of a UUID, and characters of its text form with the final zero. */
#define VIR_UUID_BUFLEN        16
#define VIR_UUID_STRING_BUFLEN 37

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_HOST_H */
