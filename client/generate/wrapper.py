# SPDX-License-Identifier: LGPL-2.1-or-later
"""One public function round one procedure: its object, its parameters, what it returns."""

import re

from declared import Refused
from parameters import INTEGERS, Parameters


class Wrapper(Parameters):
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

    # ---- what the function returns ----

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
        for name in w.absolute:
            self.decls.append(f"_cleanup_free_ char *{name}_absolute = NULL;")
            self.checks.append(f"if (api_absolute(conn, {name}, &{name}_absolute) < 0)\n"
                               f"        return {self.bad};\n    {name} = {name}_absolute;")
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
