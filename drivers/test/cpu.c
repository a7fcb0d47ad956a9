/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The models of CPUs that have a name, by architecture. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"

static const char *const x86[] = {
    "486",
    "pentium",
    "pentium2",
    "pentium3",
    "pentiumpro",
    "coreduo",
    "n270",
    "core2duo",
    "qemu32",
    "kvm32",
    "cpu64-rhel5",
    "cpu64-rhel6",
    "qemu64",
    "kvm64",
    "Conroe",
    "Penryn",
    "Nehalem",
    "Nehalem-IBRS",
    "Westmere",
    "Westmere-IBRS",
    "SandyBridge",
    "SandyBridge-IBRS",
    "IvyBridge",
    "IvyBridge-IBRS",
    "Haswell-noTSX",
    "Haswell-noTSX-IBRS",
    "Haswell",
    "Haswell-IBRS",
    "Broadwell-noTSX",
    "Broadwell-noTSX-IBRS",
    "Broadwell",
    "Broadwell-IBRS",
    "Skylake-Client",
    "Skylake-Client-IBRS",
    "Skylake-Client-noTSX-IBRS",
    "Skylake-Server",
    "Skylake-Server-IBRS",
    "Skylake-Server-noTSX-IBRS",
    "Cascadelake-Server",
    "Cascadelake-Server-noTSX",
    "Icelake-Client",
    "Icelake-Client-noTSX",
    "Icelake-Server",
    "Icelake-Server-noTSX",
    "Cooperlake",
    "Snowridge",
    "athlon",
    "phenom",
    "Opteron_G1",
    "Opteron_G2",
    "Opteron_G3",
    "Opteron_G4",
    "Opteron_G5",
    "EPYC",
    "EPYC-IBPB",
    "EPYC-Rome",
    "EPYC-Milan",
    "Dhyana",
    NULL,
};
static const char *const ppc[] = {
    "POWER6", "POWER7", "POWER8", "POWER9", "POWER10", "POWERPC_e5500", "POWERPC_e6500", NULL,
};
static const char *const none[] = {NULL}; /* known, but no model of it has a name */

static const struct {
    const char *arch;
    const char *const *models;
} families[] = {
    {"i686", x86},    {"x86_64", x86},  {"ppc64", ppc},   {"ppc64le", ppc}, {"aarch64", none},
    {"armv7l", none}, {"armv6l", none}, {"armv7b", none}, {"s390", none},   {"s390x", none},
};

int test_connect_get_cpu_model_names(struct session *session,
                                     const remote_connect_get_cpu_model_names_args *args,
                                     remote_connect_get_cpu_model_names_ret *ret)
{
    const char *const *models = NULL;
    size_t n = 0;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
        if (strcmp(families[i].arch, args->arch) == 0)
            models = families[i].models;
    }
    if (!models)
        return error_set(VIR_FROM_CPU, VIR_ERR_INVALID_ARG, "CPUs of '%s' are not known",
                         args->arch);
    while (models[n])
        n++;
    ret->ret = (int)n;
    if (!args->need_results)
        return 0;
    ret->models.models_val = calloc(n + 1, sizeof(char *));
    if (!ret->models.models_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->models.models_len < n; ret->models.models_len++) {
        if (reply_text(&ret->models.models_val[ret->models.models_len],
                       models[ret->models.models_len]) < 0)
            return -1;
    }
    return 0;
}
