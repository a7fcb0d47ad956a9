/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What becomes of a machine whose event was told: a failing disk pauses it, a watchdog resets it, a
 * channel closes. Each is given the event's message with its callback ID, and does nothing when the
 * machine lacks the device. The machine may be gone afterwards. The world is held for writing.
 */
#pragma once

struct machine;
struct world;

typedef void apply_fn(struct world *w, struct machine *m, const void *msg);

apply_fn apply_agent_lifecycle, apply_channel_lifecycle, apply_control_error, apply_disk_change,
    apply_io_error, apply_io_error_reason, apply_memory_failure, apply_memory_size,
    apply_tray_change, apply_watchdog;
