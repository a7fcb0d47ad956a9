/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The life of a domain: finding, defining, starting, pausing, stopping, saving.
 */
#include "client/shell.h"

#include <string.h>

#include "client/params.h"
#include "common/uuid.h"

/* A domain from a successful call's result, or NULL with the error reported. */
static virDomainPtr found(virConnectPtr conn, const remote_nonnull_domain *wire)
{
    virDomainPtr domain = domain_new(conn, wire);

    if (!domain)
        shell_fail(conn);
    return domain;
}

/* After a call that stops the domain. */
static int stopped(virDomainPtr domain, int r)
{
    if (r == 0)
        atomic_store(&domain->id, -1);
    return r;
}

/* ---- the handle ---- */

VIREO_API int virDomainRef(virDomainPtr domain)
{
    DOMAIN(domain, -1);
    atomic_fetch_add(&domain->refs, 1);
    return 0;
}

VIREO_API int virDomainFree(virDomainPtr domain)
{
    DOMAIN(domain, -1);
    domain_unref(domain);
    return 0;
}

VIREO_API virConnectPtr virDomainGetConnect(virDomainPtr dom)
{
    DOMAIN(dom, NULL);
    return dom->conn;
}

VIREO_API const char *virDomainGetName(virDomainPtr domain)
{
    DOMAIN(domain, NULL);
    return domain->name;
}

VIREO_API unsigned int virDomainGetID(virDomainPtr domain)
{
    DOMAIN(domain, (unsigned)-1);
    return (unsigned)atomic_load(&domain->id);
}

VIREO_API int virDomainGetUUID(virDomainPtr domain, unsigned char *uuid)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, uuid, -1);
    memcpy(uuid, domain->uuid, sizeof(domain->uuid));
    return 0;
}

VIREO_API int virDomainGetUUIDString(virDomainPtr domain, char *buf)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, buf, -1);
    uuid_format(domain->uuid, buf);
    return 0;
}

/* ---- finding ---- */

VIREO_API virDomainPtr virDomainLookupByID(virConnectPtr conn, int id)
{
    RET(DOMAIN_LOOKUP_BY_ID, domain_lookup_by_id);

    CONN(conn, NULL);
    if (id < 0) {
        error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG, "%d is not the id of a domain", id);
        shell_fail(conn);
        return NULL;
    }
    if (GET(conn, DOMAIN_LOOKUP_BY_ID, domain_lookup_by_id, .id = id) < 0)
        return NULL;
    return found(conn, &ret.dom);
}

VIREO_API virDomainPtr virDomainLookupByUUID(virConnectPtr conn, const unsigned char *uuid)
{
    RET(DOMAIN_LOOKUP_BY_UUID, domain_lookup_by_uuid);
    remote_domain_lookup_by_uuid_args args;

    CONN(conn, NULL);
    NEED(conn, uuid, NULL);
    memcpy(args.uuid, uuid, sizeof(args.uuid));
    if (shell_call(conn, REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID, &args, &ret) < 0)
        return NULL;
    return found(conn, &ret.dom);
}

VIREO_API virDomainPtr virDomainLookupByUUIDString(virConnectPtr conn, const char *uuidstr)
{
    unsigned char uuid[VIR_UUID_BUFLEN];

    CONN(conn, NULL);
    NEED(conn, uuidstr, NULL);
    if (uuid_parse(uuidstr, uuid) < 0) {
        error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG, "'%s' is not a UUID", uuidstr);
        shell_fail(conn);
        return NULL;
    }
    return virDomainLookupByUUID(conn, uuid);
}

VIREO_API virDomainPtr virDomainLookupByName(virConnectPtr conn, const char *name)
{
    RET(DOMAIN_LOOKUP_BY_NAME, domain_lookup_by_name);

    CONN(conn, NULL);
    NEED(conn, name, NULL);
    if (GET(conn, DOMAIN_LOOKUP_BY_NAME, domain_lookup_by_name, .name = text(name)) < 0)
        return NULL;
    return found(conn, &ret.dom);
}

/* ---- defining and starting ---- */

