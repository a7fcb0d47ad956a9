/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The answer comes from a second connection: only who keeps the world knows. No password is asked
 * for it; where one is needed nothing is said.
 */
#include "client/vireo/kept.h"

#include <string.h>
#include <json-c/json.h>
#include <libvirt/virterror.h>

#include "client/vireo/domain.h"
#include "client/vireo/fail.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

void kept_note(struct context *c, virDomainPtr domain)
{
    const char *type = virConnectGetType(c->conn);

    if (!type || strcmp(type, "TEST") != 0)
        return;
    if (!c->made)
        c->made = json_object_new_array();
    struct json_object *o = json_object_new_object();
    domain_describe(o, domain);
    json_object_array_add(c->made, o);
}

static const char *kept_member(struct json_object *o, const char *key)
{
    return json_object_get_string(json_object_object_get(o, key));
}

void kept_check(struct context *c, const char *uri, unsigned int flags)
{
    _cleanup_(json_putp) struct json_object *made = take(c->made);
    virConnectPtr conn = made ? virConnectOpenAuth(uri, NULL, flags) : NULL;

    if (!conn)
        return;
    for (size_t i = 0; i < json_object_array_length(made); i++) {
        struct json_object *o = json_object_array_get_idx(made, i);
        _cleanup_(domain_freep) virDomainPtr domain =
            virDomainLookupByUUIDString(conn, kept_member(o, "uuid"));

        if (!domain && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN)
            fail_message("'%s' is gone already: the test driver forgets its domains with the last "
                         "connection, but for those of a vireod with 'test_keep_world = 1'",
                         kept_member(o, "name"));
    }
    virConnectClose(conn);
}
