/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces of the host: what kind of objects they are. */
#pragma once

#include "drivers/object/objects.h"

extern const struct xml_object_kind interface_kind;
