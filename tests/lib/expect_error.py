# SPDX-License-Identifier: LGPL-2.1-or-later
"""Expects that a call of Debian's libvirt bindings for Python fails."""

import libvirt


def refused(code, call, *args):
    try:
        call(*args)
    except libvirt.libvirtError as e:
        assert e.get_error_code() == code, e
    else:
        raise AssertionError(f"{call} {args} is not refused")
