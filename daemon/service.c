/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The two services. Nothing that serves them includes this: main() hands them out. */
#include "daemon/service.h"

#include "daemon/admin/admin.h"
#include "daemon/connection_ops.h"

static const struct served_program driver_programs[] = {
    {&remote_program, &connection_ops, true},
    {&qemu_program, NULL, true},
    {&lxc_program, NULL, true},
    {&vireo_program, NULL, true},
    {NULL, NULL, false},
};

static const struct served_program admin_programs[] = {
    {&admin_program, &admin_ops, false},
    {NULL, NULL, false},
};

const struct service service_drivers = {
    .name = "vireod",
    .programs = driver_programs,
};

const struct service service_admin = {
    .name = "admin",
    .admin = true,
    .programs = admin_programs,
};
