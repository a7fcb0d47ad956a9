/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The end of what a program gave with a callback: its free callback runs with no lock held, and
 * not while a callback of the connection does.
 */
#include "client/events/events_impl.h"

#include <stdlib.h>

#include "client/core/conn.h"
#include "common/cleanup.h"

static void callback_data_free(struct callback_data *data)
{
    while (data) {
        struct callback_data *next = data->next_ended;

        if (data->free_cb)
            data->free_cb(data->opaque);
        conn_unref(data->conn);
        free(data);
        data = next;
    }
}

void callback_data_ended(struct events *ev, struct callback_data *data)
{
    bool busy;

    pthread_mutex_lock(&ev->registry);
    busy = ev->dispatching;
    if (busy) {
        data->next_ended = ev->ended;
        ev->ended = data;
    }
    pthread_mutex_unlock(&ev->registry);
    if (!busy)
        callback_data_free(data);
}

void callback_data_hold(struct events *ev)
{
    LOCK_SCOPE(&ev->registry);
    ev->dispatching++;
}

void callback_data_release(struct events *ev)
{
    struct callback_data *ended = NULL;

    pthread_mutex_lock(&ev->registry);
    if (!--ev->dispatching)
        ended = take(ev->ended);
    pthread_mutex_unlock(&ev->registry);
    callback_data_free(ended);
}
