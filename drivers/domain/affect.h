/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which definitions a change is for. */
#pragma once

#include <libvirt/libvirt.h>

#define AFFECT_FLAGS (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)

struct definition;

struct affected {
    struct definition *live, *config; /* NULL: not this one */
};
