/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of the in-memory hypervisor's operations. It has no machines yet.
 */
#include "drivers/test/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"

static int test_open(struct session *s, const struct uri *uri, unsigned flags)
{
    return 0;
}

static void test_close(struct session *s)
{
}

static int connect_get_type(struct session *s, remote_connect_get_type_ret *ret)
{
    ret->type = strdup("TEST");
    return ret->type ? 0 : error_oom(VIR_FROM_TEST);
}

static int connect_get_version(struct session *s, remote_connect_get_version_ret *ret)
{
    ret->hv_ver = 2;
    return 0;
}

static int connect_get_lib_version(struct session *s, remote_connect_get_lib_version_ret *ret)
{
    ret->lib_ver = LIBVIR_VERSION_NUMBER;
    return 0;
}

static int connect_get_uri(struct session *s, remote_connect_get_uri_ret *ret)
{
    ret->uri = strdup(s->uri);
    return ret->uri ? 0 : error_oom(VIR_FROM_TEST);
}

static int connect_get_hostname(struct session *s, remote_connect_get_hostname_ret *ret)
{
    char name[256] = "";

    if (gethostname(name, sizeof(name) - 1) < 0 || !(ret->hostname = strdup(name)))
        return error_oom(VIR_FROM_TEST);
    return 0;
}

static const struct remote_ops test_remote_ops = {
    .connect_get_type = connect_get_type,
    .connect_get_version = connect_get_version,
    .connect_get_lib_version = connect_get_lib_version,
    .connect_get_uri = connect_get_uri,
    .connect_get_hostname = connect_get_hostname,
};

const struct driver test_driver = {
    .name = "test",
    .open = test_open,
    .close = test_close,
    .remote = &test_remote_ops,
};
