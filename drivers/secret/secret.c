/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Secrets: their documents, their values, who hears of them. A value that is forgotten is
 * overwritten. */
#include "drivers/forms/forms.h"
#include "drivers/secret/secret.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/uuid.h"
#include "drivers/event_hub.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/secret/backend.h"
#include "drivers/secret/ops.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

static const char *const secret_order[] = {"uuid", "description", "usage", NULL};
static const struct schema secret_schema = {"secret", VIR_FROM_SECRET, secret_order,
                                            ARRAY_SIZE(secret_order)};

/* ---- documents ---- */

static const struct {
    const char *type, *id; /* the element with the ID */
} usages[] = {
    [VIR_SECRET_USAGE_TYPE_NONE] = {"none", NULL},
    [VIR_SECRET_USAGE_TYPE_VOLUME] = {"volume", "volume"},
    [VIR_SECRET_USAGE_TYPE_CEPH] = {"ceph", "name"},
    [VIR_SECRET_USAGE_TYPE_ISCSI] = {"iscsi", "target"},
    [VIR_SECRET_USAGE_TYPE_TLS] = {"tls", "name"},
    [VIR_SECRET_USAGE_TYPE_VTPM] = {"vtpm", "name"},
};

static int read_usage(const xmlNode *root, int *ret_type, char **ret_id)
{
    const xmlNode *usage = xml_child(root, "usage");
    _cleanup_free_ char *type = xml_attribute(usage, "type"), *id = NULL;
    size_t i = 0;

    if (usage && !type)
        return error_set(VIR_FROM_SECRET, VIR_ERR_XML_ERROR, "<usage> has no type");
    while (type && i < ARRAY_SIZE(usages) && strcmp(usages[i].type, type) != 0)
        i++;
    if (i == ARRAY_SIZE(usages))
        return error_set(VIR_FROM_SECRET, VIR_ERR_XML_ERROR, "<usage type='%s'> is not known",
                         type);
    id = usages[i].id ? xml_text(xml_child(usage, usages[i].id)) : strdup("");
    if (!id)
        return error_set(VIR_FROM_SECRET, VIR_ERR_XML_ERROR, "<usage type='%s'> has no <%s>",
                         usages[i].type, usages[i].id);
    *ret_type = (int)i;
    *ret_id = take(id);
    return 0;
}

/* A yes or no of the root; no is written where nothing was said. */
static int read_flag(xmlNode *root, const char *name)
{
    _cleanup_free_ char *text = xml_attribute(root, name);

    if (!text)
        xml_set(root, name, "no");
    else if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        return error_set(VIR_FROM_SECRET, VIR_ERR_XML_ERROR, "<secret %s='%s'> is not yes or no",
                         name, text);
    return 0;
}

static int read_secret(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                       unsigned char *ret_uuid)
{
    int type;

    if (read_flag(root, "ephemeral") < 0 || read_flag(root, "private") < 0 ||
        schema_uuid(kind->schema, root, ret_uuid) < 0)
        return -1;
    return read_usage(root, &type, ret_name);
}

static int settle_secret(struct objects *set, struct xml_object *o)
{
    struct secret *s = (struct secret *)o;
    xmlNode *root = xmlDocGetRootElement(xml_object_now(o));
    _cleanup_free_ char *ephemeral = xml_attribute(root, "ephemeral"),
                        *private = xml_attribute(root, "private"), *id = NULL;

    s->ephemeral = ephemeral && strcmp(ephemeral, "yes") == 0;
    s->private = private && strcmp(private, "yes") == 0;
    return read_usage(root, &s->usage, &id);
}

static void forget_value(struct xml_object *o)
{
    struct secret *s = (struct secret *)o;

    if (s->value)
        explicit_bzero(s->value, s->len);
    free(s->value);
}

const struct xml_object_kind secret_kind = {
    .schema = &secret_schema,
    .form = &secret_form,
    .size = sizeof(struct secret),
    .missing = VIR_ERR_NO_SECRET,
    .domain = VIR_FROM_SECRET,
    .unnamed = true,
    .read = read_secret,
    .settle = settle_secret,
    .done = forget_value,
};

void secret_room_init(struct secret_room *room)
{
    objects_init(&room->secrets, &secret_kind);
}

void secret_room_done(struct secret_room *room)
{
    objects_done(&room->secrets);
}

/* ---- events ---- */

/* What an event says of a secret; it stays the object's. */
static remote_nonnull_secret event_secret(const struct xml_object *o)
{
    remote_nonnull_secret secret = {.usageType = ((const struct secret *)o)->usage,
                                    .usageID = o->name};

    memcpy(secret.uuid, o->uuid, sizeof(secret.uuid));
    return secret;
}

static void emit_secret(struct secret_room *room, const struct xml_object *o, int event)
{
    const struct hub_key key = {o->uuid, sizeof(o->uuid)};
    remote_secret_event_lifecycle_msg m = {.secret = event_secret(o), .event = event};

    hub_emit(room->hub, HUB_SECRET, VIR_SECRET_EVENT_ID_LIFECYCLE, &key, &m.callbackID);
}

static void emit_secret_value(struct secret_room *room, const struct xml_object *o)
{
    const struct hub_key key = {o->uuid, sizeof(o->uuid)};
    remote_secret_event_value_changed_msg m = {.secret = event_secret(o)};

    hub_emit(room->hub, HUB_SECRET, VIR_SECRET_EVENT_ID_VALUE_CHANGED, &key, &m.callbackID);
}

