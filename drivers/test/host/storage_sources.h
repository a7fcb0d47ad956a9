/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What could be a storage pool of a world. */
#pragma once

struct storage_room;

/* find_sources of drivers/storage/backend.h. */
int storage_sources(struct storage_room *room, const char *type, const char *spec, char **ret_xml);