VIREO_API virDomainPtr virDomainDefineXML(virConnectPtr conn, const char *xml)
{
    RET(DOMAIN_DEFINE_XML, domain_define_xml);

    CONN(conn, NULL);
    NEED(conn, xml, NULL);
    if (GET(conn, DOMAIN_DEFINE_XML, domain_define_xml, .xml = text(xml)) < 0)
        return NULL;
    return found(conn, &ret.dom);
}

VIREO_API virDomainPtr virDomainDefineXMLFlags(virConnectPtr conn, const char *xml,
                                               unsigned int flags)
{
    RET(DOMAIN_DEFINE_XML_FLAGS, domain_define_xml_flags);

    CONN(conn, NULL);
    NEED(conn, xml, NULL);
    if (GET(conn, DOMAIN_DEFINE_XML_FLAGS, domain_define_xml_flags, .xml = text(xml),
            .flags = flags) < 0)
        return NULL;
    return found(conn, &ret.dom);
}

VIREO_API virDomainPtr virDomainCreateXML(virConnectPtr conn, const char *xmlDesc,
                                          unsigned int flags)
{
    RET(DOMAIN_CREATE_XML, domain_create_xml);

    CONN(conn, NULL);
    NEED(conn, xmlDesc, NULL);
    if (GET(conn, DOMAIN_CREATE_XML, domain_create_xml, .xml_desc = text(xmlDesc), .flags = flags) <
        0)
        return NULL;
    return found(conn, &ret.dom);
}

VIREO_API virDomainPtr virDomainCreateLinux(virConnectPtr conn, const char *xmlDesc,
                                            unsigned int flags)
{
    return virDomainCreateXML(conn, xmlDesc, flags);
}

/* The old call tells no id: the domain is looked up again for it. */
VIREO_API int virDomainCreate(virDomainPtr domain)
{
    RET(DOMAIN_LOOKUP_BY_UUID, domain_lookup_by_uuid);
    remote_domain_lookup_by_uuid_args args;

    DOMAIN(domain, -1);
    if (DOMAIN_CALL(domain, DOMAIN_CREATE, domain_create) < 0)
        return -1;
    memcpy(args.uuid, domain->uuid, sizeof(args.uuid));
    if (shell_call(domain->conn, REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID, &args, &ret) < 0)
        return -1;
    atomic_store(&domain->id, ret.dom.id);
    return 0;
}

VIREO_API int virDomainCreateWithFlags(virDomainPtr domain, unsigned int flags)
{
    RET(DOMAIN_CREATE_WITH_FLAGS, domain_create_with_flags);

    DOMAIN(domain, -1);
    if (DOMAIN_GET(domain, DOMAIN_CREATE_WITH_FLAGS, domain_create_with_flags, .flags = flags) < 0)
        return -1;
    atomic_store(&domain->id, ret.dom.id);
    return 0;
}

VIREO_API int virDomainRename(virDomainPtr dom, const char *new_name, unsigned int flags)
{
    RET(DOMAIN_RENAME, domain_rename);

    DOMAIN(dom, -1);
    NEED(dom->conn, new_name, -1);
    if (DOMAIN_GET(dom, DOMAIN_RENAME, domain_rename, .new_name = OPT(new_name), .flags = flags) <
        0)
        return -1;
    return ret.retcode;
}

/* ---- calls that take a domain, or a domain and flags, and give nothing ---- */

