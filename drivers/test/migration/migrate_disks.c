/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which disks go with a machine, the volumes behind them, and their way. */
#include "drivers/test/migration/migrate_disks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/disk_chain.h"
#include "drivers/rpc_client.h"
#include "drivers/session.h"
#include "drivers/storage/storage.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"
#include "protocol/codec.h"

/* ---- disks and volumes ---- */

static const char *target_of(const xmlNode *disk)
{
    const char *target = xml_peek(xml_child(disk, "target"), "dev");

    return target ? target : "";
}

static xmlNode *migrate_disks_first_disk(const struct definition *d)
{
    const xmlNode *root = definition_root(d);

    return root ? xml_child(xml_child(root, "devices"), "disk") : NULL;
}

static xmlNode *migrate_disks_disk_of(const struct definition *d, const char *target)
{
    xmlNode *n = migrate_disks_first_disk(d);

    while (n && strcmp(target_of(n), target) != 0)
        n = xml_element(n->next, "disk");
    if (!n)
        error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no disk '%s'", d->name,
                  target);
    return n;
}

static xmlNode *first_noted(const xmlDoc *cookie)
{
    const xmlNode *root = cookie ? xmlDocGetRootElement((xmlDoc *)(uintptr_t)cookie) : NULL;

    return xml_child(xml_child(root, "disks"), "disk");
}

static unsigned long long capacity_of(const xmlNode *noted)
{
    const char *capacity = xml_peek(noted, "capacity");

    return capacity ? strtoull(capacity, NULL, 10) : 0;
}

/* Where the volume of a disk is, or would be. */
struct place {
    struct storage_pool *pool;
    char *name;
    struct volume *volume; /* NULL: it is not there */
};

static void place_done(struct place *place)
{
    free(place->name);
}

/* By the names of a pool and a volume, or by a path. 0 or -1. */
static int place_of(struct world *w, const xmlNode *disk, struct place *ret_place)
{
    _cleanup_free_ char *path = chain_source(disk, 0);
    const char *pool = xml_peek(xml_child(disk, "source"), "pool");
    const char *volume = xml_peek(xml_child(disk, "source"), "volume");
    const char *slash = path ? strrchr(path, '/') : NULL;
    struct xml_object *o = w->storage.pools.first;

    if (!pool && !slash)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "disk '%s' is no file whose bytes could be sent", target_of(disk));
    for (; o; o = o->next) {
        const char *target = ((struct storage_pool *)o)->target;

        if (o->live && (pool ? strcmp(o->name, pool) == 0
                             : strlen(target) == (size_t)(slash - path) &&
                                   strncmp(path, target, (size_t)(slash - path)) == 0))
            break;
    }
    if (!o)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_POOL,
                         "disk '%s' is in no active pool here: '%s'", target_of(disk),
                         pool ? pool : path);
    ret_place->name = strdup(pool ? (volume ? volume : "") : slash + 1);
    if (!ret_place->name)
        return error_oom(VIR_FROM_TEST);
    ret_place->pool = (struct storage_pool *)o;
    ret_place->volume =
        (struct volume *)objects_by_name(&ret_place->pool->volumes, ret_place->name);
    return 0;
}

static int migrate_disks_missing(const struct place *place)
{
    return error_set(VIR_FROM_STORAGE, VIR_ERR_NO_STORAGE_VOL, "pool '%s' has no volume '%s'",
                     place->pool->o.name, place->name);
}

/* ---- the source's note ---- */

static bool is_named(const struct migrate_how *how, const char *target, bool *ret_any)
{
    bool named = false;

    *ret_any = false;
    for (u_int i = 0; i < how->n_params; i++) {
        const remote_typed_param *p = &how->params[i];

        if (strcmp(p->field, VIR_MIGRATE_PARAM_MIGRATE_DISKS) != 0)
            continue;
        *ret_any = true;
        named = named || strcmp(p->value.remote_typed_param_value_u.s, target) == 0;
    }
    return named;
}

