/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Machines put to sleep: in the world (managed save) or in a file, which is the domain's XML under
 * a root <vireo-test-save paused='0|1'>. What comes behind it does not matter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/caller_file.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/machine/job.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"

#define SAVE_FLAGS (VIR_DOMAIN_SAVE_BYPASS_CACHE | VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED)

static bool sleeps_paused(int state, unsigned flags)
{
    return flags & VIR_DOMAIN_SAVE_PAUSED    ? true
           : flags & VIR_DOMAIN_SAVE_RUNNING ? false
                                             : state == VIR_DOMAIN_PAUSED;
}

static int keeps_image(const struct machine *m)
{
    if (m->config)
        return 0;
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                     "domain '%s' is transient, and so can not keep an image", machine_name(m));
}

int test_domain_managed_save(struct session *session, const remote_domain_managed_save_args *args)
{
    const struct job_kind kind = {VIR_DOMAIN_JOB_OPERATION_SAVE, args->flags, SAVE_FLAGS,
                                  keeps_image};
    struct definition *image;
    struct machine *m;
    struct domain_job job;

    if (job_run(session, &args->dom, &kind, &job) < 0)
        return -1;
    WRITE_WORLD(w, session);
    m = job_meet(w, &job);
    if (!m)
        return -1;
    image = keeps_image(m) < 0 ? NULL : definition_copy(m->live);
    if (job_done(w, &job, image ? 0 : -1) < 0)
        return -1;
    definition_free(m->saved);
    m->saved = image;
    m->saved_paused = sleeps_paused(m->state, args->flags);
    machine_stop(w, m, VIR_DOMAIN_SHUTOFF_SAVED, VIR_DOMAIN_EVENT_STOPPED_SAVED);
    return 0;
}

int test_domain_managed_save_remove(struct session *session,
                                    const remote_domain_managed_save_remove_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    m->saved = definition_free(m->saved);
    return 0;
}

/* ---- files ---- */

static int write_image(const struct session *session, const char *path, const struct definition *d,
                       bool paused)
{
    _cleanup_free_ char *xml = definition_format(d, -1, SECRETS_SHOWN), *text = NULL;

    if (!xml)
        return -1;
    if (asprintf(&text, "<vireo-test-save paused='%d'>\n%s</vireo-test-save>\n", paused, xml) < 0) {
        text = NULL;
        return error_oom(VIR_FROM_TEST);
    }
    return caller_file_write(session, path, text, strlen(text));
}

#define IMAGE_BEGIN "<vireo-test-save"
#define IMAGE_END   "</vireo-test-save>"

/* Cuts off what is behind an image. 0, or -1: it is none, or its end is missing. */
static int cut_image(char *text, const char *path)
{
    size_t len = strlen(text), begin = strlen(IMAGE_BEGIN);
    char *end = NULL;

    if (len >= begin && strncmp(text, IMAGE_BEGIN, begin) != 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "'%s' is not a saved domain", path);
    for (char *next = text; (next = strstr(next, IMAGE_END)); next++)
        end = next;
    if (!end)
        return error_set(VIR_FROM_TEST, VIR_ERR_SYSTEM_ERROR,
                         "'%s' ends after %zu bytes, before a saved domain does", path, len);
    end[strlen(IMAGE_END)] = '\0';
    return 0;
}

static int read_image(const struct session *session, const char *path,
                      struct definition **ret_definition, bool *ret_paused)
{
    _cleanup_free_ char *text = NULL, *paused = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *root, *domain;