#define ACT(Name, NAME, name)                                     \
    VIREO_API int virDomain##Name(virDomainPtr domain)            \
    {                                                             \
        DOMAIN(domain, -1);                                       \
        return DOMAIN_CALL(domain, DOMAIN_##NAME, domain_##name); \
    }
#define ACT_FLAGS(Name, NAME, name)                                               \
    VIREO_API int virDomain##Name(virDomainPtr domain, unsigned int flags)        \
    {                                                                             \
        DOMAIN(domain, -1);                                                       \
        return DOMAIN_CALL(domain, DOMAIN_##NAME, domain_##name, .flags = flags); \
    }

ACT(Suspend, SUSPEND, suspend)
ACT(Resume, RESUME, resume)
ACT(Shutdown, SHUTDOWN, shutdown)
ACT_FLAGS(ShutdownFlags, SHUTDOWN_FLAGS, shutdown_flags)
ACT_FLAGS(Reboot, REBOOT, reboot)
ACT_FLAGS(Reset, RESET, reset)
ACT(Undefine, UNDEFINE, undefine)
ACT_FLAGS(UndefineFlags, UNDEFINE_FLAGS, undefine_flags)
ACT_FLAGS(InjectNMI, INJECT_NMI, inject_nmi)
ACT_FLAGS(PMWakeup, PM_WAKEUP, pm_wakeup)
ACT(AbortJob, ABORT_JOB, abort_job)
ACT_FLAGS(AbortJobFlags, ABORT_JOB_FLAGS, abort_job_flags)
ACT_FLAGS(ManagedSaveRemove, MANAGED_SAVE_REMOVE, managed_save_remove)

VIREO_API int virDomainDestroy(virDomainPtr domain)
{
    DOMAIN(domain, -1);
    return stopped(domain, DOMAIN_CALL(domain, DOMAIN_DESTROY, domain_destroy));
}

VIREO_API int virDomainDestroyFlags(virDomainPtr domain, unsigned int flags)
{
    DOMAIN(domain, -1);
    return stopped(domain,
                   DOMAIN_CALL(domain, DOMAIN_DESTROY_FLAGS, domain_destroy_flags, .flags = flags));
}

VIREO_API int virDomainSetLifecycleAction(virDomainPtr domain, unsigned int type,
                                          unsigned int action, unsigned int flags)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_SET_LIFECYCLE_ACTION, domain_set_lifecycle_action,
                       .type = type, .action = action, .flags = flags);
}

VIREO_API int virDomainPMSuspendForDuration(virDomainPtr dom, unsigned int target,
                                            unsigned long long duration, unsigned int flags)
{
    DOMAIN(dom, -1);
    return DOMAIN_CALL(dom, DOMAIN_PM_SUSPEND_FOR_DURATION, domain_pm_suspend_for_duration,
                       .target = target, .duration = duration, .flags = flags);
}

VIREO_API int virDomainSendKey(virDomainPtr domain, unsigned int codeset, unsigned int holdtime,
                               unsigned int *keycodes, int nkeycodes, unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, keycodes, -1);
    if (nkeycodes <= 0 || nkeycodes > VIR_DOMAIN_SEND_KEY_MAX_KEYS) {
        error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG, "%d keys: 1 to %d can be sent at once",
                  nkeycodes, VIR_DOMAIN_SEND_KEY_MAX_KEYS);
        return shell_fail(domain->conn);
    }
    return DOMAIN_CALL(domain, DOMAIN_SEND_KEY, domain_send_key, .codeset = codeset,
                       .holdtime = holdtime, .keycodes.keycodes_len = (unsigned)nkeycodes,
                       .keycodes.keycodes_val = keycodes, .flags = flags);
}

/* ---- saving and restoring ---- */

VIREO_API int virDomainSave(virDomainPtr domain, const char *to)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, to, -1);
    return stopped(domain, DOMAIN_CALL(domain, DOMAIN_SAVE, domain_save, .to = text(to)));
}

VIREO_API int virDomainSaveFlags(virDomainPtr domain, const char *to, const char *dxml,
                                 unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, to, -1);
    return stopped(domain, DOMAIN_CALL(domain, DOMAIN_SAVE_FLAGS, domain_save_flags, .to = text(to),
                                       .dxml = OPT(dxml), .flags = flags));
}

VIREO_API int virDomainSaveParams(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                                  unsigned int flags)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    DOMAIN(domain, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(domain->conn);
    return stopped(domain, DOMAIN_CALL(domain, DOMAIN_SAVE_PARAMS, domain_save_params,
                                       .params.params_len = (unsigned)nparams,
                                       .params.params_val = wire, .flags = flags));
}