/* What others use too, and what nobody writes, is there already. */
static bool migrate_disks_goes(const xmlNode *disk, const struct migrate_how *how)
{
    _cleanup_free_ char *source = chain_source(disk, 0);
    bool any, named = is_named(how, target_of(disk), &any);

    if (!source && !xml_peek(xml_child(disk, "source"), "volume"))
        return false;
    return any ? named : !xml_child(disk, "readonly") && !xml_child(disk, "shareable");
}

static int migrate_disk_note(struct world *w, const xmlNode *disk, xmlNode *list)
{
    _cleanup_(place_done) struct place place = {0};
    _cleanup_free_ char *format = chain_format(disk, 0);
    char capacity[24];

    if (place_of(w, disk, &place) < 0)
        return -1;
    if (!place.volume)
        return migrate_disks_missing(&place);
    snprintf(capacity, sizeof(capacity), "%llu", place.volume->capacity);
    xml_add(list, "disk", "target", target_of(disk), "capacity", capacity, "format",
            format ? format : "raw", NULL);
    return 0;
}

int migrate_disks_note(struct world *w, const struct machine *m, const struct migrate_how *how,
                       xmlDoc *cookie)
{
    const struct definition *d = machine_now(m);
    xmlNode *list = xml_add(xmlDocGetRootElement(cookie), "disks", NULL);

    for (u_int i = 0; i < how->n_params; i++) {
        const remote_typed_param *p = &how->params[i];

        if (strcmp(p->field, VIR_MIGRATE_PARAM_MIGRATE_DISKS) == 0 &&
            !migrate_disks_disk_of(d, p->value.remote_typed_param_value_u.s))
            return -1;
    }
    for (xmlNode *n = migrate_disks_first_disk(d); n; n = xml_element(n->next, "disk")) {
        if (migrate_disks_goes(n, how) && migrate_disk_note(w, n, list) < 0)
            return -1;
    }
    return 0;
}

unsigned long long migrate_disks_bytes(const xmlDoc *cookie)
{
    unsigned long long sum = 0;

    for (xmlNode *n = first_noted(cookie); n; n = xml_element(n->next, "disk")) {
        if (__builtin_add_overflow(sum, capacity_of(n), &sum))
            return ULLONG_MAX;
    }
    return sum;
}

/* ---- the destination's room ---- */

static int make_volume(struct world *w, const struct place *place, const xmlNode *noted)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xml_new_doc("volume");
    xmlNode *root = xmlDocGetRootElement(doc);
    _cleanup_free_ char *text = NULL;
    struct volume *v;

    if (!root)
        return error_oom(VIR_FROM_STORAGE);
    xml_set_text(xml_add(root, "name", NULL), place->name);
    xml_set_text(xml_add(root, "capacity", NULL), xml_peek(noted, "capacity"));
    xml_add(xml_add(root, "target", NULL), "format", "type", xml_peek(noted, "format"), NULL);
    text = xml_format(root);
    return text ? volume_make(place->pool, text, NULL, &v) : -1;
}

static int migrate_disk_expect(struct world *w, const struct definition *d, bool incremental,
                               const xmlNode *noted)
{
    _cleanup_(place_done) struct place place = {0};
    const char *target = xml_peek(noted, "target");
    const xmlNode *disk;

    if (!target || !xml_peek(noted, "capacity") || !xml_peek(noted, "format"))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the migration's cookie tells too little of a disk");
    disk = migrate_disks_disk_of(d, target);
    if (!disk || place_of(w, disk, &place) < 0)
        return -1;
    if (!place.volume)
        return incremental ? migrate_disks_missing(&place) : make_volume(w, &place, noted);
    if (place.volume->capacity < capacity_of(noted))
        return error_set(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                         "volume '%s' has %llu bytes, too few for disk '%s' of %llu", place.name,
                         place.volume->capacity, target, capacity_of(noted));
    return 0;
}

int migrate_disks_expect(struct world *w, const struct definition *d, bool incremental,
                         const xmlDoc *cookie)
{
    for (xmlNode *n = first_noted(cookie); n; n = xml_element(n->next, "disk")) {
        if (migrate_disk_expect(w, d, incremental, n) < 0)
            return -1;
    }
    return 0;
}

