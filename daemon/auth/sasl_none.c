/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In the place of sasl.c where the daemon is built without SASL: nobody gets here, since
 * daemon.conf may not ask for it. */
#include "daemon/auth/sasl.h"

#include <libvirt/virterror.h>

#include "common/error.h"

bool sasl_exchange_supported(void)
{
    return false;
}

int sasl_exchange_prepare(void)
{
    return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "this daemon was built without SASL");
}

int sasl_exchange_new(struct sasl_exchange **ret_exchange, char **ret_mechanisms)
{
    return sasl_exchange_prepare();
}

int sasl_exchange_step(struct sasl_exchange *exchange, const char *mechanism,
                       struct sasl_data client, struct sasl_data *ret_data)
{
    return -1;
}

const char *sasl_exchange_problem(const struct sasl_exchange *exchange)
{
    return "built without SASL";
}

const char *sasl_exchange_user(const struct sasl_exchange *exchange)
{
    return NULL;
}

struct sasl_exchange *sasl_exchange_free(struct sasl_exchange *exchange)
{
    return NULL;
}
