/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks what the library shows to programs. Everything is compiled with hidden visibility, so a
 * function without the mark cannot be called from outside by accident.
 */
#pragma once

#define VIREO_API __attribute__((visibility("default")))
