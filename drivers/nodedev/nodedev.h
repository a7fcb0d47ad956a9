/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices of the host. Those that it was made with are there for good and have no definition;
 * virtual ports are made and destroyed; mediated devices can be defined besides, and started.
 */
#pragma once

#include <stdbool.h>

#include "drivers/object/objects.h"

struct device {
    struct xml_object o;
    bool detached;     /* from the host's driver: a guest may have it */
    char *host_driver; /* that one, meanwhile; NULL: there was none */
};

extern const struct xml_object_kind device_kind;

/* Says whether a capability of devices is called so. */
bool device_capability_known(const char *name);

/* Says whether the device has a capability: "net", "scsi_host", and those inside, "fc_host". */
bool device_has(const struct xml_object *o, const char *capability);

/* The text of an element that its capability as a Fibre Channel host has, malloc'ed; or NULL. */
char *device_fc_text(const struct xml_object *o, const char *element);
