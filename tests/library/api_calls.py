#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a C program that calls every public function, once well and once with each kind of excess.

    api_calls.py HEADERS TABLE > calls.c          then: calls URI [ADMIN-URI] > said
    api_calls.py HEADERS TABLE --good > calls.c   the good calls alone
    api_calls.py HEADERS TABLE --judge said       says what is wrong, and counts

A function that TABLE does not name is called with the usual value of each parameter: the object of
that kind, 0 for flags, room for results. A line of TABLE gives what is not usual:

    virDomainResume   virDomainSuspend(w.domain);        C that comes first, up to its last ;
    virDomainRename   virDomainDestroy(w.domain); new_name="other"
    virDomainFoo      =55                                the error that a good call gets
    virDomainBar      flags=any                          libvirt does not refuse unknown flags either
    virDomainBaz      huge=no                            a count that is a lie can't be noticed
    virEventX         -- why it is not called here

Each case has a process and a world of its own. A good call succeeds; one with a flag that nobody
knows fails with VIR_ERR_INVALID_ARG (or VIR_ERR_NO_SUPPORT, for the driver); one whose count is as
large as can be, with whatever else is good, comes back.
"""
import importlib.util
import os
import re
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
sys.dont_write_bytecode = True
import worlds  # noqa: E402

INVALID_ARG, NO_SUPPORT = 8, 3
FLAG = "1u << 25"
LARGE = {"int": "INT_MAX", "unsigned int": "UINT_MAX", "size_t": "SIZE_MAX", "unsigned long": "ULONG_MAX",
         "unsigned long long": "ULLONG_MAX", "long long": "LLONG_MAX", "long": "LONG_MAX"}
COUNT = re.compile(r"^(n[a-z]+|max\w+|size|\w*len|count|\w*Count)$")
LAZY = {"vol", "snapshot", "checkpoint", "port", "secret", "filter", "binding", "stream", "admin", "server", "client"}
OBJECTS = {
    "virConnectPtr": "conn", "virDomainPtr": "domain", "virNetworkPtr": "network", "virStoragePoolPtr": "pool",
    "virStorageVolPtr": "vol", "virInterfacePtr": "iface", "virNodeDevicePtr": "device",
    "virDomainSnapshotPtr": "snapshot", "virDomainCheckpointPtr": "checkpoint", "virNetworkPortPtr": "port",
    "virSecretPtr": "secret", "virNWFilterPtr": "filter", "virNWFilterBindingPtr": "binding",
    "virStreamPtr": "stream", "virAdmConnectPtr": "admin", "virAdmServerPtr": "server", "virAdmClientPtr": "client",
}

HEAD = r"""
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/libvirt-admin.h>
#include <libvirt/libvirt-lxc.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/virterror.h>

static struct world {
    virConnectPtr conn;
    virDomainPtr domain, web;
    virNetworkPtr network;
    virStoragePoolPtr pool;
    virStorageVolPtr vol;
    virInterfacePtr iface;
    virNodeDevicePtr device;
    virDomainSnapshotPtr snapshot;
    virDomainCheckpointPtr checkpoint;
    virNetworkPortPtr port;
    virSecretPtr secret;
    virNWFilterPtr filter;
    virNWFilterBindingPtr binding;
    virStreamPtr stream;
    virAdmConnectPtr admin;
    virAdmServerPtr server;
    virAdmClientPtr client;
} w;

static const char *uri, *admin_uri;
static char room[1 << 20], file[64], whole[PATH_MAX + 80];
static virTypedParameter param = {.field = "x", .type = VIR_TYPED_PARAM_INT};
static virTypedParameterPtr list;
static int count, room_for;

static void quiet(void *data, virErrorPtr error)
{
    (void)data;
    (void)error;
}

static int nothing(void)
{
    return 0;
}

/* The parameters of the next call: one, of an integer type. */
static virTypedParameterPtr one(const char *field, int type, unsigned long long value)
{
    memset(&param, 0, sizeof(param));
    strncpy(param.field, field, sizeof(param.field) - 1);
    param.type = type;
    param.value.ul = value;
    return &param;
}

static virTypedParameterPtr text(const char *field, const char *value)
{
    one(field, VIR_TYPED_PARAM_STRING, 0);
    param.value.s = (char *)(uintptr_t)value;
    return &param;
}

