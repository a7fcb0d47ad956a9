/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What becomes of a machine whose event was told: a failing disk pauses it, a watchdog resets it, a
 * channel closes. Each is given the event's message with its callback ID, and does nothing when the
 * machine lacks the device. The machine may be gone afterwards. The world is held for writing.
 */
#pragma once

struct machine;
struct world;

typedef void befall_fn(struct world *w, struct machine *m, const void *msg);

befall_fn befall_agent_lifecycle, befall_channel_lifecycle, befall_control_error,
    befall_disk_change, befall_io_error, befall_io_error_reason, befall_memory_failure,
    befall_memory_size, befall_tray_change, befall_watchdog;
