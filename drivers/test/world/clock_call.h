/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The control call that moves a world's clock on (protocol/vireo.x). */
#pragma once

#include "protocol/vireo.h"

struct session;

int clock_advance(struct session *session, const vireo_clock_advance_args *args,
                  vireo_clock_advance_ret *ret);
