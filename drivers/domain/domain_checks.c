/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a domain's XML may say of what is only kept. */
#include "drivers/domain/domain_checks.h"

#include <stddef.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "drivers/xml/checks.h"

#define CHARACTERS \
    "null vc pty dev file pipe stdio udp tcp unix spicevmc spiceport nmdm dbus qemu-vdagent"

#define XML           VIR_FROM_XML, VIR_ERR_XML_ERROR
#define DOMAIN        VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR
#define NOT_SUPPORTED VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED
#define INTERNAL      VIR_FROM_DOMAIN, VIR_ERR_INTERNAL_ERROR
#define BITMAP        VIR_FROM_NONE, VIR_ERR_INVALID_ARG

/* Lines may grow with what libvirt learns; what is missing here is refused there. */
static const struct check domain_checks[] = {
    {"title", false, NULL, checks_line, DOMAIN},
    {"vcpu@placement", false, "static auto", NULL, XML},
    {"vcpu@cpuset", false, NULL, checks_cpus, BITMAP},
    {"iothreads", EMPTY_IS_NONE, NULL, checks_number, DOMAIN},
    {"iothreadids/iothread@id", true, NULL, checks_number, XML},
    {"clock@offset", EMPTY_IS_NONE, "utc localtime variable timezone absolute", NULL,
     NOT_SUPPORTED},
    {"features/*", false,
     "acpi apic pae hap viridian privnet hyperv kvm pvspinlock capabilities pmu vmport gic smm "
     "ioapic hpt vmcoreinfo htm nested-hv msrs ccf-assist xen cfpc sbbc ibs tcg async-teardown ras "
     "ps2 aia",
     NULL, NOT_SUPPORTED},
    {"cpu@mode", false, "custom host-model host-passthrough maximum", NULL, VIR_FROM_CPU,
     VIR_ERR_CONFIG_UNSUPPORTED},
    {"cpu@match", false, "minimum exact strict", NULL, XML},
    {"numatune/memory@mode", false, "strict preferred interleave restrictive", NULL, NOT_SUPPORTED},
    {"numatune/memory@nodeset", false, NULL, checks_cpus, BITMAP},
    {"cputune/shares", EMPTY_IS_NONE, NULL, checks_number, DOMAIN},
    {"cputune/vcpupin@vcpu", true, NULL, checks_number, XML},
    {"cputune/vcpupin@cpuset", false, NULL, checks_cpus, BITMAP},
    {"memoryBacking/access@mode", EMPTY_IS_NONE, "shared private", NULL, NOT_SUPPORTED},
    {"perf/event@name", true, NULL, NULL, XML},
    {"seclabel@type", false, "none dynamic static", NULL, XML},
    {"sysinfo@type", false, "smbios fwcfg", NULL, XML},
    {"launchSecurity@type", true, "sev sev-snp s390-pv tdx", NULL, XML},
    {"devices/disk@type", false, "file block dir network volume nvme vhostuser vhostvdpa", NULL,
     XML},
    {"devices/disk@device", false, "disk cdrom floppy lun", NULL, XML},
    {"devices/disk/target@bus", false, "none ide fdc scsi virtio xen usb uml sata sd", NULL, XML},
    {"devices/disk[device=disk]/source", true, NULL, NULL, VIR_FROM_DOMAIN, VIR_ERR_NO_SOURCE},
    {"devices/disk[device=lun]/source", true, NULL, NULL, VIR_FROM_DOMAIN, VIR_ERR_NO_SOURCE},
    {"devices/controller@type", false,
     "ide fdc scsi sata virtio-serial ccid usb pci xenbus isa nvme", NULL, XML},
    {"devices/interface@type", false,
     "ethernet user vhostuser server client mcast network bridge internal direct hostdev udp vdpa "
     "null vds",
     NULL, XML},
    {"devices/interface[type=network]/source", true, NULL, NULL, DOMAIN},
    {"devices/interface[type=network]/source@network", true, NULL, NULL, XML},
    {"devices/interface[type=bridge]/source", true, NULL, NULL, DOMAIN},
    {"devices/interface/mac@address", false, NULL, checks_mac, DOMAIN},
    {"devices/graphics@type", true, "sdl vnc rdp desktop spice egl-headless dbus", NULL, XML},
    {"devices/hostdev@mode", false, "subsystem capabilities", NULL, NOT_SUPPORTED},
    {"devices/hostdev@type", true, NULL, NULL, DOMAIN},
    {"devices/input@type", true, NULL, NULL, INTERNAL},
    {"devices/input@type", false, "mouse tablet keyboard passthrough evdev", NULL, NOT_SUPPORTED},
    {"devices/sound@model", true,
     "sb16 es1370 pcspk ac97 ich6 ich7 ich9 usb audio virtio virtio-transitional "
     "virtio-non-transitional",
     NULL, XML},
    {"devices/video/model@type", EMPTY_IS_NONE,
     "default vga cirrus vmvga xen vbox virtio qxl parallels gop none bochs ramfb", NULL,
     NOT_SUPPORTED},
    {"devices/console@type", false, CHARACTERS, NULL, NOT_SUPPORTED},
    {"devices/serial@type", false, CHARACTERS, NULL, NOT_SUPPORTED},
    {"devices/parallel@type", false, CHARACTERS, NULL, NOT_SUPPORTED},
    {"devices/channel@type", false, CHARACTERS, NULL, NOT_SUPPORTED},
    {"devices/channel/target", true, NULL, NULL, DOMAIN},
    {"devices/channel/target@type", true, "guestfwd virtio xen", NULL, NOT_SUPPORTED},
    {"devices/filesystem@type", false, "mount block file template ram bind volume", NULL, XML},
    {"devices/filesystem/source", true, NULL, NULL, VIR_FROM_DOMAIN, VIR_ERR_NO_SOURCE},
    {"devices/filesystem/target", true, NULL, NULL, VIR_FROM_DOMAIN, VIR_ERR_NO_TARGET},
    {"devices/watchdog@model", true, NULL, NULL, INTERNAL},
    {"devices/watchdog@model", false, "i6300esb ib700 diag288 itco", NULL, NOT_SUPPORTED},
    {"devices/watchdog@action", false, "reset shutdown poweroff pause dump none inject-nmi", NULL,
     NOT_SUPPORTED},
    {"devices/memballoon@model", true,
     "virtio virtio-transitional virtio-non-transitional xen none", NULL, XML},
    {"devices/rng@model", true, NULL, NULL, DOMAIN},
    {"devices/rng@model", false, "virtio virtio-transitional virtio-non-transitional", NULL,
     NOT_SUPPORTED},
    {"devices/rng/backend", true, NULL, NULL, DOMAIN},
    {"devices/tpm/backend", true, NULL, NULL, DOMAIN},
    {"devices/tpm/backend@type", true, "passthrough emulator external", NULL, XML},
    {"devices/hub@type", true, NULL, NULL, INTERNAL},
    {"devices/hub@type", false, "usb", NULL, NOT_SUPPORTED},
    {"devices/smartcard@mode", true, "host host-certificates passthrough", NULL, XML},
    {"devices/shmem@name", true, NULL, NULL, DOMAIN},
    {"devices/memory@model", true, NULL, NULL, XML},
    {"devices/iommu@model", true, NULL, NULL, XML},
};

int domain_checks_pass(xmlNode *root)
{
    return checks_pass(root, domain_checks, ARRAY_SIZE(domain_checks));
}
