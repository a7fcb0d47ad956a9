/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench/machine.h"

#include <stdio.h>

void machine_xml(char xml[MACHINE_XML_MAX], const char *name)
{
    snprintf(xml, MACHINE_XML_MAX,
             "<domain type='test'>\n"
             "  <name>%s</name>\n"
             "  <memory unit='KiB'>1048576</memory>\n"
             "  <vcpu>2</vcpu>\n"
             "  <os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>\n"
             "  <features><acpi/></features>\n"
             "  <clock offset='utc'/>\n"
             "  <devices>\n"
             "    <disk type='file' device='disk'>\n"
             "      <source file='/var/lib/images/%s.img'/>\n"
             "      <target dev='vda' bus='virtio'/>\n"
             "    </disk>\n"
             "    <interface type='network'><source network='default'/></interface>\n"
             "  </devices>\n"
             "</domain>\n",
             name, name);
}