    if (caller_file_read(session, path, &text, NULL) < 0 || cut_image(text, path) < 0 ||
        xml_parse(VIR_FROM_DOMAIN, text, path, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    domain = xml_child(root, "domain");
    if (!xmlStrEqual(root->name, BAD_CAST "vireo-test-save") || !domain)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "'%s' is not a saved domain", path);
    if (definition_from_node(domain, ret_definition) < 0)
        return -1;
    paused = xml_attribute(root, "paused");
    *ret_paused = paused && *paused == '1';
    return 0;
}

/* The definition that a caller gives instead of the stored one: of the same machine. */
static int save_replace(const char *xml, struct definition **d)
{
    struct definition *fresh;

    if (!xml)
        return 0;
    if (definition_parse(xml, &fresh) < 0)
        return -1;
    if (memcmp(fresh->uuid, (*d)->uuid, sizeof(fresh->uuid)) != 0) {
        definition_free(fresh);
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<uuid> is not that of the saved domain '%s'", (*d)->name);
    }
    definition_free(*d);
    *d = fresh;
    return 0;
}

/* What the file is to hold; the job lasts, unless this fails. */
static int copy_asleep(struct session *session, struct domain_job *job, unsigned flags,
                       struct definition **ret_copy, bool *ret_paused)
{
    WRITE_WORLD(w, session);
    struct machine *m = job_meet(w, job);

    if (!m)
        return -1;
    *ret_copy = definition_copy(m->live);
    *ret_paused = sleeps_paused(m->state, flags);
    return *ret_copy ? 0 : job_done(w, job, -1);
}

static int save_run(struct session *session, const remote_nonnull_domain *dom, const char *path,
                    const char *xml, unsigned flags)
{
    const struct job_kind kind = {VIR_DOMAIN_JOB_OPERATION_SAVE, flags, SAVE_FLAGS, NULL};
    _cleanup_(definition_freep) struct definition *d = NULL;
    struct machine *m;
    struct domain_job job;
    bool paused;
    int written;

    if (job_run(session, dom, &kind, &job) < 0 ||
        copy_asleep(session, &job, flags, &d, &paused) < 0)
        return -1;
    /* Without the world: the file may be one that never opens. */
    written = save_replace(xml, &d) < 0 ? -1 : write_image(session, path, d, paused);
    WRITE_WORLD(w, session);
    m = job_meet(w, &job);
    if (!m || job_done(w, &job, written) < 0)
        return -1;
    machine_stop(w, m, VIR_DOMAIN_SHUTOFF_SAVED, VIR_DOMAIN_EVENT_STOPPED_SAVED);
    return 0;
}

int test_domain_save(struct session *session, const remote_domain_save_args *args)
{
    return save_run(session, &args->dom, args->to, NULL, 0);
}

int test_domain_save_flags(struct session *session, const remote_domain_save_flags_args *args)
{
    return save_run(session, &args->dom, args->to, args->dxml ? *args->dxml : NULL, args->flags);
}

static int save_restore(struct session *session, const char *path, const char *xml, unsigned flags)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;
    bool paused;

    if (check_flags(flags, SAVE_FLAGS) < 0 || read_image(session, path, &d, &paused) < 0 ||
        save_replace(xml, &d) < 0)
        return -1;
    WRITE_WORLD(w, session);
    m = machine_table_uuid(&w->machines, d->uuid);
    if (m && machine_active(m))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' runs already",
                         machine_name(m));
    if (machine_table_name(&w->machines, d->name) != m)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED,
                         "the name and the UUID of '%s' are not of one domain here", d->name);
    if (!m && !(m = world_add(w, d->uuid, d->name)))
        return -1;
    m->live = take(d);
    return machine_start(w, m,
                         sleeps_paused(paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING, flags),
                         VIR_DOMAIN_RUNNING_RESTORED, VIR_DOMAIN_EVENT_STARTED_RESTORED);
}

int test_domain_restore(struct session *session, const remote_domain_restore_args *args)
{
    return save_restore(session, args->from, NULL, 0);
}

int test_domain_restore_flags(struct session *session, const remote_domain_restore_flags_args *args)
{
    return save_restore(session, args->from, args->dxml ? *args->dxml : NULL, args->flags);
}