int connect_secret_event_register_any(struct session *session,
                                      const remote_connect_secret_event_register_any_args *args,
                                      remote_connect_secret_event_register_any_ret *ret)
{
    const struct hub_key key = {args->secret ? args->secret->uuid : NULL,
                                sizeof(args->secret->uuid)};

    return hub_subscribe_to(secret_room_of(session)->hub, session, HUB_SECRET, args->eventID,
                            args->secret ? &key : NULL, &ret->callbackID);
}

int connect_secret_event_deregister_any(struct session *session,
                                        const remote_connect_secret_event_deregister_any_args *args)
{
    return hub_unsubscribe_from(secret_room_of(session)->hub, session, HUB_SECRET,
                                args->callbackID);
}

/* ---- defining ---- */

/* Checks that nobody else has the usage, and that a private secret stays one. 0 with the UUID. */
static int check_usage_free(struct secret_room *room, const xmlDoc *doc, unsigned char *ret_uuid)
{
    _cleanup_free_ char *id = NULL, *flag = NULL;
    xmlNode *root = xmlDocGetRootElement(doc);
    const struct secret *other, *old;
    int type = 0;

    if (read_secret(&secret_kind, root, &id, ret_uuid) < 0)
        return -1;
    free(take(id));
    if (read_usage(root, &type, &id) < 0)
        return -1;
    other = secret_of_usage(room, type, id);
    old = (const struct secret *)objects_by_uuid(&room->secrets, ret_uuid);
    if ((other && other != old) || (old && (old->usage != type || strcmp(old->o.name, id) != 0)))
        return error_set(VIR_FROM_SECRET, VIR_ERR_INTERNAL_ERROR,
                         "another secret has the UUID or the usage '%s'", id);
    flag = xml_attribute(root, "private");
    if (old && old->private && strcmp(flag, "yes") != 0)
        return error_set(VIR_FROM_SECRET, VIR_ERR_OPERATION_DENIED,
                         "a private secret stays private");
    return 0;
}

int secret_define_xml(struct session *session, const remote_secret_define_xml_args *args,
                      remote_secret_define_xml_ret *ret)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    struct xml_object *o = NULL;
    unsigned char uuid[16];
    struct secret_room *room = secret_room_of(session);

    if (check_flags(args->flags, VIR_SECRET_DEFINE_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_SECRET_DEFINE_VALIDATE, &secret_schema, "secret",
                          args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (schema_parse(&secret_schema, args->xml, &doc) < 0 ||
        check_usage_free(room, doc, uuid) < 0 ||
        (room->backend->define && room->backend->define(room, uuid, doc) < 0) ||
        objects_place(&room->secrets, doc, false, false, &o) < 0)
        return -1;
    take(doc);
    emit_secret(room, o, VIR_SECRET_EVENT_DEFINED);
    return secret_ref(o, &ret->secret);
}

int secret_undefine(struct session *session, const remote_secret_undefine_args *args)
{
    struct secret_room *room = secret_room_of(session);
    WRITE_GUARD(room->guard);
    struct secret *s = secret_find(room, &args->secret);

    if (!s || (room->backend->undefine && room->backend->undefine(room, s) < 0))
        return -1;
    emit_secret(room, &s->o, VIR_SECRET_EVENT_UNDEFINED);
    objects_remove(&room->secrets, &s->o);
    return 0;
}

int secret_get_xml_desc(struct session *session, const remote_secret_get_xml_desc_args *args,
                        remote_secret_get_xml_desc_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);
    const struct secret *s = secret_find(room, &args->secret);

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    ret->xml = xml_object_format(&s->o, false);
    return ret->xml ? 0 : -1;
}

/* ---- values ---- */

int secret_set_value(struct session *session, const remote_secret_set_value_args *args)
{
    struct secret_room *room = secret_room_of(session);
    WRITE_GUARD(room->guard);
    struct secret *s = secret_find(room, &args->secret);
    unsigned char *value;

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    value = malloc(args->value.value_len + 1);
    if (!value)
        return error_oom(VIR_FROM_SECRET);
    if (args->value.value_len)
        memcpy(value, args->value.value_val, args->value.value_len);
    if (room->backend->set_value &&
        room->backend->set_value(room, s, value, args->value.value_len) < 0) {
        explicit_bzero(value, args->value.value_len);
        free(value);
        return -1;
    }
    forget_value(&s->o);
    s->value = value;
    s->len = args->value.value_len;
    emit_secret_value(room, &s->o);
    return 0;
}

int secret_get_value(struct session *session, const remote_secret_get_value_args *args,
                     remote_secret_get_value_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);
    const struct secret *s = secret_find(room, &args->secret);
    char text[UUID_TEXT];

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    if (s->private)
        return error_set(VIR_FROM_SECRET, VIR_ERR_INVALID_SECRET, "%s is private",
                         uuid_format(s->o.uuid, text));
    if (!s->value)
        return error_set(VIR_FROM_SECRET, VIR_ERR_NO_SECRET, "%s has no value",
                         uuid_format(s->o.uuid, text));
    ret->value.value_val = malloc(s->len + 1);
    if (!ret->value.value_val)
        return error_oom(VIR_FROM_SECRET);
    memcpy(ret->value.value_val, s->value, s->len);
    ret->value.value_len = (u_int)s->len;
    return 0;
}