/* ---- the way ---- */

/* A piece of the bytes, read while the world is held. 0 or -1. */
struct piece {
    unsigned long long at, len;
    bool hole;
    unsigned char bytes[BYTES_PAGE];
};

static int read_piece(struct session *session, const remote_nonnull_domain *dom, const char *target,
                      struct piece *piece)
{
    _cleanup_(place_done) struct place place = {0};
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, dom);
    const xmlNode *disk = m ? migrate_disks_disk_of(machine_now(m), target) : NULL;
    unsigned long long left;

    if (!disk || place_of(w, disk, &place) < 0)
        return -1;
    if (!place.volume)
        return migrate_disks_missing(&place);
    left = piece->at < place.volume->capacity ? place.volume->capacity - piece->at : 0;
    piece->len = 0;
    if (left && volume_extent(place.volume, piece->at, left, &piece->len, &piece->hole) < 0)
        return -1;
    if (piece->len && !piece->hole) {
        piece->len = piece->len < sizeof(piece->bytes) ? piece->len : sizeof(piece->bytes);
        return volume_read(place.volume, piece->at, piece->bytes, (size_t)piece->len);
    }
    return 0;
}

static int send_bytes(struct session *session, const remote_nonnull_domain *dom,
                      struct rpc_client *there, const char *target)
{
    _cleanup_free_ struct piece *piece = calloc(1, sizeof(*piece));

    if (!piece)
        return error_oom(VIR_FROM_STORAGE);
    for (;; piece->at += piece->len) {
        if (read_piece(session, dom, target, piece) < 0)
            return -1;
        if (!piece->len)
            return 0;
        if (rpc_client_send(there, piece->hole ? NULL : piece->bytes, piece->len) < 0)
            return -1;
    }
}

static char *migrate_disks_lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* Begins the upload to the volume of that disk over there. 0 or -1. */
static int begin_upload(struct rpc_client *there, const xmlNode *disk)
{
    _cleanup_free_ char *path = chain_source(disk, 0);
    const xmlNode *source = xml_child(disk, "source");
    const remote_storage_vol_lookup_by_path_args by_path = {.path = path};
    remote_storage_vol_lookup_by_path_ret found = {0};
    remote_storage_vol_upload_args upload = {
        .vol = {migrate_disks_lend(xml_peek(source, "pool")),
                migrate_disks_lend(xml_peek(source, "volume")), migrate_disks_lend("")},
        .flags = VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM,
    };
    int r;

    if (!upload.vol.pool) {
        if (rpc_client_call(there, REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_PATH, &by_path, &found) < 0)
            return -1;
        upload.vol = found.vol;
    }
    r = rpc_client_open_stream(there, REMOTE_PROC_STORAGE_VOL_UPLOAD, &upload, NULL);
    codec_free((xdrproc_t)(void (*)(void))xdr_remote_storage_vol_lookup_by_path_ret, &found);
    return r;
}

static int send_disk(struct session *session, const remote_nonnull_domain *dom,
                     struct rpc_client *there, const struct definition *d, const char *target)
{
    const xmlNode *disk = migrate_disks_disk_of(d, target);

    if (!disk || begin_upload(there, disk) < 0)
        return -1;
    if (send_bytes(session, dom, there, target) < 0) {
        rpc_client_abort(there);
        return -1;
    }
    return rpc_client_finish(there);
}

int migrate_disks_send(struct session *session, const remote_nonnull_domain *dom,
                       struct rpc_client *there, const char *xml, const xmlDoc *cookie)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    int r = 0;

    if (!first_noted(cookie))
        return 0;
    if (definition_parse(xml, &d) < 0)
        return -1;
    session_waiting(session, true);
    for (xmlNode *n = first_noted(cookie); n && r == 0; n = xml_element(n->next, "disk"))
        r = send_disk(session, dom, there, d, xml_peek(n, "target"));
    session_waiting(session, false);
    return r;
}
