/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest inside a domain: its agent, clock, power management, keyboard, addresses, file systems.
 */
#ifndef LIBVIRT_DOMAIN_GUEST_H
#define LIBVIRT_DOMAIN_GUEST_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the guest agent ---- */

/* Special timeouts of virDomainAgentSetResponseTimeout; others are seconds. Since 5.10.0. */
typedef enum {
    VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK = -2, /* wait for ever */
    VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT = -1,
    VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_NOWAIT = 0,
} virDomainAgentResponseTimeoutValues;

/* What virDomainGetGuestInfo tells. Since 5.7.0. */
typedef enum {
    VIR_DOMAIN_GUEST_INFO_USERS = 1 << 0,
    VIR_DOMAIN_GUEST_INFO_OS = 1 << 1,
    VIR_DOMAIN_GUEST_INFO_TIMEZONE = 1 << 2,
    VIR_DOMAIN_GUEST_INFO_HOSTNAME = 1 << 3,
    VIR_DOMAIN_GUEST_INFO_FILESYSTEM = 1 << 4,
    VIR_DOMAIN_GUEST_INFO_DISKS = 1 << 5,      /* since 7.0.0 */
    VIR_DOMAIN_GUEST_INFO_INTERFACES = 1 << 6, /* since 7.10.0 */
    VIR_DOMAIN_GUEST_INFO_LOAD = 1 << 7,       /* since 11.2.0 */
} virDomainGuestInfoTypes;

/*
 * Names of the typed parameters that virDomainGetGuestInfo gives: a COUNT, then for each index
 * PREFIX, the index, and a SUFFIX.
 */
#define VIR_DOMAIN_GUEST_INFO_DISK_COUNT                         "disk.count"
#define VIR_DOMAIN_GUEST_INFO_DISK_PREFIX                        "disk."
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_ALIAS                  ".alias"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_DEPENDENCY_COUNT       ".dependency.count"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_DEPENDENCY_PREFIX      ".dependency."
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_DEPENDENCY_SUFFIX_NAME ".name"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_GUEST_ALIAS            ".guest_alias"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_GUEST_BUS              ".guest_bus"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_NAME                   ".name"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_PARTITION              ".partition"
#define VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_SERIAL                 ".serial"
#define VIR_DOMAIN_GUEST_INFO_FS_COUNT                           "fs.count"
#define VIR_DOMAIN_GUEST_INFO_FS_PREFIX                          "fs."
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_DISK_COUNT               ".disk.count"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_DISK_PREFIX              ".disk."
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_DISK_SUFFIX_ALIAS        ".alias"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_DISK_SUFFIX_DEVICE       ".device"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_DISK_SUFFIX_SERIAL       ".serial"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_FSTYPE                   ".fstype"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_MOUNTPOINT               ".mountpoint"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_NAME                     ".name"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_TOTAL_BYTES              ".total-bytes"
#define VIR_DOMAIN_GUEST_INFO_FS_SUFFIX_USED_BYTES               ".used-bytes"
#define VIR_DOMAIN_GUEST_INFO_HOSTNAME_HOSTNAME                  "hostname"
#define VIR_DOMAIN_GUEST_INFO_IF_COUNT                           "if.count"
#define VIR_DOMAIN_GUEST_INFO_IF_PREFIX                          "if."
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_ADDR_COUNT               ".addr.count"
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_ADDR_PREFIX              ".addr."
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_ADDR_SUFFIX_ADDR         ".addr"
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_ADDR_SUFFIX_PREFIX       ".prefix"
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_ADDR_SUFFIX_TYPE         ".type"
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_HWADDR                   ".hwaddr"
#define VIR_DOMAIN_GUEST_INFO_IF_SUFFIX_NAME                     ".name"
#define VIR_DOMAIN_GUEST_INFO_LOAD_15M                           "load.15m"
#define VIR_DOMAIN_GUEST_INFO_LOAD_1M                            "load.1m"
#define VIR_DOMAIN_GUEST_INFO_LOAD_5M                            "load.5m"
#define VIR_DOMAIN_GUEST_INFO_OS_ID                              "os.id"
#define VIR_DOMAIN_GUEST_INFO_OS_KERNEL_RELEASE                  "os.kernel-release"
#define VIR_DOMAIN_GUEST_INFO_OS_KERNEL_VERSION                  "os.kernel-version"
#define VIR_DOMAIN_GUEST_INFO_OS_MACHINE                         "os.machine"
#define VIR_DOMAIN_GUEST_INFO_OS_NAME                            "os.name"
#define VIR_DOMAIN_GUEST_INFO_OS_PRETTY_NAME                     "os.pretty-name"
#define VIR_DOMAIN_GUEST_INFO_OS_VARIANT                         "os.variant"
#define VIR_DOMAIN_GUEST_INFO_OS_VARIANT_ID                      "os.variant-id"
#define VIR_DOMAIN_GUEST_INFO_OS_VERSION                         "os.version"
#define VIR_DOMAIN_GUEST_INFO_OS_VERSION_ID                      "os.version-id"
#define VIR_DOMAIN_GUEST_INFO_TIMEZONE_NAME                      "timezone.name"
#define VIR_DOMAIN_GUEST_INFO_TIMEZONE_OFFSET                    "timezone.offset"
#define VIR_DOMAIN_GUEST_INFO_USER_COUNT                         "user.count"
#define VIR_DOMAIN_GUEST_INFO_USER_PREFIX                        "user."
#define VIR_DOMAIN_GUEST_INFO_USER_SUFFIX_DOMAIN                 ".domain"
#define VIR_DOMAIN_GUEST_INFO_USER_SUFFIX_LOGIN_TIME             ".login-time"
#define VIR_DOMAIN_GUEST_INFO_USER_SUFFIX_NAME                   ".name"

