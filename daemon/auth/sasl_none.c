/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In the place of sasl.c where the daemon is built without SASL: nobody gets here, since
 * daemon.conf may not ask for it. */
#include "daemon/auth/sasl.h"

#include <libvirt/virterror.h>

#include "common/error.h"

bool sasl_talk_supported(void)
{
    return false;
}

int sasl_talk_prepare(void)
{
    return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "this daemon was built without SASL");
}

int sasl_talk_new(struct sasl_talk **ret_talk, char **ret_mechanisms)
{
    return sasl_talk_prepare();
}

int sasl_talk_take(struct sasl_talk *talk, const char *mechanism, struct sasl_words words,
                   struct sasl_words *ret_words)
{
    return -1;
}

const char *sasl_talk_problem(const struct sasl_talk *talk)
{
    return "built without SASL";
}

const char *sasl_talk_user(const struct sasl_talk *talk)
{
    return NULL;
}

struct sasl_talk *sasl_talk_free(struct sasl_talk *talk)
{
    return NULL;
}
