/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XML of strangers: a text is defined as a domain, a network and a storage pool. What is taken is
 * printed, and what is printed is taken again.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/test/test.h"
#include "drivers/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define OPS test_driver.remote

static void emit(struct session *s, const struct program *program, const struct proc *proc,
                 const void *msg)
{
}

static const struct session_host host = {.emit = emit};

/* One connection for all: each input takes away what it has made. */
static struct session *session(void)
{
    static struct session s;

    if (!s.driver) {
        _cleanup_(uri_freep) struct uri *uri = NULL;

        s = (struct session){.host = &host, .driver = &test_driver};
        if (uri_parse("test:///default", &uri) < 0 || test_driver.open(&s, uri, 0) < 0)
            abort();
    }
    return &s;
}

static void try_domain(char *text)
{
    remote_domain_define_xml_args args = {.xml = text};
    remote_domain_define_xml_ret made = {0}, again = {0};
    remote_domain_get_xml_desc_args look = {.flags = VIR_DOMAIN_XML_INACTIVE};
    remote_domain_get_xml_desc_ret seen = {0};
    remote_domain_undefine_args end;

    if (OPS->domain_define_xml(session(), &args, &made) < 0)
        return;
    look.dom = end.dom = made.dom;
    if (OPS->domain_get_xml_desc(session(), &look, &seen) < 0)
        __builtin_trap();
    args.xml = seen.xml;
    if (OPS->domain_define_xml(session(), &args, &again) < 0 ||
        OPS->domain_undefine(session(), &end) < 0)
        __builtin_trap();
    xdr_free((xdrproc_t)xdr_remote_domain_define_xml_ret, &made);
    xdr_free((xdrproc_t)xdr_remote_domain_define_xml_ret, &again);
    xdr_free((xdrproc_t)xdr_remote_domain_get_xml_desc_ret, &seen);
}

static void try_network(char *text)
{
    remote_network_define_xml_args args = {.xml = text};
    remote_network_define_xml_ret made = {0}, again = {0};
    remote_network_get_xml_desc_args look = {.flags = VIR_NETWORK_XML_INACTIVE};
    remote_network_get_xml_desc_ret seen = {0};
    remote_network_undefine_args end;

    if (OPS->network_define_xml(session(), &args, &made) < 0)
        return;
    look.net = end.net = made.net;
    if (OPS->network_get_xml_desc(session(), &look, &seen) < 0)
        __builtin_trap();
    args.xml = seen.xml;
    if (OPS->network_define_xml(session(), &args, &again) < 0 ||
        OPS->network_undefine(session(), &end) < 0)
        __builtin_trap();
    xdr_free((xdrproc_t)xdr_remote_network_define_xml_ret, &made);
    xdr_free((xdrproc_t)xdr_remote_network_define_xml_ret, &again);
    xdr_free((xdrproc_t)xdr_remote_network_get_xml_desc_ret, &seen);
}

static void try_pool(char *text)
{
    remote_storage_pool_define_xml_args args = {.xml = text};
    remote_storage_pool_define_xml_ret made = {0}, again = {0};
    remote_storage_pool_get_xml_desc_args look = {.flags = VIR_STORAGE_XML_INACTIVE};
    remote_storage_pool_get_xml_desc_ret seen = {0};
    remote_storage_pool_undefine_args end;

    if (OPS->storage_pool_define_xml(session(), &args, &made) < 0)
        return;
    look.pool = end.pool = made.pool;
    if (OPS->storage_pool_get_xml_desc(session(), &look, &seen) < 0)
        __builtin_trap();
    args.xml = seen.xml;
    if (OPS->storage_pool_define_xml(session(), &args, &again) < 0)
        __builtin_trap();
    /* A pool that was running under this name stays. */
    OPS->storage_pool_undefine(session(), &end);
    xdr_free((xdrproc_t)xdr_remote_storage_pool_define_xml_ret, &made);
    xdr_free((xdrproc_t)xdr_remote_storage_pool_define_xml_ret, &again);
    xdr_free((xdrproc_t)xdr_remote_storage_pool_get_xml_desc_ret, &seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_free_ char *text = strndup((const char *)bytes, len);

    if (text) {
        try_domain(text);
        try_network(text);
        try_pool(text);
    }
    return 0;
}