VIREO_API int virDomainRestore(virConnectPtr conn, const char *from)
{
    CONN(conn, -1);
    NEED(conn, from, -1);
    return CALL(conn, DOMAIN_RESTORE, domain_restore, .from = text(from));
}

VIREO_API int virDomainRestoreFlags(virConnectPtr conn, const char *from, const char *dxml,
                                    unsigned int flags)
{
    CONN(conn, -1);
    NEED(conn, from, -1);
    return CALL(conn, DOMAIN_RESTORE_FLAGS, domain_restore_flags, .from = text(from),
                .dxml = OPT(dxml), .flags = flags);
}

VIREO_API int virDomainRestoreParams(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                                     unsigned int flags)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    CONN(conn, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(conn);
    return CALL(conn, DOMAIN_RESTORE_PARAMS, domain_restore_params,
                .params.params_len = (unsigned)nparams, .params.params_val = wire, .flags = flags);
}

VIREO_API char *virDomainSaveImageGetXMLDesc(virConnectPtr conn, const char *file,
                                             unsigned int flags)
{
    RET(DOMAIN_SAVE_IMAGE_GET_XML_DESC, domain_save_image_get_xml_desc);

    CONN(conn, NULL);
    NEED(conn, file, NULL);
    if (GET(conn, DOMAIN_SAVE_IMAGE_GET_XML_DESC, domain_save_image_get_xml_desc,
            .file = text(file), .flags = flags) < 0)
        return NULL;
    return take(ret.xml);
}

VIREO_API int virDomainSaveImageDefineXML(virConnectPtr conn, const char *file, const char *dxml,
                                          unsigned int flags)
{
    CONN(conn, -1);
    NEED(conn, file, -1);
    NEED(conn, dxml, -1);
    return CALL(conn, DOMAIN_SAVE_IMAGE_DEFINE_XML, domain_save_image_define_xml,
                .file = text(file), .dxml = text(dxml), .flags = flags);
}

VIREO_API int virDomainManagedSave(virDomainPtr dom, unsigned int flags)
{
    DOMAIN(dom, -1);
    return stopped(dom, DOMAIN_CALL(dom, DOMAIN_MANAGED_SAVE, domain_managed_save, .flags = flags));
}

VIREO_API int virDomainHasManagedSaveImage(virDomainPtr dom, unsigned int flags)
{
    RET(DOMAIN_HAS_MANAGED_SAVE_IMAGE, domain_has_managed_save_image);

    DOMAIN(dom, -1);
    if (DOMAIN_GET(dom, DOMAIN_HAS_MANAGED_SAVE_IMAGE, domain_has_managed_save_image,
                   .flags = flags) < 0)
        return -1;
    return ret.result;
}

VIREO_API char *virDomainManagedSaveGetXMLDesc(virDomainPtr domain, unsigned int flags)
{
    RET(DOMAIN_MANAGED_SAVE_GET_XML_DESC, domain_managed_save_get_xml_desc);

    DOMAIN(domain, NULL);
    if (DOMAIN_GET(domain, DOMAIN_MANAGED_SAVE_GET_XML_DESC, domain_managed_save_get_xml_desc,
                   .flags = flags) < 0)
        return NULL;
    return take(ret.xml);
}

VIREO_API int virDomainManagedSaveDefineXML(virDomainPtr domain, const char *dxml,
                                            unsigned int flags)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_MANAGED_SAVE_DEFINE_XML, domain_managed_save_define_xml,
                       .dxml = OPT(dxml), .flags = flags);
}

VIREO_API int virDomainCoreDump(virDomainPtr domain, const char *to, unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, to, -1);
    return DOMAIN_CALL(domain, DOMAIN_CORE_DUMP, domain_core_dump, .to = text(to), .flags = flags);
}

VIREO_API int virDomainCoreDumpWithFormat(virDomainPtr domain, const char *to,
                                          unsigned int dumpformat, unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, to, -1);
    return DOMAIN_CALL(domain, DOMAIN_CORE_DUMP_WITH_FORMAT, domain_core_dump_with_format,
                       .to = text(to), .dumpformat = dumpformat, .flags = flags);
}
