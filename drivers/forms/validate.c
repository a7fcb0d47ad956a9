/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RELAX NG by libxml2: schemas that are read once, and documents that are checked by them. */
#include "drivers/forms/validate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/relaxng.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate_parts.h"
#include "drivers/xml/xml.h"

enum { MAX_FAMILIES = 16, MAX_FAULT = 300 };

/* What has been read. Only who holds the lock reads a file: libxml2 sets up its types then. */
static struct loaded_schema {
    const char *family; /* NULL: not yet */
    xmlRelaxNG *rng;
    xmlDoc *grammar; /* the file itself */
} loaded[MAX_FAMILIES];
static pthread_mutex_t loaded_lock = PTHREAD_MUTEX_INITIALIZER;

static void parser_ctxt_freep(xmlRelaxNGParserCtxt **p)
{
    xmlRelaxNGFreeParserCtxt(*p);
}

/* Of a schema: the first complaint. */
static void on_schema_error(void *data, xmlError *e)
{
    char *said = data;

    if (!*said && e->message)
        snprintf(said, MAX_FAULT, "line %d: %.*s", e->line, (int)strcspn(e->message, "\n"),
                 e->message);
}

/* 0, or -1 with the error set. */
static int load_schema(struct loaded_schema *schema, const char *family)
{
    const char *folder = secure_getenv("VIREO_SCHEMA_DIR");
    _cleanup_(parser_ctxt_freep) xmlRelaxNGParserCtxt *ctxt = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *grammar = NULL;
    _cleanup_free_ char *path = NULL;
    char said[MAX_FAULT] = "";
    xmlRelaxNG *rng;

    if (asprintf(&path, "%s/%s.rng", folder && *folder ? folder : DATADIR "/vireo/schemas",
                 family) < 0) {
        path = NULL;
        return error_oom(VIR_FROM_XML);
    }
    grammar = xmlReadFile(
        path, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!grammar)
        return error_set(VIR_FROM_XML, VIR_ERR_INTERNAL_ERROR,
                         "there is no schema '%s', or it is no XML", path);
    ctxt = xmlRelaxNGNewDocParserCtxt(grammar);
    if (!ctxt)
        return error_oom(VIR_FROM_XML);
    xmlRelaxNGSetParserStructuredErrors(ctxt, on_schema_error, said);
    rng = xmlRelaxNGParse(ctxt);
    if (!rng)
        return error_set(VIR_FROM_XML, VIR_ERR_INTERNAL_ERROR, "cannot use the schema '%s': %s",
                         path, said);
    *schema = (struct loaded_schema){family, rng, take(grammar)};
    return 0;
}

/* The schema of a family, which stays; NULL with the error set. */
static const struct loaded_schema *find_schema(const char *family)
{
    struct loaded_schema *found = NULL;

    pthread_mutex_lock(&loaded_lock);
    for (size_t i = 0; i < MAX_FAMILIES && !found; i++) {
        if (!loaded[i].family || strcmp(loaded[i].family, family) == 0)
            found = &loaded[i];
    }
    if (!found)
        error_set(VIR_FROM_XML, VIR_ERR_INTERNAL_ERROR, "too many schemas: %s", family);
    else if (!found->family && load_schema(found, family) < 0)
        found = NULL;
    pthread_mutex_unlock(&loaded_lock);
    return found;
}

int validate_document(unsigned flagged, const struct schema *s, const char *family, const char *xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    const struct loaded_schema *schema;
    xmlNode *root;

    if (!flagged)
        return 0;
    if (xml_parse(s->domain, xml, s->root, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    if (schema_check(s, root) < 0 || !(schema = find_schema(family)))
        return -1;
    return validate_parts(schema->rng, schema->grammar, family, root);
}
