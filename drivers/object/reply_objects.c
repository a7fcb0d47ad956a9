/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers about objects; a reply that fails half-way is freed by the caller's codec. */
#include "drivers/object/reply_objects.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/object/objects.h"
#include "drivers/reply.h"

/* rpcgen's arrays. */
struct array {
    u_int len;
    void *val;
};

static void put_array(void *ret_array, u_int len, void *val)
{
    const struct array a = {len, val};

    memcpy(ret_array, &a, sizeof(a));
}

static void put_len(void *ret_array, u_int len)
{
    memcpy((char *)ret_array + offsetof(struct array, len), &len, sizeof(len));
}

int reply_object(const struct xml_object *o, char **ret_name, char *ret_uuid)
{
    if (ret_uuid)
        memcpy(ret_uuid, o->uuid, sizeof(o->uuid));
    return reply_text(ret_name, o->name);
}

int reply_count(const struct objects *set, bool active)
{
    int n = 0;

    for (const struct xml_object *o = set->first; o; o = o->next)
        n += !o->live == !active;
    return n;
}

int reply_names(const struct objects *set, bool active, int max, void *ret_array)
{
    u_int n = 0;
    char **names;

    if (max < 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "room for %d names", max);
    if ((size_t)max > set->n)
        max = (int)set->n;
    names = calloc((size_t)max + 1, sizeof(*names));
    if (!names)
        return error_oom(FROM_DRIVER);
    put_array(ret_array, 0, names);
    for (const struct xml_object *o = set->first; o && n < (u_int)max; o = o->next) {
        if (!o->live != !active)
            continue;
        if (reply_text(&names[n], o->name) < 0)
            return -1;
        put_len(ret_array, ++n);
    }
    return 0;
}

/* Networks and pools share the numbers of these filters; interfaces have the first two. */
_Static_assert((int)VIR_CONNECT_LIST_NETWORKS_ACTIVE ==
                       (int)VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE &&
                   (int)VIR_CONNECT_LIST_NETWORKS_ACTIVE ==
                       (int)VIR_CONNECT_LIST_INTERFACES_ACTIVE &&
                   (int)VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART ==
                       (int)VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART,
               "the filters have the same numbers");

bool reply_passes(const struct xml_object *o, unsigned flags)
{
    const unsigned active = VIR_CONNECT_LIST_NETWORKS_ACTIVE,
                   inactive = VIR_CONNECT_LIST_NETWORKS_INACTIVE,
                   persistent = VIR_CONNECT_LIST_NETWORKS_PERSISTENT,
                   transient = VIR_CONNECT_LIST_NETWORKS_TRANSIENT,
                   autostart = VIR_CONNECT_LIST_NETWORKS_AUTOSTART,
                   no_autostart = VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART;
    /* of each pair: none asked for, or what it is */
    return (!(flags & (active | inactive)) || (flags & (o->live ? active : inactive))) &&
           (!(flags & (persistent | transient)) ||
            (flags & (o->config ? persistent : transient))) &&
           (!(flags & (autostart | no_autostart)) ||
            (flags & (o->autostart ? autostart : no_autostart)));
}

int reply_all(const struct objects *set, const struct reply_list *list, bool need, void *ret_array,
              u_int *ret_n)
{
    u_int n = 0;
    char *items;

    for (const struct xml_object *o = set->first; o; o = o->next)
        n += list->passes(o, list->flags);
    *ret_n = n;
    if (!need || !n)
        return 0;
    items = calloc(n, list->size);
    if (!items)
        return error_oom(FROM_DRIVER);
    put_array(ret_array, 0, items);
    n = 0;
    for (const struct xml_object *o = set->first; o; o = o->next) {
        if (!list->passes(o, list->flags))
            continue;
        if (list->fill(o, items + n * list->size) < 0)
            return -1;
        put_len(ret_array, ++n);
    }
    return 0;
}