/* Flags of virDomainSetUserPassword. Since 1.2.16. */
typedef enum {
    VIR_DOMAIN_PASSWORD_ENCRYPTED = 1 << 0, /* the password is a hash already */
} virDomainSetUserPasswordFlags;

/* Flags of virDomainAuthorizedSSHKeysSet, which replaces all keys without them. Since 6.10.0. */
typedef enum {
    VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND = 1 << 0,
    VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE = 1 << 1,
} virDomainAuthorizedSSHKeysSetFlags;

/* ---- name and clock ---- */

/* Where virDomainGetHostname looks. Since 6.1.0. */
typedef enum {
    VIR_DOMAIN_GET_HOSTNAME_LEASE = 1 << 0,
    VIR_DOMAIN_GET_HOSTNAME_AGENT = 1 << 1,
} virDomainGetHostnameFlags;

/*
 * The guest's own host name, for the caller to free(). flags are virDomainGetHostnameFlags. NULL
 * on error: VIR_ERR_NO_HOSTNAME when it is not known.
 *
 * Since 0.10.0.
 */
char *virDomainGetHostname(virDomainPtr domain, unsigned int flags);

/* Flags of virDomainSetTime. Since 1.2.5. */
typedef enum {
    VIR_DOMAIN_TIME_SYNC = 1 << 0, /* from the guest's hardware clock */
} virDomainSetTimeFlags;

/*
 * The guest's clock: seconds since the epoch in *seconds, the rest in *nseconds; either may be
 * NULL. flags: 0. Returns 0 or -1.
 *
 * Since 1.2.5.
 */
int virDomainGetTime(virDomainPtr dom, long long *seconds, unsigned int *nseconds,
                     unsigned int flags);

/*
 * Sets the guest's clock: seconds since the epoch and nseconds, or, with VIR_DOMAIN_TIME_SYNC,
 * from the guest's hardware clock (then both are 0). flags are virDomainSetTimeFlags. Returns 0 or
 * -1.
 *
 * Since 1.2.5.
 */
