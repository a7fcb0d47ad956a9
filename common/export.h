/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks what a library shows to others. Everything is compiled with hidden visibility, so a
 * function without a mark cannot be called from outside by accident.
 *
 * VIREO_API is for programs. VIREO_SHARED is what libvirt-admin.so.0 and the like need of
 * libvirt.so.0 (client/abi/), so that they hold no copy of it: its names stand in
 * client/abi/shared.list, too. Where all is one library, it is hidden like anything else.
 */
#pragma once

#define VIREO_API    __attribute__((visibility("default")))
#define VIREO_SHARED __attribute__((visibility("default")))
