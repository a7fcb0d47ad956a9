#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the public functions that are one remote procedure and its checks.

    generate.py --protocol DIR --headers DIR --objects objects.def FILE.api

Three things meet here: the prototype of a function (the public headers), the structures of its
procedure (the .x files), and a line of the .api file, which says only what the two do not:

    from VIR_FROM_DOM                           the domain of the errors of the lines that follow
    program qemu                                whose procedures they are; remote where not said
    virDomainSave DOMAIN_SAVE then:domain_stopped(domain)

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

from declared import Prototype, Refused, Wire, Words, plain, read_objects, read_prototypes

INTEGERS = {"int", "unsigned int", "long", "unsigned long", "long long", "unsigned long long", "size_t"}
WIDE = {"unsigned long", "unsigned long long", "size_t", "long", "long long"}
LOCAL = ("ref", "free", "connection", "parent", "field", "uuid", "uuid-string", "by-uuid-string", "alias")


class Wrapper:
    """One public function round one procedure."""

    def __init__(self, spec, prototype, program, proc, origin, words):
        self.spec, self.words, self.origin, self.program, self.proc = spec, words, origin, program, proc
        self.prototype = Prototype(*prototype)
        self.params = self.prototype.params
        self.args_type, self.args = spec.wire.fields(program, proc, "args")
        self.ret_type, self.rets = spec.wire.fields(program, proc, "ret")
        self.decls, self.checks, self.fill, self.outs = [], [], [], []
        self.value = self.stream = None
        self.bad = "NULL" if self.prototype.result.endswith(("*", "Ptr")) else \
            "0" if self.prototype.result.startswith("unsigned") else "-1"
        for name in words.names():
            if name not in [p.name for p in self.params]:
                raise Refused(f"{prototype[2]} has no parameter {name}")

    # ---- finding partners ----

    def param(self, name):
        for p in self.params:
            if p.name == name:
                return p
        raise Refused(f"no parameter {name}")

    def partner(self, p, fields):
        """The field that the parameter belongs to, or None."""
        wanted = self.words.partner.get(p.name, p.name)
        for f in fields:
            if not f.done and (f.name == wanted or plain(f.name) == plain(wanted)):
                return f
        return None

    def only(self, fields, what):
        left = [f for f in fields if not f.done and what(f)]
        return left[0] if len(left) == 1 else None

    def field(self, fields, name):
        return next((f for f in fields if f.name == name and not f.done), None)

    # ---- pieces of C ----

    def need(self, p):
        if p.name not in self.words.maybe:
            self.checks.append(f"NEED({p.name});")

    def test(self, function, *args):
        """A check that reports what is wrong."""
        return f"if ({function}({', '.join(['conn', self.origin, *args])}) < 0)\n        return {self.bad};"

    def finish(self, statement):
        """A statement that may fail when the result is there."""
        self.outs.append(f"if ({statement} < 0)\n        return api_fail(conn), {self.bad};"
                         if self.bad != "-1" else f"if ({statement} < 0)\n        return api_fail(conn);")

    # ---- the object that the function belongs to ----

    def first(self):
        p = self.params[0]
        p.done = True
        self.object = self.spec.objects.get(p.type)
        self.subject = p.name
        if self.object:
            field = self.only(self.args, lambda f: f.of(self.object.wire))
            if field:
                self.fill.append(f"args.{field.name} = {self.object.name}_wire({p.name});")
            else:
                # The wire has a part of the identity only: a field of the same name.
                identity = [x.name for x in self.spec.wire.type(self.object.wire).fields]
                field = self.only(self.args, lambda f: f.name in identity)
                if not field:
                    raise Refused(f"{p.name} is not among the arguments of {self.proc.name}")
                self.fill.append(f"args.{field.name} = {p.name}->wire.{field.name};")
            field.done = True
            self.begin = f"api_{self.object.name}({p.name})"
        elif p.type == "virConnectPtr":
            self.begin = f"api_conn({p.name}, {self.origin})"
        elif p.type == "virAdmConnectPtr":
            self.begin = f"api_admin({p.name})"
        else:
            raise Refused(f"{p.type} {p.name} is not an object")

    # ---- parameters ----

    def carry(self, p):
        for how in (self.typed_params, self.array, self.other_object, self.text, self.number, self.object_list,
                    self.text_list, self.out_text, self.out_number, self.opened, self.structure, self.uuid):
            if how(p):
                p.done = True
                return
        raise Refused(f"nothing to do with the parameter {p.type} {p.name}")

    def count_of(self, p):
        name = self.words.counted.get(p.name)
        return self.param(name) if name else None

    def typed_params(self, p):
        if p.type not in ("virTypedParameterPtr", "virTypedParameterPtr*"):
            return False
        n = self.param(self.words.counted.get(p.name, "n" + p.name))
        n.done = True
        kind = "remote_typed_param" if self.program != "admin" else "admin_typed_param"
        given = self.only(self.args, lambda f: f.of(kind, "variable"))
        got = self.only(self.rets, lambda f: f.of(kind, "variable"))
        if given:
            given.done = True
            self.checks.append(self.test("api_count", f'"{n.name}"', n.name))
            self.decls.append(f"_cleanup_free_ remote_typed_param *{p.name}_wire = NULL;")
            self.checks.append(f"NEED({p.name});" if p.name in self.words.must else
                               f"if ({n.name})\n        NEED({p.name});")
            self.checks.append(f"if (params_to_wire({p.name}, {n.name}, &{p.name}_wire) < 0)\n"
                               f"        return api_fail(conn), {self.bad};")
            self.fill.append(f"args.{given.name}.{given.name}_len = (u_int){n.name};")
            self.fill.append(f"args.{given.name}.{given.name}_val = (void *){p.name}_wire;")
            return True
        if not got:
            return False
        got.done = True
        self.need(n)
        values = f"(remote_typed_param *)(void *)ret.{got.name}.{got.name}_val, ret.{got.name}.{got.name}_len"
        if p.type.endswith("*"):
            self.need(p)
            count = self.field(self.rets, n.name)
            if count:
                count.done = True
            self.finish(f"params_from_wire({values}, {p.name})")
            self.outs.append(f"*{n.name} = ({n.type[:-1]})ret.{got.name}.{got.name}_len;")
            return True
        asked, known = self.field(self.args, n.name), self.field(self.rets, n.name)
        if n.type != "int*":
            return False
        self.checks.append(self.test("api_count", f'"*{n.name}"', f"*{n.name}"))
        if not asked:
            raise Refused(f"nobody tells how many {p.name} there is room for")
        asked.done = True
        self.fill.append(f"args.{asked.name} = *{n.name};")
        if known:
            known.done = True
            self.checks.append(f"if (*{n.name})\n        NEED({p.name});")
            self.outs.append(f"if (!*{n.name}) {{\n        *{n.name} = ret.{known.name};\n        return 0;\n    }}")
        else:
            self.need(p)
        self.finish(f"params_fill({values}, {p.name}, *{n.name}, {n.name})")
        return True

    def array(self, p):
        n = self.count_of(p)
        if not n:
            return False
        given = self.partner(p, self.args)
        if given and given.repeat == "variable":
            given.done = True
            n.done = True
            self.checks.append(f"if ({n.name})\n        NEED({p.name});" if p.name in self.words.maybe else
                               f"NEED({p.name});")
            self.checks.append(self.test("api_count", f'"{n.name}"', f"(long long){n.name}"))
            if p.type == "const char**":
                self.checks.append(self.test("api_texts_there", f'"{p.name}"', p.name, n.name))
            self.fill.append(f"args.{given.name}.{given.name}_len = (u_int){n.name};")
            self.fill.append(f"args.{given.name}.{given.name}_val = (void *)(uintptr_t){p.name};")
            return True
        got = self.partner(p, self.rets)
        if not got or got.repeat != "variable":
            return False
        got.done = True
        if got.kind != "string" and got.kind not in self.spec.wire.grammar.SCALARS and got.kind != "bytes":
            return False
        n.done = True
        self.checks.append(self.test("api_count", f'"{n.name}"', f"(long long){n.name}"))
        self.checks.append(f"if ({n.name})\n        NEED({p.name});")
        asked = self.partner(n, self.args)
        if asked:
            asked.done = True
        values, length = f"ret.{got.name}.{got.name}_val", f"ret.{got.name}.{got.name}_len"
        if got.kind == "bytes":
            if asked:
                self.fill.append(f"args.{asked.name} = (u_int){n.name};")
            self.outs.append(f"api_bytes_copy({p.name}, (size_t){n.name}, {values}, {length});")
            return True
        if asked:
            self.fill.append(f"args.{asked.name} = {n.name} < {got.limit} ? {n.name} : {got.limit};")
        self.decls.append("u_int n;")
        self.outs.append(f"n = {length} < (u_int){n.name} ? {length} : (u_int){n.name};")
        taken = f"take({values}[i])" if got.kind == "string" else f"{values}[i]"
        self.outs.append(f"for (u_int i = 0; i < n; i++)\n        {p.name}[i] = {taken};")
        self.value = "(int)n"
        return True

    def other_object(self, p):
        other = self.spec.objects.get(p.type)
        field = self.partner(p, self.args)
        if not other or not field or not field.of(other.wire):
            return False
        field.done = True
        self.checks.append(self.test("api_belongs", f"&{other.name}_object_kind", p.name))
        self.fill.append(f"args.{field.name} = {other.name}_wire({p.name});")
        return True

    def text(self, p):
        field = self.partner(p, self.args)
        if p.type != "const char*" or not field or field.kind != "string":
            return False
        field.done = True
        if field.repeat is None:
            if p.name in self.words.maybe:
                raise Refused(f"{p.name} may be NULL, but {field.name} must be there")
            self.need(p)
            self.fill.append(f"args.{field.name} = wire_text({p.name});")
        elif field.repeat == "optional":
            if p.name in self.words.must | self.words.some:
                self.need(p)
            self.fill.append(f"args.{field.name} = OPT({p.name});")
        else:
            return False
        if p.name in self.words.some:
            self.checks.append(self.test("api_not_empty", f'"{p.name}"', p.name))
        return True

    def number(self, p):
        field = self.partner(p, self.args)
        if p.type not in INTEGERS or not field or not field.scalar:
            return False
        field.done = True
        if p.name in self.words.must:
            self.checks.append(self.test("api_nonzero", f'"{p.name}"', f"{p.name} != 0"))
        if p.type in WIDE and "hyper" not in field.kind:
            self.checks.append(self.test("api_fits", f'"{p.name}"', p.name))
            self.fill.append(f"args.{field.name} = (u_int){p.name};")
        else:
            also = self.words.besides.get(p.name)
            self.fill.append(f"args.{field.name} = {p.name}{' | ' + also if also else ''};")
        return True

    def object_list(self, p):
        other = self.spec.objects.get(p.type[:-2]) if p.type.endswith("Ptr**") else None
        if not other:
            return False
        got = self.only(self.rets, lambda f: f.of(other.wire, "variable"))
        asked, count = self.field(self.args, "need_results"), self.field(self.rets, "ret")
        if not got or not asked or not count:
            return False
        got.done = asked.done = count.done = True
        self.fill.append(f"args.need_results = {p.name} != NULL;")
        self.outs.append(f"if (!{p.name})\n        return (int)ret.ret;")
        self.finish(f"object_list(&{other.name}_object_kind, conn, {self.parent_for(other)}, ret.{got.name}.{got.name}_val,\n"
                    f"                    ret.{got.name}.{got.name}_len, {p.name})")
        self.value = f"(int)ret.{got.name}.{got.name}_len"
        return True

    def text_list(self, p):
        got = self.partner(p, self.rets)
        if p.type != "char***" or not got or not got.of("string", "variable"):
            return False
        got.done = True
        asked, count = self.field(self.args, "need_results"), self.field(self.rets, "ret")
        if asked and count:
            asked.done = count.done = True
            self.fill.append(f"args.need_results = {p.name} != NULL;")
            self.outs.append(f"if (!{p.name})\n        return (int)ret.ret;")
        else:
            self.need(p)
        self.finish(f"api_texts(ret.{got.name}.{got.name}_val, ret.{got.name}.{got.name}_len, {p.name})")
        self.value = f"(int)ret.{got.name}.{got.name}_len"
        return True

    def out_text(self, p):
        got = self.partner(p, self.rets)
        if p.type != "char**" or not got or got.kind != "string":
            return False
        got.done = True
        self.need(p)
        source = f"take(ret.{got.name})" if got.repeat is None else f"api_optional(ret.{got.name})"
        assign = f"*{p.name} = {source};"
        self.outs.append(f"if ({p.name})\n        {assign}" if p.name in self.words.maybe else assign)
        return True

    def out_number(self, p):
        got = self.partner(p, self.rets)
        if not p.type.endswith("*") or p.type[:-1] not in INTEGERS or not got or not got.scalar:
            return False
        got.done = True
        self.need(p)
        assign = f"*{p.name} = ({p.type[:-1]})ret.{got.name};"
        self.outs.append(f"if ({p.name})\n        {assign}" if p.name in self.words.maybe else assign)
        return True

    def structure(self, p):
        """A structure whose members have the names of the result's fields."""
        if not re.match(r"^vir\w+Ptr$", p.type) or not self.rets:
            return False
        self.need(p)
        size = self.words.sized.get(p.name)
        struct = p.type[:-3]
        self.decls.append(f"struct _{struct} all = {{0}};")
        for f in self.rets:
            if f.done or f.name == self.words.result:
                continue
            if f.kind == "text":
                source = (f"ret.{f.name}.{f.name}_val, ret.{f.name}.{f.name}_len" if f.repeat == "variable" else
                          f"ret.{f.name}, sizeof(ret.{f.name})")
                self.outs.append(f"api_text_copy(all.{f.name}, sizeof(all.{f.name}), {source});")
            elif f.scalar:
                self.outs.append(f"all.{f.name} = (__typeof__(all.{f.name}))ret.{f.name};")
            else:
                return False
            f.done = True
        if size:
            self.param(size).done = True
            self.outs.append(f"memcpy({p.name}, &all, {size} < sizeof(all) ? {size} : sizeof(all));")
        else:
            self.outs.append(f"*{p.name} = all;")
        return True

    def uuid(self, p):
        field = self.partner(p, self.args)
        if p.type != "const unsigned char*" or not field or not field.of("bytes", "fixed"):
            return False
        field.done = True
        self.need(p)
        self.fill.append(f"memcpy(args.{field.name}, {p.name}, sizeof(args.{field.name}));")
        return True

    def opened(self, p):
        """The stream that follows the reply."""
        if p.type != "virStreamPtr" or not self.proc.stream:
            return False
        self.stream = p.name
        self.checks.append(self.test("stream_check", p.name))
        return True

    def opening(self):
        """What a call that opens a stream has besides."""
        if not self.stream:
            return ""
        return f", {self.stream}, " + (f"flags & {self.proc.sparse}" if self.proc.sparse else "false")

    # ---- what the function returns ----

    def parent_for(self, made):
        """The object that a new one belongs to: that whose identity its identity has within."""
        inner = [x.base for x in self.spec.wire.type(made.wire).fields]
        owner = next((o for o in self.spec.objects.values() if o.wire in inner), None)
        if not owner:
            return "NULL"
        if self.object is owner:
            return f"&{self.subject}->base"
        if self.object is made:
            return f"{self.subject}->base.parent"
        raise Refused(f"a {made.public} belongs to a {owner.public}, which the function does not have")

    def returned(self):
        result = self.prototype.result
        if result in self.spec.objects:
            made = self.spec.objects[result]
            got = self.only(self.rets, lambda f: f.of(made.wire))
            if not got:
                raise Refused(f"the result of {self.proc.name} has no {made.wire}")
            got.done = True
            self.value = f"object_made(&{made.name}_object_kind, conn, {self.parent_for(made)}, &ret.{got.name})"
        elif result == "char*":
            got = self.only(self.rets, lambda f: f.kind == "string" and f.repeat in (None, "optional"))
            if not got:
                raise Refused(f"the result of {self.proc.name} is not one text")
            got.done = True
            self.value = f"take(ret.{got.name})" if got.repeat is None else f"api_optional(ret.{got.name})"
        elif result in INTEGERS:
            got = self.field(self.rets, self.words.result) if self.words.result else \
                self.only(self.rets, lambda f: f.scalar)
            if self.words.result and not got:
                raise Refused(f"the result of {self.proc.name} has no field {self.words.result}")
            if got:
                got.done = True
                self.value = f"ret.{got.name}" if result != "unsigned long" else f"(unsigned long)ret.{got.name}"
            elif not self.value:
                self.value = "0"
        else:
            raise Refused(f"cannot return {result}")

    # ---- all of it ----

    def write(self):
        w = self.words
        self.first()
        for field, value in w.constant.items():
            f = self.field(self.args, field)
            if not f:
                raise Refused(f"{self.proc.name} takes no {field}")
            f.done = True
            self.fill.append(f"args.{field} = {value};")
        counts = set(w.counted.values())
        for p in self.params[1:]:
            if not p.done and p.name not in counts:
                self.carry(p)
            if p.name in w.least:
                relation, least = w.least[p.name]
                least = int(least) + (relation == ">")
                star = "*" if p.type.endswith("*") else ""
                self.checks.append(self.test("api_at_least", f'"{star}{p.name}"', f"(long long){star}{p.name}",
                                             str(least)))
        after = []
        for name, args in w.then:
            for used in re.findall(r"ret\.(\w+)", args):
                f = self.field(self.rets, used)
                if f:
                    f.done = True
            after.append(f"{name}({args.replace(',', ', ')});")
        self.returned()
        for p in self.params:
            if not p.done:
                raise Refused(f"{p.name} counts nothing")
        for kind, fields in (("argument", self.args), ("result", self.rets)):
            for f in fields:
                if not f.done:
                    raise Refused(f"nobody knows the {kind} {f.name} of {self.proc.name}")
        rights = []
        if "PROC_READONLY" not in self.proc.flags and self.program != "admin":
            rights.append(self.test("api_may_write", f'"{self.prototype.name}"'))
        for condition in self.proc.conditions:  # the parameters have the names of the fields
            rights.append(f"if ({condition.replace('args->', '')})\n        " +
                          self.test("api_may_write", f'"{condition.split()[-1]}"'))
        for a, b in w.exclusive:
            rights.append(self.test("api_exclusive", "flags", a, b, f'"{a}"', f'"{b}"'))
        own = [f"if ({name}({', '.join(['conn'] + [x.strip() for x in args.split(',') if x.strip()])}) < 0)\n"
               f"        return api_fail(conn), {self.bad};" for name, args in w.checks]
        return self.text_of(rights + self.checks + own, after)

    def text_of(self, checks, after):
        decls = []
        if self.args_type:
            decls.append(f"{self.args_type} args = {{0}};")
        if self.ret_type:
            decls.append(f"RET({self.program}, {self.proc.symbol}, {self.ret_type});")
        decls += sorted(set(self.decls), key=self.decls.index)
        named_conn = self.params[0].name == "conn"
        if not named_conn:
            decls.append("virConnectPtr conn;")
        begin = f"!{self.begin}" if named_conn else f"!(conn = {self.begin})"
        call = (f"{'stream' if self.stream else 'api'}_call(conn, &{self.program}_program, {self.proc.symbol}, "
                f"{'&args' if self.args_type else 'NULL'},\n                   {'&ret' if self.ret_type else 'NULL'}"
                f"{self.opening()})")
        body = [f"if ({begin})\n        return {self.bad};"] + checks + self.fill
        body += [f"if ({call} < 0)\n        return {self.bad};"] + after + self.outs + [f"return {self.value};"]
        return ("VIREO_API " + self.prototype.text + "\n{\n" + "".join(f"    {d}\n" for d in decls) +
                ("\n" if decls else "") + "".join(f"    {b}\n" for b in body) + "}\n") \
            .replace("NEED(", f"NEED(conn, {self.origin}, {self.bad}, ")


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
