/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The value of a secret: bytes, the only result of this shape.
 */
#include "client/core/api.h"

VIREO_API unsigned char *virSecretGetValue(virSecretPtr secret, size_t *value_size,
                                           unsigned int flags)
{
    RET(remote, REMOTE_PROC_SECRET_GET_VALUE, remote_secret_get_value_ret);
    virConnectPtr conn = api_secret(secret);

    if (!conn || api_may_write(conn, VIR_FROM_SECRET, __func__) < 0)
        return NULL;
    NEED(conn, VIR_FROM_SECRET, NULL, value_size);
    if (GET(conn, SECRET_GET_VALUE, secret_get_value, .secret = secret_wire(secret),
            .flags = flags) < 0)
        return NULL;
    *value_size = ret.value.value_len;
    return (unsigned char *)take(ret.value.value_val);
}
