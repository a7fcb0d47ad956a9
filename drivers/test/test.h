/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The test driver: machines that exist in this process only, the same on every run.
 */
#pragma once

struct driver;

extern const struct driver test_driver;
