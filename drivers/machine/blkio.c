/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shares and limits of a domain's block I/O, by device of the host (<blkiotune>). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/text_stream.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/params.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- the domain: "path,number,path,number" for each kind of share ---- */

static const struct blkio {
    struct params_known known;
    const char *element; /* in <device>, beside its <path> */
} shares[] = {
    {{VIR_DOMAIN_BLKIO_WEIGHT, VIR_TYPED_PARAM_UINT}, NULL},
    {{VIR_DOMAIN_BLKIO_DEVICE_WEIGHT, VIR_TYPED_PARAM_STRING}, "weight"},
    {{VIR_DOMAIN_BLKIO_DEVICE_READ_IOPS, VIR_TYPED_PARAM_STRING}, "read_iops_sec"},
    {{VIR_DOMAIN_BLKIO_DEVICE_WRITE_IOPS, VIR_TYPED_PARAM_STRING}, "write_iops_sec"},
    {{VIR_DOMAIN_BLKIO_DEVICE_READ_BPS, VIR_TYPED_PARAM_STRING}, "read_bytes_sec"},
    {{VIR_DOMAIN_BLKIO_DEVICE_WRITE_BPS, VIR_TYPED_PARAM_STRING}, "write_bytes_sec"},
};

/* One kind of share of all devices as the parameter has it. */
static char *blkio_format_shares(const xmlNode *tune, const char *element)
{
    char *text = NULL;
    size_t size;
    FILE *f = text_stream_open(&text, &size);
    const char *comma = "";

    for (xmlNode *n = f && tune ? xml_child(tune, "device") : NULL; n;
         n = xml_element(n->next, "device")) {
        _cleanup_free_ char *path = xml_text(xml_child(n, "path"));
        _cleanup_free_ char *value = xml_text(xml_child(n, element));

        if (path && value) {
            fprintf(f, "%s%s,%s", comma, path, value);
            comma = ",";
        }
    }
    if (!f || fclose(f) != 0) {
        free(text);
        error_oom(FROM_DRIVER);
        return NULL;
    }
    return text;
}

int machine_domain_get_blkio_parameters(struct session *session,
                                        const remote_domain_get_blkio_parameters_args *args,
                                        remote_domain_get_blkio_parameters_ret *ret)
{
    struct params p = PARAMS(ret->params);
    READ_MACHINE(m, session, &args->dom);
    _cleanup_free_ char *weight = NULL;
    struct affected of;
    const xmlNode *tune;

    if (!m || check_flags(args->flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        machine_seen(m, args->flags, &of) < 0)
        return -1;
    tune = xml_child(definition_root(of.live ? of.live : of.config), "blkiotune");
    weight = tune ? xml_path_get(tune, "weight") : NULL;
    if (params_put_text(&p, shares[0].known.field, shares[0].known.type, weight ? weight : "0") < 0)
        return -1;
    for (size_t i = 1; i < ARRAY_SIZE(shares); i++) {
        _cleanup_free_ char *text = blkio_format_shares(tune, shares[i].element);

        if (!text || params_put_string(&p, shares[i].known.field, text) < 0)
            return -1;
    }
    return params_limit(&p, args->nparams, args->flags, &ret->nparams);
}

/* Cuts "path,number" off the front of a list. 1; 0 at its end; or -1. */
static int blkio_next_share(const char *field, char **list, char **ret_path, char **ret_number)
{
    unsigned long long number;

    if (!*list || !**list)
        return 0;
    *ret_path = strsep(list, ",");
    *ret_number = strsep(list, ",");
    if (!**ret_path || !*ret_number || amount_number(*ret_number, &number) < 0)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "parameter '%s' is not a list of paths and numbers", field);
    return 1;
}

static int blkio_check_shares(const remote_typed_param *p)
{
    _cleanup_free_ char *list = params_text(p);
    char *rest = list, *path, *number;
    int r;

    if (!list)
        return error_oom(FROM_DRIVER);
    if (p->value.type != VIR_TYPED_PARAM_STRING)
        return 0;
    while ((r = blkio_next_share(p->field, &rest, &path, &number)) > 0)
        ;
    return r;
}

/* The <device> of a path, made when it is missing. */
static xmlNode *blkio_want_device(xmlNode *tune, const char *path)
{
    xmlNode *n = xml_child(tune, "device");

    for (; n; n = xml_element(n->next, "device")) {
        _cleanup_free_ char *is = xml_text(xml_child(n, "path"));

        if (is && strcmp(is, path) == 0)
            return n;
    }
    n = xml_add(tune, "device", NULL);
    xml_set_text(xml_add(n, "path", NULL), path);
    return n;
}

static int blkio_set_shares(xmlNode *tune, const struct blkio *kind, const remote_typed_param *p)
{
    static const struct schema device = {.root = "device", .domain = VIR_FROM_DOMAIN};
    _cleanup_free_ char *list = params_text(p);
    char *rest = list, *path, *number;

    if (!list)
        return error_oom(FROM_DRIVER);
    if (!kind->element)
        return xml_path_set(&device, tune, "weight", list);
    while (blkio_next_share(p->field, &rest, &path, &number) > 0) {
        xmlNode *node = blkio_want_device(tune, path);

        xml_path_set(&device, node, kind->element, strtoull(number, NULL, 10) ? number : NULL);
        if (!xml_element(xml_child(node, "path")->next, NULL) && node->children == node->last) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
    }
    return 0;
}

int machine_domain_set_blkio_parameters(struct session *session,
                                        const remote_domain_set_blkio_parameters_args *args)
{
    const remote_typed_param *val = args->params.params_val;
    u_int len = args->params.params_len;
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;

    if (!m || check_flags(args->flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(val, len, shares, ARRAY_SIZE(shares), sizeof(*shares)) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    for (u_int i = 0; i < len; i++) {
        if (blkio_check_shares(&val[i]) < 0)
            return -1;
    }
    if (to.live && APPLY(m, blkio, val, len) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_SIZE(shares); i++) {
        const remote_typed_param *p = params_find(val, len, shares[i].known.field);
        struct definition *both[] = {to.live, to.config};

        for (size_t k = 0; p && k < ARRAY_SIZE(both); k++) {
            xmlNode *root = both[k] ? definition_root(both[k]) : NULL;

            if (root && blkio_set_shares(schema_want(&definition_schema, root, "blkiotune"),
                                         &shares[i], p) < 0)
                return -1;
        }
    }
    return 0;
}
