/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine that files of machines and definitions are made of: a disk, an interface. */
#pragma once

enum { MACHINE_XML_MAX = 2048 };

/* Its XML under a name of up to 100 bytes. */
void machine_xml(char xml[MACHINE_XML_MAX], const char *name);
