# SPDX-License-Identifier: LGPL-2.1-or-later
"""What programs on the libvirt module share that are asked who their user is: each way to open prints how it
ended and what the callback was asked."""
import libvirt

USERNAME, AUTHNAME, PASSPHRASE, ECHO, NOECHO, REALM, EXTERNAL = 1, 2, 5, 6, 7, 8, 9
ALL = list(range(1, 10))
libvirt.registerErrorHandler(lambda *_: None, None)


def told(what, opening):
    try:
        opening()
        print(what, "OK")
    except libvirt.libvirtError as e:
        print(what, "fails with", e.get_error_code(), "of", e.get_error_domain())


def ask(what, uri, answers, types=ALL, returns=0, flags=0):
    asked = []

    def callback(credentials, _):
        for c in credentials:
            asked.append(c[0])
            c[4] = answers.get(c[0], c[4])
        return returns

    told(what, lambda: libvirt.openAuth(uri, [types, callback, None], flags))
    print("    asked", asked)
