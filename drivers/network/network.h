/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks: what kind of objects they are. */
#pragma once

#include "drivers/object/objects.h"
#include "drivers/xml/schema.h"

extern const struct xml_object_kind network_kind;
extern const struct schema network_schema;

/* Whether the root of a network's XML says what is understood. 0, or -1 with the error set. */
int network_check(const xmlNode *root);
