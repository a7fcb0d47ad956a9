/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ports of virtual networks: what kind of objects they are, and their end. */
#pragma once

#include "drivers/object/objects.h"

struct network_room;

extern const struct xml_object_kind port_kind;

/* The network stops: its ports are gone. */
void ports_of_network_end(struct network_room *room, const struct xml_object *network);
