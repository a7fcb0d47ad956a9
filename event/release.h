/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is left of a watch or timer after its removal: memory, and the free callback that is still
 * to run. It is the first member of both, so that one list holds all that waits to be freed.
 */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt-event.h>

struct release {
    struct release *next;
    virFreeCallback free_cb; /* may be NULL */
    void *opaque;
    bool removed;
};