DOCUMENTS
#define ID "00000000-0000-0000-0000-00000000000a"
static const unsigned char id[16] = {[15] = 10}, test_id[16] = TEST_ID, net_id[16] = NET_ID, pool_id[16] = POOL_ID;

/* A running machine with devices. */
static void web(void)
{
    w.web = virDomainDefineXML(w.conn, WEB);
    virDomainCreate(w.web);
}

/* Objects that the default world has not: made where a function takes one. */
static void need_vol(void)
{
    w.vol = virStorageVolCreateXML(w.pool, VOLUME, 0);
}

static void need_snapshot(void)
{
    w.snapshot = virDomainSnapshotCreateXML(w.domain, SNAPSHOT, 0);
}

static void need_checkpoint(void)
{
    w.checkpoint = virDomainCheckpointCreateXML(w.domain, CHECKPOINT, 0);
}

static void need_port(void)
{
    w.port = virNetworkPortCreateXML(w.network, PORT, 0);
}

static void need_secret(void)
{
    w.secret = virSecretDefineXML(w.conn, SECRET, 0);
}

static void need_filter(void)
{
    w.filter = virNWFilterDefineXML(w.conn, FILTER);
}

static void need_binding(void)
{
    need_filter();
    w.binding = virNWFilterBindingCreateXML(w.conn, BINDING, 0);
}

/* An open one, to a console. */
static void need_stream(void)
{
    web();
    w.stream = virStreamNew(w.conn, VIR_STREAM_NONBLOCK);
    virDomainOpenConsole(w.web, NULL, w.stream, 0);
}

/* Streams of a volume, blocking, and what takes and gives their bytes. */
static void download(void)
{
    need_vol();
    w.stream = virStreamNew(w.conn, 0);
    virStorageVolDownload(w.vol, w.stream, 0, 0, 0);
}

static void upload(void)
{
    need_vol();
    w.stream = virStreamNew(w.conn, 0);
    virStorageVolUpload(w.vol, w.stream, 0, 0, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM);
}

static int taken(virStreamPtr stream, const char *data, size_t len, void *opaque)
{
    return (int)len;
}

static int end(virStreamPtr stream, char *data, size_t len, void *opaque)
{
    return 0;
}

static int no_hole(virStreamPtr stream, int *in_data, long long *length, void *opaque)
{
    *in_data = 1;
    *length = 0;
    return 0;
}

/* A device that guests may have: in a world of its own, that of a file. */
static void need_host(void)
{
    const char *name = strstr(uri, "/default");
    char path[PATH_MAX], text[2 * PATH_MAX];
    FILE *f = fopen("host.xml", "w");

    fputs(HOST, f);
    fclose(f);
    snprintf(text, sizeof(text), "%.*s%s%s", (int)(name - uri), uri, realpath("host.xml", path),
             name + strlen("/default"));
    w.conn = virConnectOpen(text);
    w.device = virNodeDeviceLookupByName(w.conn, PCI_NAME);
}

static void need_admin(void)
{
    w.admin = virAdmConnectOpen(admin_uri, 0);
}

static void need_server(void)
{
    need_admin();
    w.server = virAdmConnectLookupServer(w.admin, "vireod", 0);
}

static void need_client(void)
{
    virAdmClientPtr *clients = NULL;

    need_server();
    if (virAdmServerListClients(w.server, &clients, 0) > 0)
        w.client = clients[0];
}

/* A parameter that is in a list. */
static void listed(int type)
{
    virTypedParamsAddInt(&list, &count, &room_for, "x", 1);
    list->type = type;
}

/* A world of its own: not that of the case before, whose connection may be closing still. */
static void enter(void)
{
    for (;;) {
        virNetworkPtr before;

        w.conn = virConnectOpen(uri);
        if (!w.conn) {
            printf("no connection to %s\n", uri);
            exit(1);
        }
        before = virNetworkLookupByName(w.conn, "left");
        if (!before)
            break;
        virNetworkFree(before);
        virConnectClose(w.conn);
    }
    w.domain = virDomainLookupByName(w.conn, "test");
    w.network = virNetworkLookupByName(w.conn, "default");
    w.pool = virStoragePoolLookupByName(w.conn, "default-pool");
    w.iface = virInterfaceLookupByName(w.conn, "eth1");
    w.device = virNodeDeviceLookupByName(w.conn, "computer");
    memset(room, 0, sizeof(room));
    virResetLastError();
}

