/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a machine of this hypervisor can have, and the secure memory that its host has. What the
 * test driver keeps of a definition without acting on it counts as supported.
 */
#include "drivers/test/host/domain_caps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/text_stream.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"

#define EMULATOR "/usr/bin/test-hv"

static const struct {
    const char *device, *property;
    const char *values[8]; /* up to NULL */
} choices[] = {
    {"disk", "diskDevice", {"disk", "cdrom", "floppy", "lun"}},
    {"disk", "bus", {"ide", "fdc", "scsi", "virtio", "usb", "sata"}},
    {"graphics", "type", {"vnc", "spice", "sdl"}},
    {"video", "modelType", {"vga", "cirrus", "qxl", "virtio", "none"}},
    {"hostdev", "subsysType", {"usb", "pci", "scsi", "mdev"}},
    {"rng", "model", {"virtio"}},
    {"rng", "backendModel", {"random", "egd", "builtin"}},
    {"filesystem", "driverType", {"path", "handle", "virtiofs"}},
    {"tpm", "model", {"tpm-tis", "tpm-crb"}},
    {"channel", "type", {"pty", "unix", "spicevmc"}},
};

static void put_devices(FILE *f)
{
    fputs("  <devices>\n", f);
    for (size_t i = 0; i < ARRAY_SIZE(choices); i++) {
        bool first = !i || strcmp(choices[i].device, choices[i - 1].device) != 0;
        bool last =
            i + 1 == ARRAY_SIZE(choices) || strcmp(choices[i].device, choices[i + 1].device) != 0;

        if (first)
            fprintf(f, "    <%s supported='yes'>\n", choices[i].device);
        fprintf(f, "      <enum name='%s'>\n", choices[i].property);
        for (const char *const *v = choices[i].values; *v; v++)
            fprintf(f, "        <value>%s</value>\n", *v);
        fputs("      </enum>\n", f);
        if (last)
            fprintf(f, "    </%s>\n", choices[i].device);
    }
    fputs("  </devices>\n", f);
}

static void put_caps_features(FILE *f)
{
    fputs("  <features>\n    <gic supported='no'/>\n    <vmcoreinfo supported='no'/>\n"
          "    <genid supported='yes'/>\n    <backingStoreInput supported='yes'/>\n"
          "    <backup supported='yes'/>\n    <sev supported='yes'>\n      <cbitpos>47</cbitpos>\n"
          "      <reducedPhysBits>1</reducedPhysBits>\n      <maxGuests>15</maxGuests>\n"
          "      <maxESGuests>0</maxESGuests>\n    </sev>\n  </features>\n",
          f);
}

/* Whether what the caller gave, if anything, is one of two words. */
static int check_word(const char *what, const remote_string given, const char *one,
                      const char *other)
{
    if (given && strcmp(*given, one) != 0 && (!other || strcmp(*given, other) != 0))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there are no machines of %s '%s'",
                         what, *given);
    return 0;
}

int domain_caps_check(const remote_string emulator, const remote_string arch,
                      const remote_string virttype)
{
    return check_word("the emulator", emulator, EMULATOR, NULL) < 0 ||
                   check_word("the architecture", arch, "i686", "x86_64") < 0 ||
                   check_word("the type", virttype, "test", NULL) < 0
               ? -1
               : 0;
}

int test_connect_get_domain_capabilities(struct session *session,
                                         const remote_connect_get_domain_capabilities_args *args,
                                         remote_connect_get_domain_capabilities_ret *ret)
{
    const char *arch = args->arch ? *args->arch : "i686";
    size_t size;
    FILE *f;

    if (check_flags(args->flags, 0) < 0 ||
        domain_caps_check(args->emulatorbin, args->arch, args->virttype) < 0)
        return -1;
    f = text_stream_open(&ret->capabilities, &size);
    if (!f)
        return error_oom(VIR_FROM_TEST);
    fprintf(f,
            "<domainCapabilities>\n  <path>" EMULATOR "</path>\n  <domain>test</domain>\n"
            "  <arch>%s</arch>\n  <vcpu max='32'/>\n  <iothreads supported='yes'/>\n"
            "  <os supported='yes'>\n    <loader supported='no'/>\n  </os>\n  <cpu>\n"
            "    <mode name='host-passthrough' supported='yes'/>\n"
            "    <mode name='maximum' supported='yes'/>\n"
            "    <mode name='host-model' supported='no'/>\n"
            "    <mode name='custom' supported='yes'/>\n  </cpu>\n",
            arch);
    put_devices(f);
    put_caps_features(f);
    fputs("</domainCapabilities>\n", f);
    return fclose(f) == 0 ? 0 : error_oom(VIR_FROM_TEST);
}

/* The same host as the one of the capabilities. */
int test_node_get_sev_info(struct session *session, const remote_node_get_sev_info_args *args,
                           remote_node_get_sev_info_ret *ret)
{
    struct params p = PARAMS(ret->params);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_put_string(&p, VIR_NODE_SEV_PDH, "cGRo") < 0 ||
        params_put_string(&p, VIR_NODE_SEV_CERT_CHAIN, "Y2VydC1jaGFpbg==") < 0 ||
        params_put_string(&p, VIR_NODE_SEV_CPU0_ID, "Y3B1MA==") < 0 ||
        params_put_uint(&p, VIR_NODE_SEV_CBITPOS, 47) < 0 ||
        params_put_uint(&p, VIR_NODE_SEV_REDUCED_PHYS_BITS, 1) < 0 ||
        params_put_uint(&p, VIR_NODE_SEV_MAX_GUESTS, 15) < 0 ||
        params_put_uint(&p, VIR_NODE_SEV_MAX_ES_GUESTS, 0) < 0)
        return -1;
    ret->nparams = (int)*p.len; /* whatever room there is: libvirt's library sends no number */
    return 0;
}
