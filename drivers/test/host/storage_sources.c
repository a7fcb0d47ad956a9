/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What could be a storage pool of a world: what libvirt's test driver finds. */
#include "drivers/test/host/storage_sources.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/reply.h"
#include "drivers/xml/xml.h"

static const char logical_sources[] = "<sources>\n"
                                      "  <source>\n"
                                      "    <device path='/dev/sda20'/>\n"
                                      "    <name>testvg1</name>\n"
                                      "    <format type='lvm2'/>\n"
                                      "  </source>\n"
                                      "  <source>\n"
                                      "    <device path='/dev/sda21'/>\n"
                                      "    <name>testvg2</name>\n"
                                      "    <format type='lvm2'/>\n"
                                      "  </source>\n"
                                      "</sources>\n";

/* The exports of a host: one. */
static int netfs_sources(const char *spec, char **ret_xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL, *found = NULL;
    _cleanup_free_ char *host = NULL;
    xmlNode *n;

    if (spec && xml_parse(VIR_FROM_STORAGE, spec, "<source>", &doc) < 0)
        return -1;
    if (doc && !xml_is(xmlDocGetRootElement(doc), "source"))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "the root element is <%s>, not <source>",
                         (const char *)xmlDocGetRootElement(doc)->name);
    host = doc ? xml_attribute(xml_child(xmlDocGetRootElement(doc), "host"), "name") : NULL;
    if (!host)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "the exports of which host? <source> names none");
    if (xml_parse(VIR_FROM_STORAGE,
                  "<sources><source><host/><dir path='/testshare'/><format type='nfs'/></source>"
                  "</sources>",
                  "the exports", &found) < 0)
        return -1;
    n = xml_child(xml_child(xmlDocGetRootElement(found), "source"), "host");
    xml_set(n, "name", host);
    *ret_xml = xml_format(xmlDocGetRootElement(found));
    return *ret_xml ? 0 : -1;
}

int storage_sources(struct storage_room *room, const char *type, const char *spec, char **ret_xml)
{
    if (strcmp(type, "logical") == 0)
        return reply_text(ret_xml, logical_sources);
    return strcmp(type, "netfs") == 0 ? netfs_sources(spec, ret_xml) : 1;
}