static void tick(int timer, void *data)
{
}

/* The event loop's turns, for callbacks; where another end sends events by itself. */
static void turns(void)
{
    virEventAddTimeout(0, tick, NULL, NULL);
    for (int i = 0; i < 5; i++)
        virEventRunDefaultImpl();
}

static void say(const char *function, const char *what, int good)
{
    virErrorPtr e = virGetLastError();

    if (getenv("VIREO_TEST_TURNS"))
        turns();

    if (good)
        printf("%s %s ok\n", function, what);
    else
        printf("%s %s domain %d code %d %s\n", function, what, e ? e->domain : 0, e ? e->code : 0,
               e ? e->message : "");
    fflush(stdout);
    /* a sign in this world for the next case */
    w.conn = virConnectOpen(uri);
    virNetworkFree(virNetworkDefineXML(w.conn, "<network><name>left</name></network>"));
    _exit(0);
}

#define BEGIN(function, what)                                 \
    do {                                                      \
        const char *const function_ = function, *const what_ = what; \
        int status;                                           \
        pid_t pid;                                            \
                                                              \
        fflush(stdout);                                       \
        pid = fork();                                         \
        if (pid == 0) {                                       \
            alarm(10);                                        \
            virSetErrorFunc(NULL, quiet);                     \
            virEventRegisterDefaultImpl();                    \
            enter();

#define END(good)                                             \
            virResetLastError();                              \
            say(function_, what_, good);                      \
        }                                                     \
        if (waitpid(pid, &status, 0) < 0 || status != 0)      \
            printf("%s %s died %d\n", function_, what_, status);\
    } while (0)