int test_domain_save_image_get_xml_desc(struct session *session,
                                        const remote_domain_save_image_get_xml_desc_args *args,
                                        remote_domain_save_image_get_xml_desc_ret *ret)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    bool paused;

    if (check_flags(args->flags, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE) < 0 ||
        read_image(session, args->file, &d, &paused) < 0)
        return -1;
    ret->xml = definition_format(
        d, -1, secrets_asked(session, args->flags, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE));
    return ret->xml ? 0 : -1;
}

int test_domain_save_image_define_xml(struct session *session,
                                      const remote_domain_save_image_define_xml_args *args)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    bool paused;

    if (check_flags(args->flags, VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED) < 0 ||
        read_image(session, args->file, &d, &paused) < 0 || save_replace(args->dxml, &d) < 0)
        return -1;
    return write_image(session, args->file, d,
                       sleeps_paused(paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING, args->flags));
}

/* ---- the image that the world keeps ---- */

/* The machine, with an image; NULL with the error set. */
static struct machine *find_saved(struct world *w, const remote_nonnull_domain *dom)
{
    struct machine *m = world_find(w, dom);

    if (m && !m->saved) {
        error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' has no managed save image",
                  machine_name(m));
        return NULL;
    }
    return m;
}

int test_domain_managed_save_get_xml_desc(struct session *session,
                                          const remote_domain_managed_save_get_xml_desc_args *args,
                                          remote_domain_managed_save_get_xml_desc_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = find_saved(w, &args->dom);

    if (!m || check_flags(args->flags, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE) < 0)
        return -1;
    ret->xml = definition_format(
        m->saved, -1, secrets_asked(session, args->flags, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE));
    return ret->xml ? 0 : -1;
}

int test_domain_managed_save_define_xml(struct session *session,
                                        const remote_domain_managed_save_define_xml_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = find_saved(w, &args->dom);

    if (!m || check_flags(args->flags, VIR_DOMAIN_SAVE_RUNNING | VIR_DOMAIN_SAVE_PAUSED) < 0 ||
        save_replace(args->dxml ? *args->dxml : NULL, &m->saved) < 0)
        return -1;
    m->saved_paused =
        sleeps_paused(m->saved_paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING, args->flags);
    return 0;
}

/* ---- the same with parameters ---- */

static const struct params_known save_known[] = {
    {VIR_DOMAIN_SAVE_PARAM_FILE, VIR_TYPED_PARAM_STRING},
    {VIR_DOMAIN_SAVE_PARAM_DXML, VIR_TYPED_PARAM_STRING},
};

/* Reads the file, which must be named, and the XML, which may be. 0 or -1. */
static int save_read_params(const remote_typed_param *val, u_int len, const char **ret_file,
                            const char **ret_xml)
{
    const remote_typed_param *file = params_find(val, len, VIR_DOMAIN_SAVE_PARAM_FILE);
    const remote_typed_param *xml = params_find(val, len, VIR_DOMAIN_SAVE_PARAM_DXML);

    if (params_check(val, len, save_known, ARRAY_SIZE(save_known), sizeof(*save_known)) < 0)
        return -1;
    if (!file)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is missing",
                         VIR_DOMAIN_SAVE_PARAM_FILE);
    *ret_file = file->value.remote_typed_param_value_u.s;
    *ret_xml = xml ? xml->value.remote_typed_param_value_u.s : NULL;
    return 0;
}

int test_domain_save_params(struct session *session, const remote_domain_save_params_args *args)
{
    const char *file, *xml;

    if (save_read_params(args->params.params_val, args->params.params_len, &file, &xml) < 0)
        return -1;
    return save_run(session, &args->dom, file, xml, args->flags);
}

int test_domain_restore_params(struct session *session,
                               const remote_domain_restore_params_args *args)
{
    const char *file, *xml;

    if (save_read_params(args->params.params_val, args->params.params_len, &file, &xml) < 0)
        return -1;
    return save_restore(session, file, xml, args->flags);
}
