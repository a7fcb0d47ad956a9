/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes connection URIs apart with libxml2's parser, and puts the driver's part together again.
 */
#include "drivers/uri.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/uri.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/libxml.h"
#include "drivers/uri_params.h"

static void xml_uri_freep(xmlURIPtr *uri)
{
    if (*uri)
        xmlFreeURI(*uri);
}

/* Resolves the escapes of len bytes; malloc'ed. */
static char *uri_unescaped(const char *text, size_t len)
{
    char *s = strndup(text, len);

    if (s && len)
        xmlURIUnescapeString(text, (int)len, s);
    return s;
}

static int add_param(struct uri *uri, const char *text, size_t len)
{
    const char *eq = memchr(text, '=', len);
    size_t name_len = eq ? (size_t)(eq - text) : len;
    struct uri_param *grown;

    if (!name_len)
        return 0;
    grown = reallocarray(uri->params, uri->n_params + 1, sizeof(*grown));
    if (!grown)
        return error_oom(VIR_FROM_URI);
    uri->params = grown;
    grown += uri->n_params++;
    grown->name = uri_unescaped(text, name_len);
    grown->value = eq ? uri_unescaped(eq + 1, len - name_len - 1) : strdup("");
    return grown->name && grown->value ? 0 : error_oom(VIR_FROM_URI);
}

static int add_params(struct uri *uri, const char *query)
{
    while (query && *query) {
        size_t len = strcspn(query, "&;");

        if (add_param(uri, query, len) < 0)
            return -1;
        query += len;
        query += *query != 0;
    }
    return 0;
}

static int uri_copy(char **to, const char *from)
{
    *to = from && *from ? strdup(from) : NULL;
    return from && *from && !*to ? -1 : 0;
}

/* NULL: it is none. *ret_lost: there was no memory for it, or for a part of it. */
static xmlURIPtr uri_read(const char *text, bool *ret_lost)
{
    bool ready = libxml_ready(), before = error_take_lost();
    xmlURIPtr xml = ready ? xmlParseURI(text) : NULL;

    if (ready)
        libxml_note_lost();
    *ret_lost = error_take_lost() || !ready;
    if (before)
        error_note_lost();
    return xml;
}

int uri_parse(const char *text, struct uri **ret_uri)
{
    bool lost = false;
    _cleanup_(xml_uri_freep) xmlURIPtr xml = uri_read(text, &lost);
    _cleanup_(uri_freep) struct uri *uri = calloc(1, sizeof(*uri));
    const char *plus;

    if (!uri || lost)
        return error_oom(VIR_FROM_URI);
    if (!xml)
        return error_set(VIR_FROM_URI, VIR_ERR_INTERNAL_ERROR, "'%s' is not a URI", text);
    if (!xml->scheme)
        return error_set(VIR_FROM_NONE, VIR_ERR_NO_CONNECT, "URI '%s' names no driver", text);
    plus = strchr(xml->scheme, '+');
    uri->driver = strndup(xml->scheme, plus ? (size_t)(plus - xml->scheme) : strlen(xml->scheme));
    uri->path = strdup(xml->path ? xml->path : "");
    uri->port = xml->port > 0 ? xml->port : 0;
    uri->transport = plus ? strdup(plus + 1) : NULL;
    if (!uri->driver || !uri->path || (plus && !uri->transport) ||
        uri_copy(&uri->user, xml->user) < 0 || uri_copy(&uri->server, xml->server) < 0)
        return error_oom(VIR_FROM_URI);
    for (char *c = uri->transport; c && *c; c++)
        *c = (char)tolower((unsigned char)*c);
    if (add_params(uri, xml->query_raw) < 0)
        return -1;
    *ret_uri = take(uri);
    return 0;
}

const char *uri_param(const struct uri *uri, const char *name)
{
    for (size_t i = uri->n_params; i > 0; i--) {
        if (strcmp(uri->params[i - 1].name, name) == 0)
            return uri->params[i - 1].value;
    }
    return NULL;
}

/* ---- put together ---- */

/* Writes the escaped text; false without memory. */
static bool uri_write_escaped(FILE *f, const char *text, const char *but)
{
    xmlChar *escaped = xmlURIEscapeStr(BAD_CAST text, BAD_CAST but);

    if (escaped)
        fputs((const char *)escaped, f);
    xmlFree(escaped);
    return escaped != NULL;
}

/* socket NULL: without transport. */
static char *uri_write(const struct uri *uri, const char *socket)
{
    const char *sep = "?";
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    bool good = f != NULL;

    if (!f)
        return NULL;
    fprintf(f, "%s%s://", uri->driver, socket ? "+unix" : "");
    good = uri_write_escaped(f, uri->path, "/");
    for (size_t i = 0; good && i < uri->n_params; i++) {
        if (uri_param_is_ours(uri->params[i].name))
            continue;
        fputs(sep, f);
        sep = "&";
        good = uri_write_escaped(f, uri->params[i].name, NULL);
        fputc('=', f);
        good = good && uri_write_escaped(f, uri->params[i].value, NULL);
    }
    if (socket) {
        fprintf(f, "%ssocket=", sep);
        good = good && uri_write_escaped(f, socket, "/");
    }
    if (fclose(f) == 0 && good)
        return text;
    free(text);
    return NULL;
}

char *uri_for_driver(const struct uri *uri)
{
    return uri_write(uri, NULL);
}

char *uri_name_there(const struct uri *uri)
{
    const char *name = uri_param(uri, "name");

    if (name)
        return strdup(name);
    return strcmp(uri->driver, "remote") == 0 ? strdup("") : uri_for_driver(uri);
}

char *uri_with_socket(const struct uri *uri, const char *socket)
{
    return uri_write(uri, socket);
}

struct uri *uri_free(struct uri *uri)
{
    if (!uri)
        return NULL;
    for (size_t i = 0; i < uri->n_params; i++) {
        free(uri->params[i].name);
        free(uri->params[i].value);
    }
    free(uri->params);
    free(uri->driver);
    free(uri->transport);
    free(uri->user);
    free(uri->server);
    free(uri->path);
    free(uri);
    return NULL;
}