"""


def declared():
    """The reader of public headers, of client/generate/declared.py."""
    spec = importlib.util.spec_from_file_location("declared", os.path.join(TOP, "client", "generate", "declared.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parts(text, at):
    """What that character separates, outside of quotes and brackets."""
    found, depth, quoted, begin = [], 0, False, 0
    for i, c in enumerate(text):
        if c == '"' and text[i - 1:i] != "\\":
            quoted = not quoted
        depth += not quoted and (c in "({[") - (c in ")}]")
        if c == at and not quoted and depth == 0:
            found.append(text[begin:i].strip())
            begin = i + 1
    return [x for x in found + [text[begin:].strip()] if x]


class Line:
    """What the table says of a function."""

    def __init__(self, text=""):
        self.reason = text[3:] if text.startswith("-- ") else None
        self.error, self.values, self.first = 0, {}, ""
        statements = parts(text, ";") if self.reason is None else []
        if statements and not text.endswith(";"):
            for word in parts(statements.pop(), ","):
                key, _, value = word.partition("=")
                self.values[key.strip()] = value.strip()
        self.first = "".join(x + "; " for x in statements)
        self.error = int(self.values.pop("", 0))
        self.any_flags = self.values.get("flags") == "any"
        if self.any_flags:
            del self.values["flags"]
        self.no_huge = self.values.pop("huge", "") == "no"


def read_table(path):
    lines = {}
    for text in open(path, encoding="utf-8"):
        if text.strip() and not text.startswith("#"):
            name, _, rest = text.strip().partition(" ")
            if name in lines:
                sys.exit(f"{path}: {name} has two lines")
            lines[name] = Line(rest.strip())
    return lines


def usual(p):
    """A value that is not wrong."""
    if p.type in OBJECTS:
        return f"w.{OBJECTS[p.type]}"
    if p.type in LARGE:
        return "0" if p.name == "flags" else "1"
    if p.type == "double":
        return "1"
    if p.type in ("virFreeCallback", "va_list"):
        return "NULL"
    if p.type.endswith(("Callback", "Func", "CallbackPtr")) or p.name in ("cb", "handler"):
        return f"({p.type})(void *)nothing"
    if p.type == "const unsigned char*" and p.name == "uuid":
        return "(const unsigned char *)room"
    return f"({p.type})(void *)room" if "[" not in p.type else "(void *)room"


def cases(p, line):
    """(what, arguments) of each."""
    good = [line.values.get(a.name, usual(a)) for a in p.params]
    yield "good", good
    for i, a in enumerate(p.params):
        if a.name == "flags" and a.type == "unsigned int":
            yield "flags", good[:i] + [FLAG] + good[i + 1:]
        elif not line.no_huge and a.type in LARGE and COUNT.match(a.name):
            yield f"huge:{a.name}", good[:i] + [LARGE[a.type]] + good[i + 1:]


def call(p, args):
    text = f"{p.name}({', '.join(args)})"
    if p.result == "void":
        return f"({text}, 1)"
    if p.result.endswith(("*", "Ptr")):
        return f"{text} != NULL"
    return f"{text} >= 0" if p.result in ("int", "long", "long long") else f"({text}, 1)"


def documents():
    """The documents and UUIDs of worlds.py as C has them."""
    out = []
    for name, value in vars(worlds).items():
        if isinstance(value, str) and name.isupper():
            quoted = value.replace('"', '\\"').replace("\n", "")
            out.append(f'#define {name} "{quoted}"')
    for name, value in (("TEST_ID", worlds.UUID), ("NET_ID", worlds.NET_UUID), ("POOL_ID", worlds.POOL_UUID)):
        out.append(f"#define {name} {{{', '.join(map(str, value))}}}")
    return "\n".join(out)


def objects_first(p):
    """Makes the objects that a function takes."""
    kinds = {OBJECTS[a.type] for a in p.params if a.type in OBJECTS}
    return "".join(f"need_{k}(); " for k in sorted(kinds & LAZY))


def write(prototypes, table, good_alone):
    print(HEAD.replace("DOCUMENTS", documents()))
    names = [n for n in sorted(prototypes) if table.get(n, Line()).reason is None]
    for name in names:
        p, line = prototypes[name], table.get(name, Line())
        print(f"static void case_{name}(void)\n{{")
        for what, args in [*cases(p, line)][:1 if good_alone else None]:
            print(f'    BEGIN("{name}", "{what}") {objects_first(p)}{line.first}END({call(p, args)});')
        print("}\n")
    print("int main(int argc, char **argv)\n{\n    uri = argc > 1 ? argv[1] : \"test:///default\";\n"
          "    admin_uri = argc > 2 ? argv[2] : NULL;\n    snprintf(file, sizeof(file), \"calls.%d\", (int)getpid());\n"
          "    snprintf(whole, sizeof(whole), \"%s/%s\", getcwd(room, PATH_MAX), file);")
    for name in names:
        print(f"    {'if (admin_uri) ' if 'virAdm' in name else ''}case_{name}();")
    print("    return 0;\n}")


def judge(prototypes, table, said, admin):
    bad, seen = [], {}
    for text in said:
        name, what, *words = text.split()
        if name not in prototypes:
            bad.append(text.strip())
            continue
        line = table.get(name, Line())
        code = 0 if words[0] == "ok" else -1 if words[0] == "died" else int(words[3])
        seen.setdefault(name, set()).add(what)
        if what == "good":
            right = code == line.error
        elif what == "flags":
            right = line.any_flags or code in (INVALID_ARG, NO_SUPPORT)
        else:
            right = code >= 0
        if not right:
            bad.append(text.strip())
    left_out = sorted(n for n in prototypes if table.get(n, Line()).reason is not None)
    missing = sorted(n for n in prototypes if n not in seen and n not in left_out and (admin or "virAdm" not in n))
    for text in bad:
        print(text)
    for name in missing:
        print(f"{name} was not called")
    unknown = sorted(set(table) - set(prototypes))
    for name in unknown:
        print(f"{name} is in the table and in no header")
    print(f"{len(prototypes)} functions: {len(seen)} called, {sum(map(len, seen.values()))} cases, {len(bad)} wrong, "
          f"{len(left_out)} left out for a reason")
    return bad or missing or unknown


def main():
    module = declared()
    prototypes = {n: module.Prototype(*x) for n, x in module.read_prototypes(sys.argv[1]).items()}
    table = read_table(sys.argv[2])
    if "--judge" in sys.argv:
        said = open(sys.argv[4], encoding="utf-8").readlines()
        sys.exit(bool(judge(prototypes, table, said, any(x.startswith("virAdm") for x in said))))
    write(prototypes, table, "--good" in sys.argv)


if __name__ == "__main__":
    main()
