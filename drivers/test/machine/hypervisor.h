/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The test driver's hypervisor. */
#pragma once

#include "drivers/machine/hypervisor.h"

extern const struct hypervisor test_hypervisor;
