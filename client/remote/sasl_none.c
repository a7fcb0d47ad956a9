/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In the place of sasl.c where the library is built without SASL. */
#include <libvirt/virterror.h>

#include "client/remote/auth.h"
#include "common/error.h"

int sasl_open(struct session *s, struct credentials *credentials, const char *mechanism)
{
    return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_UNAVAILABLE,
                     "the daemon asks for SASL, and this library was built without");
}
