# SPDX-License-Identifier: LGPL-2.1-or-later
"""How a parameter of a public function travels: which field of the procedure's structures is its
partner, the checks before the call, and the statements that fill the arguments or take the result."""

import re

from declared import Prototype, Refused, plain

INTEGERS = {"int", "unsigned int", "long", "unsigned long", "long long", "unsigned long long", "size_t"}
WIDE = {"unsigned long", "unsigned long long", "size_t", "long", "long long"}


class Parameters:
    """The parameters of one public function. Whoever writes it sets `object`, its kind of object, and
    `subject`, the name of that parameter."""

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
