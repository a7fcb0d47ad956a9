/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the hypervisor says of itself. */
#include <errno.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/test/ops.h"
#include "drivers/xml/params.h"
#include "protocol/features.h"

int test_connect_supports_feature(struct session *session,
                                  const remote_connect_supports_feature_args *args,
                                  remote_connect_supports_feature_ret *ret)
{
    /* Those of the protocol are the daemon's to answer. */
    static const int has[] = {
        FEATURE_MIGRATION_V2,         FEATURE_MIGRATION_P2P,  FEATURE_MIGRATION_V3,
        FEATURE_MIGRATION_PROTECTION, FEATURE_XML_MIGRATABLE, FEATURE_MIGRATION_OFFLINE,
        FEATURE_MIGRATION_PARAMS,
    };

    for (size_t i = 0; i < ARRAY_SIZE(has) && !ret->supported; i++)
        ret->supported = args->feature == has[i];
    return 0;
}

int test_connect_get_type(struct session *session, remote_connect_get_type_ret *ret)
{
    return reply_text(&ret->type, "TEST");
}

int test_connect_get_version(struct session *session, remote_connect_get_version_ret *ret)
{
    ret->hv_ver = 2;
    return 0;
}

int test_connect_get_lib_version(struct session *session, remote_connect_get_lib_version_ret *ret)
{
    ret->lib_ver = LIBVIR_VERSION_NUMBER;
    return 0;
}

int test_connect_get_hostname(struct session *session, remote_connect_get_hostname_ret *ret)
{
    char name[256];

    if (gethostname(name, sizeof(name)) < 0)
        return error_set_errno(VIR_FROM_TEST, errno, "the host has no name");
    name[sizeof(name) - 1] = '\0';
    return reply_text(&ret->hostname, name);
}

int test_connect_get_uri(struct session *session, remote_connect_get_uri_ret *ret)
{
    return reply_text(&ret->uri, session->uri ? session->uri : "test:///default");
}

int test_connect_is_secure(struct session *session, remote_connect_is_secure_ret *ret)
{
    ret->secure = 1;
    return 0;
}

int test_connect_get_max_vcpus(struct session *session,
                               const remote_connect_get_max_vcpus_args *args,
                               remote_connect_get_max_vcpus_ret *ret)
{
    ret->max_vcpus = 32;
    return 0;
}

/* Nobody is denied anything in memory, whoever it is that acts. */
int test_connect_set_identity(struct session *session, const remote_connect_set_identity_args *args)
{
    static const struct params_known known[] = {
        {VIR_CONNECT_IDENTITY_USER_NAME, VIR_TYPED_PARAM_STRING},
        {VIR_CONNECT_IDENTITY_UNIX_USER_ID, VIR_TYPED_PARAM_ULLONG},
        {VIR_CONNECT_IDENTITY_GROUP_NAME, VIR_TYPED_PARAM_STRING},
        {VIR_CONNECT_IDENTITY_UNIX_GROUP_ID, VIR_TYPED_PARAM_ULLONG},
        {VIR_CONNECT_IDENTITY_PROCESS_ID, VIR_TYPED_PARAM_LLONG},
        {VIR_CONNECT_IDENTITY_PROCESS_TIME, VIR_TYPED_PARAM_ULLONG},
        {VIR_CONNECT_IDENTITY_SASL_USER_NAME, VIR_TYPED_PARAM_STRING},
        {VIR_CONNECT_IDENTITY_X509_DISTINGUISHED_NAME, VIR_TYPED_PARAM_STRING},
        {VIR_CONNECT_IDENTITY_SELINUX_CONTEXT, VIR_TYPED_PARAM_STRING},
    };

    if (check_flags(args->flags, 0) < 0)
        return -1;
    return params_check(args->params.params_val, args->params.params_len, known, ARRAY_SIZE(known),
                        sizeof(*known));
}
