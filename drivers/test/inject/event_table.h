/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What injected events say, by the fields of their messages, and what they do. */
#pragma once

#include <stddef.h>

#include "drivers/test/inject/event_effects.h"
#include "protocol/remote.h"

/* The words of a number, or of the bits of flags; the list ends with NULL. */
struct event_word {
    const char *text;
    unsigned value;
};

enum event_shape {
    TEXT,
    OPTIONAL_TEXT, /* may be left out */
    WORD,
    FLAGS, /* words with commas; may be left out */
    BYTES,
    IDENTITY_TYPE, /* begins one more identity; may be left out */
    IDENTITY_NAME, /* of the last one */
};

struct event_field {
    const char *name;
    enum event_shape shape;
    size_t at; /* in the message */
    const struct event_word *words;
};

union event_message {
    int callback_id; /* each begins with it */
    remote_domain_event_callback_io_error_msg io_error;
    remote_domain_event_callback_graphics_msg graphics;
    remote_domain_event_callback_io_error_reason_msg io_error_reason;
    remote_domain_event_callback_control_error_msg control_error;
    remote_domain_event_callback_disk_change_msg disk_change;
    remote_domain_event_callback_device_removal_failed_msg device_removal_failed;
    remote_domain_event_memory_failure_msg memory_failure;
    remote_domain_event_memory_device_size_change_msg memory_size;
    remote_domain_event_nic_mac_change_msg nic_mac;
    remote_domain_event_callback_channel_lifecycle_msg channel;
    remote_domain_event_callback_watchdog_msg watchdog;
    remote_domain_event_callback_tray_change_msg tray_change;
    remote_domain_event_callback_agent_lifecycle_msg agent;
};

/* old_at: the message of the old style, 0 where there is none; apply: what it does to the
 * machine, NULL: nothing. */
struct event_kind {
    int event;
    const struct event_field *fields;
    size_t dom_at, old_at;
    apply_fn *apply;
};

/* The kind of that event, or NULL. */
const struct event_kind *event_table_find(int event);

extern const struct event_word event_watchdog_actions[];
