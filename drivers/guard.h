/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A lock whose kind the driver chooses: what the rooms below drivers/ keep is read and changed
 * under it, and they need not know whether it is the lock of one family or of a whole world.
 *
 *     READ_GUARD(&networks->guard);       held for reading until the block ends; readers share it
 *     WRITE_GUARD(&networks->guard);      held for changing
 *
 * A driver embeds it, and finds what is around it by its address.
 */
#pragma once

#include "common/cleanup.h"

struct guard;

struct guard_ops {
    void (*read)(struct guard *guard);
    void (*read_done)(struct guard *guard);
    void (*write)(struct guard *guard);
    void (*write_done)(struct guard *guard);
};

struct guard {
    const struct guard_ops *ops;
};

static inline struct guard *guard_read(struct guard *guard)
{
    guard->ops->read(guard);
    return guard;
}

static inline struct guard *guard_write(struct guard *guard)
{
    guard->ops->write(guard);
    return guard;
}

static inline void guard_read_donep(struct guard **guard)
{
    (*guard)->ops->read_done(*guard);
}

static inline void guard_write_donep(struct guard **guard)
{
    (*guard)->ops->write_done(*guard);
}

#define READ_GUARD(of) \
    _cleanup_(guard_read_donep) __attribute__((unused)) struct guard *read_guard = guard_read(of)
#define WRITE_GUARD(of) \
    _cleanup_(guard_write_donep) __attribute__((unused)) struct guard *write_guard = guard_write(of)
