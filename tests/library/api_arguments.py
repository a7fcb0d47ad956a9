#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a C program that calls every public function of an object with wrong arguments.

    api_arguments.py HEADERS [NAMES]    the program for the functions that HEADERS declare (and,
                                        with NAMES, a file that has a name a line, only for those)

Built with libvirt's headers and library it says what libvirt answers; api_arguments.expected is
that text of libvirt 9.0, and the same program with ours must print the same. A line is

    virDomainSave null:to VIR_FROM 10 CODE 8

the function, what is wrong, and domain and code of the error; `-` stands for all that is not said
about arguments (the call succeeded, or the driver refused it). Each call is made in a process of
its own: some of libvirt's functions do not survive what they are given.
"""
import importlib.util
import os
import sys

OBJECTS = {
    "virConnectPtr": "conn", "virDomainPtr": "domain", "virNetworkPtr": "network", "virStoragePoolPtr": "pool",
    "virStorageVolPtr": "vol", "virInterfacePtr": "iface", "virNodeDevicePtr": "device",
    "virDomainSnapshotPtr": "snapshot", "virDomainCheckpointPtr": "checkpoint", "virNetworkPortPtr": None,
    "virSecretPtr": None, "virNWFilterPtr": None, "virNWFilterBindingPtr": None, "virStreamPtr": "stream",
    "virAdmConnectPtr": None, "virAdmServerPtr": None, "virAdmClientPtr": None,
}
NUMBERS = {"int", "unsigned int", "long", "unsigned long", "long long", "unsigned long long", "size_t"}
# Ends or waits for what the other calls need; and what is answered without an object.
LEFT_OUT = {"virConnectSetKeepAlive"}

HEAD = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/libvirt-admin.h>
#include <libvirt/libvirt-lxc.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/virterror.h>

struct world {
    virConnectPtr conn;
    virDomainPtr domain;
    virNetworkPtr network;
    virStoragePoolPtr pool;
    virStorageVolPtr vol;
    virInterfacePtr iface;
    virNodeDevicePtr device;
    virDomainSnapshotPtr snapshot;
    virDomainCheckpointPtr checkpoint;
    virStreamPtr stream;
};

static struct world rw, ro;
static char room[1 << 16];
static virTypedParameter param = {.field = "x", .type = VIR_TYPED_PARAM_INT};

static void quiet(void *data, virErrorPtr error)
{
    (void)data;
    (void)error;
}

static void nothing(void)
{
}

static void look(struct world *w)
{
    w->domain = virDomainLookupByName(w->conn, "test");
    w->network = virNetworkLookupByName(w->conn, "default");
    w->pool = virStoragePoolLookupByName(w->conn, "default-pool");
    w->vol = virStorageVolLookupByName(w->pool, "disk");
    w->iface = virInterfaceLookupByName(w->conn, "eth1");
    w->device = virNodeDeviceLookupByName(w->conn, "computer");
    w->snapshot = virDomainSnapshotLookupByName(w->domain, "s", 0);
    w->checkpoint = virDomainCheckpointLookupByName(w->domain, "c", 0);
    w->stream = virStreamNew(w->conn, VIR_STREAM_NONBLOCK);
}

static void begin(void)
{
    memset(room, 0, sizeof(room));
    virResetLastError();
}

/* Errors about arguments, objects and rights; all else is of the driver. */
static void say(const char *function, const char *wrong)
{
    static const int codes[] = {
        VIR_ERR_INVALID_ARG,         VIR_ERR_INVALID_CONN,
        VIR_ERR_INVALID_DOMAIN,      VIR_ERR_INVALID_NETWORK,
        VIR_ERR_INVALID_STORAGE_POOL, VIR_ERR_INVALID_STORAGE_VOL,
        VIR_ERR_INVALID_INTERFACE,   VIR_ERR_INVALID_NODE_DEVICE,
        VIR_ERR_INVALID_SECRET,      VIR_ERR_INVALID_NWFILTER,
        VIR_ERR_INVALID_NWFILTER_BINDING, VIR_ERR_INVALID_NETWORK_PORT,
        VIR_ERR_INVALID_DOMAIN_SNAPSHOT, VIR_ERR_INVALID_DOMAIN_CHECKPOINT,
        VIR_ERR_INVALID_STREAM,      VIR_ERR_OPERATION_DENIED,
    };
    virErrorPtr e = virGetLastError();

    for (size_t i = 0; e && e->domain != VIR_FROM_TEST && e->domain != VIR_FROM_CPU && i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (e->code == codes[i]) {
            printf("%s %s domain %d code %d\n", function, wrong, e->domain, e->code);
            return;
        }
    }
    printf("%s %s -\n", function, wrong);
}

/* Where there is no object of the kind (an older driver), nothing is said. */
#define CASE(object, function, wrong, call)                                    \
    do {                                                               \
        int status;                                                    \
        pid_t pid;                                                     \
                                                                       \
        if (!(object))                                                 \
            break;                                                     \
        fflush(stdout);                                                \
        pid = fork();                                                  \
        if (pid == 0) {                                                \
            alarm(5);                                                  \
            begin();                                                   \
            (void)call;                                                \
            say(function, wrong);                                      \
            fflush(stdout);                                            \
            _exit(0);                                                  \
        }                                                              \
        if (waitpid(pid, &status, 0) < 0 || status != 0)               \
            printf("%s %s died\n", function, wrong);                   \
    } while (0)
"""

