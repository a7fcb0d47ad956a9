/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network filters, and their bindings to ports: what kinds of objects they are. */
#pragma once

#include "drivers/object/objects.h"

extern const struct xml_object_kind filter_kind;
extern const struct xml_object_kind binding_kind; /* its name is the port's device */
