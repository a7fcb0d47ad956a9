/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What only LXC containers have. None of its functions is implemented so far.
 */
#ifndef LIBVIRT_LXC_H
#define LIBVIRT_LXC_H

#include <libvirt/libvirt.h>

#endif /* LIBVIRT_LXC_H */
