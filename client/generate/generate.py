#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the public functions that are one remote procedure and its checks.

    generate.py --protocol DIR --headers DIR --objects objects.def FILE.api

Three things meet here: the prototype of a function (the public headers), the structures of its
procedure (the .x files), and a line of the .api file, which says only what the two do not:

    from VIR_FROM_DOM                           the domain of the errors of the lines that follow
    program qemu                                whose procedures they are; remote where not said
    virDomainSave DOMAIN_SAVE then:hook_domain_stopped(domain)

A parameter and a field of the same name (case and underscores aside) belong together; every
parameter and every field must find its partner, or the line is refused. Words of a line:

    disk=path           the parameter disk belongs to the field path
    keys[nkeys]         an array and the parameter that counts it, in or out
    stats(size)         a structure of which the caller knows `size` bytes
    reason?             the parameter may be NULL
    type!               it may not, although the wire lets it; a number may not be zero
    name+               a text that may neither be NULL nor empty
    memory>0  id>=0     the least value of a number, or of that which a pointer shows
    nparams:=16         the field gets this value
    flags|=FLAG         the field gets this flag besides
    one-of:A,B          two flags exclude each other
    absolute:to         a path is sent as an absolute one: the daemon's folder is another
    check:f(a,b)        f(conn, a, b) < 0 ends the call; it has set the error
    then:f(a,&ret.x)    runs after a success
    return=field        which field of the result is the function's value

A virStreamPtr is opened by a procedure that is followed by a stream.

Some public functions have no procedure; the second column is then a word of its own:

    =ref =free =connection =parent      counting and where the object came from
    =field NAME  =uuid  =uuid-string    the object's identity
    =by-uuid-string FUNCTION            a lookup by the text of a UUID
    =alias FUNCTION                     another name of a function
"""

import argparse
import os
import re
import sys

from declared import Prototype, Refused, Wire, Words, read_objects, read_prototypes
from wrapper import Wrapper

LOCAL = ("ref", "free", "connection", "parent", "field", "uuid", "uuid-string", "by-uuid-string", "alias")


class Spec:
    def __init__(self, options, grammar):
        self.wire = Wire(options.protocol, grammar)
        self.prototypes = read_prototypes(options.headers)
        self.objects = read_objects(options.objects)

    def prototype(self, name):
        if name not in self.prototypes:
            raise Refused(f"no public header declares {name}")
        return self.prototypes[name]

    def local(self, name, word, rest, origin):
        """A function without a procedure."""
        prototype = Prototype(*self.prototype(name))
        p = prototype.params[0]
        made = self.objects.get(p.type)
        bad = "NULL" if prototype.result.endswith(("*", "Ptr")) else "-1"
        if word == "alias":
            self.prototype(rest[0])
            body = [f"return {rest[0]}({', '.join(x.name for x in prototype.params)});"]
        elif word == "by-uuid-string":
            self.prototype(rest[0])
            text = prototype.params[1].name
            decls = ["unsigned char uuid[VIR_UUID_BUFLEN];"]
            if made:
                decls.append("virConnectPtr conn;")
            begin = f"!(conn = api_{made.name}({p.name}))" if made else f"!api_conn({p.name}, {origin})"
            body = decls + ["", f"if ({begin})\n        return NULL;", f"NEED(conn, {origin}, NULL, {text});",
                            f"if (api_uuid(conn, {origin}, {text}, uuid) < 0)\n        return NULL;",
                            f"return {rest[0]}({p.name}, uuid);"]
        elif not made:
            raise Refused(f"{p.type} is not an object")
        else:
            body = [f"if (!api_{made.name}({p.name}))\n        return {bad};"]
            body += self.identity(made, p, prototype, word, rest, origin)
        return f"VIREO_API {prototype.text}\n{{\n" + "".join(f"    {b}\n" if b else "\n" for b in body) + "}\n"

    def identity(self, made, p, prototype, word, rest, origin):
        inner = self.wire.type(made.wire).fields
        has_uuid = "uuid" in [x.name for x in inner]
        if word == "ref":
            return [f"object_ref(&{p.name}->base);", "return 0;"]
        if word == "free":
            return [f"object_unref(&{p.name}->base);", "return 0;"]
        if word == "connection":
            return [f"return {p.name}->base.conn;"]
        if word == "parent":
            return [f"return ({prototype.result})(void *){p.name}->base.parent;"]
        if word == "field":
            if rest[0] not in [x.name for x in inner]:
                raise Refused(f"{made.wire} has no {rest[0]}")
            return [f"return {p.name}->wire.{rest[0]};"]
        if not has_uuid:
            raise Refused(f"a {made.public} has no UUID")
        to = prototype.params[1].name
        how = f"memcpy({to}, {p.name}->wire.uuid, VIR_UUID_BUFLEN);" if word == "uuid" else \
            f"uuid_format((const unsigned char *){p.name}->wire.uuid, {to});"
        return [f"NEED({p.name}->base.conn, {origin}, -1, {to});", how, "return 0;"]

    def file(self, path):
        origin, program = None, "remote"
        out = [f"/* SPDX-License-Identifier: LGPL-2.1-or-later */\n/* Made by generate.py from "
               f"{os.path.basename(path)}. Do not edit. */\n#include \"client/core/api.h\"\n\n#include <string.h>\n\n#include <libvirt/libvirt-qemu.h>\n\n"
               f"#include \"client/admin/conn.h\"\n#include \"client/generate/hooks.h\"\n#include \"client/core/params.h\"\n#include \"client/stream/stream.h\"\n#include \"common/uuid.h\"\n#include \"protocol/admin.h\"\n#include \"protocol/qemu.h\"\n"]
        seen = set()
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            try:
                if words[0] == "from" and len(words) == 2:
                    origin = words[1]
                elif words[0] == "program" and len(words) == 2 and words[1] in self.wire.files:
                    program = words[1]
                elif not re.match(r"^vir\w+$", words[0]) or len(words) < 2:
                    raise Refused("this is neither from, program, nor a function and its procedure")
                elif not origin:
                    raise Refused("a line `from` must come first")
                elif words[0] in seen:
                    raise Refused(f"{words[0]} is there twice")
                elif words[1].startswith("="):
                    if words[1][1:] not in LOCAL:
                        raise Refused(f"unknown word {words[1]}")
                    out.append(self.local(words[0], words[1][1:], words[2:], origin))
                else:
                    proc = self.wire.procedure(program, words[1])
                    out.append(Wrapper(self, self.prototype(words[0]), program, proc, origin, Words(words[2:])).write())
                seen.add(words[0])
            except Refused as e:
                raise Refused(f"{path}:{number}: {e}") from None
        return "\n".join(out)


def main():
    parser = argparse.ArgumentParser()
    for name in ("protocol", "headers", "objects"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("file")
    options = parser.parse_args()
    sys.dont_write_bytecode = True
    sys.path.insert(0, options.protocol)
    import generate as grammar  # the parser of .x files
    try:
        print(Spec(options, grammar).file(options.file))
    except (Refused, grammar.Refused) as e:
        sys.exit(f"generate.py: {e}")


if __name__ == "__main__":
    main()