int virDomainSetTime(virDomainPtr dom, long long seconds, unsigned int nseconds,
                     unsigned int flags);

/* ---- addresses and file systems ---- */

/* Where virDomainInterfaceAddresses looks. Since 1.2.14. */
typedef enum {
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE = 0,
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT = 1,
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP = 2, /* since 4.2.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LAST = 3,
#endif
} virDomainInterfaceAddressesSource;

/* An address of an interface. */
typedef struct _virDomainInterfaceIPAddress virDomainIPAddress;
typedef virDomainIPAddress *virDomainIPAddressPtr;
struct _virDomainInterfaceIPAddress {
    int type; /* a virIPAddrType */
    char *addr;
    unsigned int prefix; /* bits of the network's part */
};

/* A guest's network interface (virDomainInterfaceAddresses). */
typedef struct _virDomainInterface virDomainInterface;
typedef virDomainInterface *virDomainInterfacePtr;
struct _virDomainInterface {
    char *name;
    char *hwaddr;
    unsigned int naddrs;
    virDomainIPAddressPtr addrs;
};

/* A guest's mounted file system (virDomainGetFSInfo). */
typedef struct _virDomainFSInfo virDomainFSInfo;
typedef virDomainFSInfo *virDomainFSInfoPtr;
struct _virDomainFSInfo {
    char *mountpoint;
    char *name; /* of its device in the guest */
    char *fstype;
    size_t ndevAlias; /* how many */
    char **devAlias;  /* the domain's disks that it lies on */
};

/* ---- power management inside the guest ---- */

/*
 * Has the guest suspend itself: target is a virNodeSuspendTarget. duration is for how many
 * seconds, 0 until woken; drivers may know only 0. flags: 0. Returns 0, or -1:
 * VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.9.10.
 */
int virDomainPMSuspendForDuration(virDomainPtr dom, unsigned int target,
                                  unsigned long long duration, unsigned int flags);

/*
 * Wakes a guest that suspended itself. flags: 0. Returns 0 or -1.
 *
 * Since 0.9.11.
 */
int virDomainPMWakeup(virDomainPtr dom, unsigned int flags);

/* ---- keys, signals, interrupts ---- */

/* Numberings of keys (virDomainSendKey). Since 0.9.3. */
typedef enum {
    VIR_KEYCODE_SET_LINUX = 0, /* linux/input-event-codes.h */
    VIR_KEYCODE_SET_XT = 1,
    VIR_KEYCODE_SET_ATSET1 = 2,
    VIR_KEYCODE_SET_ATSET2 = 3,
    VIR_KEYCODE_SET_ATSET3 = 4,
    VIR_KEYCODE_SET_OSX = 5,    /* since 0.9.4 */
    VIR_KEYCODE_SET_XT_KBD = 6, /* since 0.9.4 */
    VIR_KEYCODE_SET_USB = 7,    /* since 0.9.4 */
    VIR_KEYCODE_SET_WIN32 = 8,  /* since 0.9.4 */
    VIR_KEYCODE_SET_QNUM = 9,   /* QEMU's own; since 4.2.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_KEYCODE_SET_LAST = 10,
#endif
} virKeycodeSet;

/* The QEMU key numbers were once named after the RFB protocol that carries them. */
#define VIR_KEYCODE_SET_RFB          VIR_KEYCODE_SET_QNUM
#define VIR_DOMAIN_SEND_KEY_MAX_KEYS 16

/*
 * Presses nkeycodes keys (1 to VIR_DOMAIN_SEND_KEY_MAX_KEYS) of keycodes at once, holds them for
 * holdtime milliseconds and lets go. codeset is a virKeycodeSet, the numbering of the keys. flags:
 * 0. Returns 0 or -1.
 *
 * Since 0.9.3.
 */
int virDomainSendKey(virDomainPtr domain, unsigned int codeset, unsigned int holdtime,
                     unsigned int *keycodes, int nkeycodes, unsigned int flags);

/*
 * Sends the guest a non-maskable interrupt. flags: 0. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virDomainInjectNMI(virDomainPtr domain, unsigned int flags);

/*
 * Signals for virDomainSendProcessSignal, by the guest's meaning: numbers are Linux's. Since
 * 1.0.1.
 */
typedef enum {
    VIR_DOMAIN_PROCESS_SIGNAL_NOP = 0,
    VIR_DOMAIN_PROCESS_SIGNAL_HUP = 1,
    VIR_DOMAIN_PROCESS_SIGNAL_INT = 2,
    VIR_DOMAIN_PROCESS_SIGNAL_QUIT = 3,
    VIR_DOMAIN_PROCESS_SIGNAL_ILL = 4,
    VIR_DOMAIN_PROCESS_SIGNAL_TRAP = 5,
    VIR_DOMAIN_PROCESS_SIGNAL_ABRT = 6,
    VIR_DOMAIN_PROCESS_SIGNAL_BUS = 7,
    VIR_DOMAIN_PROCESS_SIGNAL_FPE = 8,
    VIR_DOMAIN_PROCESS_SIGNAL_KILL = 9,
    VIR_DOMAIN_PROCESS_SIGNAL_USR1 = 10,
    VIR_DOMAIN_PROCESS_SIGNAL_SEGV = 11,
    VIR_DOMAIN_PROCESS_SIGNAL_USR2 = 12,
    VIR_DOMAIN_PROCESS_SIGNAL_PIPE = 13,
    VIR_DOMAIN_PROCESS_SIGNAL_ALRM = 14,
    VIR_DOMAIN_PROCESS_SIGNAL_TERM = 15,
    VIR_DOMAIN_PROCESS_SIGNAL_STKFLT = 16,
    VIR_DOMAIN_PROCESS_SIGNAL_CHLD = 17,
    VIR_DOMAIN_PROCESS_SIGNAL_CONT = 18,
    VIR_DOMAIN_PROCESS_SIGNAL_STOP = 19,
    VIR_DOMAIN_PROCESS_SIGNAL_TSTP = 20,
    VIR_DOMAIN_PROCESS_SIGNAL_TTIN = 21,
    VIR_DOMAIN_PROCESS_SIGNAL_TTOU = 22,
    VIR_DOMAIN_PROCESS_SIGNAL_URG = 23,
    VIR_DOMAIN_PROCESS_SIGNAL_XCPU = 24,
    VIR_DOMAIN_PROCESS_SIGNAL_XFSZ = 25,
    VIR_DOMAIN_PROCESS_SIGNAL_VTALRM = 26,
    VIR_DOMAIN_PROCESS_SIGNAL_PROF = 27,
    VIR_DOMAIN_PROCESS_SIGNAL_WINCH = 28,
    VIR_DOMAIN_PROCESS_SIGNAL_POLL = 29,
    VIR_DOMAIN_PROCESS_SIGNAL_PWR = 30,
    VIR_DOMAIN_PROCESS_SIGNAL_SYS = 31,
    VIR_DOMAIN_PROCESS_SIGNAL_RT0 = 32,
    VIR_DOMAIN_PROCESS_SIGNAL_RT1 = 33,
    VIR_DOMAIN_PROCESS_SIGNAL_RT2 = 34,
    VIR_DOMAIN_PROCESS_SIGNAL_RT3 = 35,
    VIR_DOMAIN_PROCESS_SIGNAL_RT4 = 36,
    VIR_DOMAIN_PROCESS_SIGNAL_RT5 = 37,
    VIR_DOMAIN_PROCESS_SIGNAL_RT6 = 38,
    VIR_DOMAIN_PROCESS_SIGNAL_RT7 = 39,
    VIR_DOMAIN_PROCESS_SIGNAL_RT8 = 40,
    VIR_DOMAIN_PROCESS_SIGNAL_RT9 = 41,
    VIR_DOMAIN_PROCESS_SIGNAL_RT10 = 42,
    VIR_DOMAIN_PROCESS_SIGNAL_RT11 = 43,
    VIR_DOMAIN_PROCESS_SIGNAL_RT12 = 44,
    VIR_DOMAIN_PROCESS_SIGNAL_RT13 = 45,
    VIR_DOMAIN_PROCESS_SIGNAL_RT14 = 46,
    VIR_DOMAIN_PROCESS_SIGNAL_RT15 = 47,
    VIR_DOMAIN_PROCESS_SIGNAL_RT16 = 48,
    VIR_DOMAIN_PROCESS_SIGNAL_RT17 = 49,
    VIR_DOMAIN_PROCESS_SIGNAL_RT18 = 50,
    VIR_DOMAIN_PROCESS_SIGNAL_RT19 = 51,
    VIR_DOMAIN_PROCESS_SIGNAL_RT20 = 52,
    VIR_DOMAIN_PROCESS_SIGNAL_RT21 = 53,
    VIR_DOMAIN_PROCESS_SIGNAL_RT22 = 54,
    VIR_DOMAIN_PROCESS_SIGNAL_RT23 = 55,
    VIR_DOMAIN_PROCESS_SIGNAL_RT24 = 56,
    VIR_DOMAIN_PROCESS_SIGNAL_RT25 = 57,
    VIR_DOMAIN_PROCESS_SIGNAL_RT26 = 58,
    VIR_DOMAIN_PROCESS_SIGNAL_RT27 = 59,
    VIR_DOMAIN_PROCESS_SIGNAL_RT28 = 60,
    VIR_DOMAIN_PROCESS_SIGNAL_RT29 = 61,
    VIR_DOMAIN_PROCESS_SIGNAL_RT30 = 62,
    VIR_DOMAIN_PROCESS_SIGNAL_RT31 = 63,
    VIR_DOMAIN_PROCESS_SIGNAL_RT32 = 64,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_PROCESS_SIGNAL_LAST = 65,
#endif
} virDomainProcessSignal;

/* Encrypted guests: typed parameters. */
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_API_MAJOR          "sev-api-major"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_API_MINOR          "sev-api-minor"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_BUILD_ID           "sev-build-id"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_MEASUREMENT        "sev-measurement"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_POLICY             "sev-policy"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET             "sev-secret"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_HEADER      "sev-secret-header"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_SET_ADDRESS "sev-secret-set-address"
#define VIR_DOMAIN_LAUNCH_SECURITY_SEV_SNP_POLICY         "sev-snp-policy"

/* ---- memory and processes ---- */

/*
 * Reads size bytes of the guest's memory from start on into buffer; flags are
 * virDomainMemoryFlags: which of them says what kind of address start is. Returns 0 or -1.
 *
 * Since 0.4.2.
 */
int virDomainMemoryPeek(virDomainPtr dom, unsigned long long start, size_t size, void *buffer,
                        unsigned int flags);

/*
 * Sends a signal (virDomainProcessSignal) to a process of the guest; negative: to a group. Returns
 * 0 or -1.
 *
 * Since 1.0.1.
 */
int virDomainSendProcessSignal(virDomainPtr domain, long long pid_value, unsigned int signum,
                               unsigned int flags);

/*
 * Sets the password of a user of the guest, in clear or with VIR_DOMAIN_PASSWORD_ENCRYPTED as the
 * guest keeps it. Returns 0 or -1.
 *
 * Since 1.2.16.
 */
int virDomainSetUserPassword(virDomainPtr dom, const char *user, const char *password,
                             unsigned int flags);

/* ---- file systems ---- */

/*
 * Stops writing to the file systems at those mountpoints (NULL and 0: to all) through the agent.
 * Returns how many were frozen, or -1.
 *
 * Since 1.2.5.
 */
int virDomainFSFreeze(virDomainPtr dom, const char **mountpoints, unsigned int nmountpoints,
                      unsigned int flags);

/*
 * Lets the guest write again. Returns how many were thawed, or -1.
 *
 * Since 1.2.5.
 */
int virDomainFSThaw(virDomainPtr dom, const char **mountpoints, unsigned int nmountpoints,
                    unsigned int flags);

/*
 * Tells the storage which blocks are free, ranges of at least minimum bytes; mountPoint must be
 * NULL for now: all. Returns 0 or -1.
 *
 * Since 1.0.1.
 */
int virDomainFSTrim(virDomainPtr dom, const char *mountPoint, unsigned long long minimum,
                    unsigned int flags);

/*
 * Puts a new array of the guest's mounted file systems into *info, each for virDomainFSInfoFree,
 * the array for free(). Returns how many, or -1.
 *
 * Since 1.2.11.
 */
int virDomainGetFSInfo(virDomainPtr dom, virDomainFSInfoPtr **info, unsigned int flags);

/*
 * Frees what is told about a file system. NULL is allowed.
 *
 * Since 1.2.11.
 */
void virDomainFSInfoFree(virDomainFSInfoPtr info);

/* ---- the agent ---- */

/*
 * Asks the agent for facts of those types (virDomainGuestInfoTypes; 0: all that it knows) and puts
 * them as a new array into *params, for virTypedParamsFree, and their number into *nparams.
 * Returns 0 or -1.
 *
 * Since 5.7.0.
 */
int virDomainGetGuestInfo(virDomainPtr domain, unsigned int types, virTypedParameterPtr *params,
                          int *nparams, unsigned int flags);

/*
 * How many seconds to wait for the agent: a number, or a virDomainAgentResponseTimeoutValues.
 * Returns 0 or -1.
 *
 * Since 5.10.0.
 */
int virDomainAgentSetResponseTimeout(virDomainPtr domain, int timeout, unsigned int flags);

/*
 * Puts the public keys that may log in as user into a new array *keys, which ends with NULL; array
 * and keys are the caller's to free(). Returns how many, or -1.
 *
 * Since 6.10.0.
 */
int virDomainAuthorizedSSHKeysGet(virDomainPtr domain, const char *user, char ***keys,
                                  unsigned int flags);

/*
 * Makes those nkeys keys the ones that may log in as user, or adds or removes them; flags are
 * virDomainAuthorizedSSHKeysSetFlags. Returns 0 or -1.
 *
 * Since 6.10.0.
 */
int virDomainAuthorizedSSHKeysSet(virDomainPtr domain, const char *user, const char **keys,
                                  unsigned int nkeys, unsigned int flags);

/*
 * Puts what the guest itself says of its processors as a new array into *params, for
 * virTypedParamsFree, and its length into *nparams. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virDomainGetGuestVcpus(virDomainPtr domain, virTypedParameterPtr *params, unsigned int *nparams,
                           unsigned int flags);

/*
 * Has the guest take those processors ("0-2,5") into use (state 1) or out of it (0). Returns 0 or
 * -1.
 *
 * Since 2.0.0.
 */
int virDomainSetGuestVcpus(virDomainPtr domain, const char *cpumap, int state, unsigned int flags);

/* ---- addresses ---- */

/*
 * Puts a new array of the domain's interfaces with their addresses into *ifaces, each for
 * virDomainInterfaceFree, the array for free(). source is a virDomainInterfaceAddressesSource: who
 * is asked. Returns how many, or -1.
 *
 * Since 1.2.14.
 */
int virDomainInterfaceAddresses(virDomainPtr dom, virDomainInterfacePtr **ifaces,
                                unsigned int source, unsigned int flags);

/*
 * Frees an interface and its addresses. NULL is allowed.
 *
 * Since 1.2.14.
 */
void virDomainInterfaceFree(virDomainInterfacePtr iface);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_GUEST_H */