MAIN = r"""
int main(int argc, char **argv)
{
    const char *uri = argc > 1 ? argv[1] : "test:///default";

    virSetErrorFunc(NULL, quiet);
    virEventRegisterDefaultImpl();
    rw.conn = virConnectOpen(uri);
    rw.domain = virDomainLookupByName(rw.conn, "test");
    rw.pool = virStoragePoolLookupByName(rw.conn, "default-pool");
    virStorageVolFree(virStorageVolCreateXML(
        rw.pool, "<volume><name>disk</name><capacity>4096</capacity></volume>", 0));
    virDomainSnapshotFree(
        virDomainSnapshotCreateXML(rw.domain, "<domainsnapshot><name>s</name></domainsnapshot>", 0));
    virDomainCheckpointFree(virDomainCheckpointCreateXML(
        rw.domain, "<domaincheckpoint><name>c</name></domaincheckpoint>", 0));
    virStoragePoolFree(rw.pool);
    virDomainFree(rw.domain);
    look(&rw);
    ro.conn = virConnectOpenReadOnly(argc > 2 ? argv[2] : uri);
    look(&ro);
CALLS
    return 0;
}
"""


def declared(top):
    """The reader of public headers, of client/generate/declared.py."""
    spec = importlib.util.spec_from_file_location("declared", os.path.join(top, "client", "generate", "declared.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def usual(p, world):
    """A value that is not wrong."""
    if p.type in OBJECTS:
        return f"{world}.{OBJECTS[p.type]}" if OBJECTS[p.type] else "NULL"
    if p.type in NUMBERS:
        return "0" if p.name == "flags" else "1"
    if p.type == "double":
        return "1"
    if p.type == "const char*":
        return '"x"'
    if p.type == "virTypedParameterPtr":
        return "&param"
    if p.type == "virFreeCallback":
        return "NULL"
    if p.type.endswith(("Callback", "Func")):
        return f"({p.type})nothing"
    return "(void *)room"


def pointer(p):
    return p.type.endswith(("*", "Ptr", "Callback", "Func")) or p.type == "char**const"


def cases(prototype):
    """(what is wrong, arguments) of every case."""
    first, rest = prototype.params[0], prototype.params[1:]
    yield "no-object", ["NULL"] + [usual(p, "rw") for p in rest]
    if not OBJECTS[first.type]:
        return
    other = "rw.network" if first.type != "virNetworkPtr" else "rw.domain"
    yield "other-object", [f"({first.type})(void *){other}"] + [usual(p, "rw") for p in rest]
    good = [usual(p, "rw") for p in prototype.params]
    for i, p in enumerate(rest, 1):
        if pointer(p):
            yield f"null:{p.name}", good[:i] + ["NULL"] + good[i + 1:]
        elif p.type == "int":
            yield f"negative:{p.name}", good[:i] + ["-1"] + good[i + 1:]
        elif p.type in NUMBERS and p.name != "flags":
            yield f"zero:{p.name}", good[:i] + ["0"] + good[i + 1:]
    yield "read-only", [usual(p, "ro") for p in prototype.params]


def main():
    module = declared(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    prototypes = module.read_prototypes(sys.argv[1])
    only = set(open(sys.argv[2], encoding="ascii").read().split()) if len(sys.argv) > 2 else set(prototypes)
    calls = []
    for name in sorted(prototypes):
        p = module.Prototype(*prototypes[name])
        if name not in only or name in LEFT_OUT or not p.params or p.params[0].type not in OBJECTS:
            continue
        for wrong, args in cases(p):
            calls.append(f'    CASE({"1" if wrong == "no-object" else args[0]}, "{name}", "{wrong}",\n         {name}({", ".join(args)}));')
    print(HEAD + MAIN.replace("CALLS", "\n".join(calls)))


if __name__ == "__main__":
    main()
