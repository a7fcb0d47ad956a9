/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Elements in files of their own. */
#include "drivers/test/world/worldfile_include.h"

#include <stdio.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/caller_file.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

/* About what a document takes at most, in the copies that are made of it. The text tells before it
 * is read, since no element is without '<' and no attribute without '='. */
static size_t document_memory(const char *text, size_t len)
{
    enum { NODE_BYTES = 512 };
    size_t nodes = 0;

    for (size_t i = 0; i < len; i++)
        nodes += text[i] == '<' || text[i] == '=';
    return len + nodes * NODE_BYTES;
}

int worldfile_read(struct world *w, const char *path, char **ret_text)
{
    _cleanup_free_ char *text = NULL;
    size_t len;

    if (caller_file_read(w->reader, path, &text, &len) < 0 ||
        world_use_take(&w->use, WORLD_MEMORY, document_memory(text, len)) < 0)
        return -1;
    *ret_text = take(text);
    return 0;
}

int worldfile_include_path(const xmlNode *node, const char *path, char **ret_file)
{
    _cleanup_free_ char *file = xml_attribute(node, "file");
    const char *slash = strrchr(path, '/');
    char *full = NULL;

    if (file && asprintf(&full, "%.*s%s", file[0] == '/' || !slash ? 0 : (int)(slash - path) + 1,
                         path, file) < 0)
        return error_oom(VIR_FROM_TEST);
    *ret_file = full;
    return 0;
}

int worldfile_include_find(struct world *w, xmlNode *node, const char *path, xmlDoc **ret_doc,
                           xmlNode **ret_node)
{
    _cleanup_free_ char *file = NULL, *text = NULL;
    xmlDoc *doc;

    *ret_doc = NULL;
    *ret_node = node;
    if (worldfile_include_path(node, path, &file) < 0)
        return -1;
    if (!file)
        return 0;
    if (worldfile_read(w, file, &text) < 0 ||
        xml_parse_known(VIR_FROM_DOMAIN, text, file, &doc) < 0)
        return -1;
    *ret_doc = doc;
    *ret_node = xmlDocGetRootElement(doc);
    return 0;
}
