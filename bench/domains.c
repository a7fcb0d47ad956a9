/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many machines: what the daemon takes for a world of them. Replies are read whole and looked at
 * when the clock has stopped, so that a client's own work is not measured.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "bench/drive.h"
#include "bench/machine.h"
#include "bench/modes.h"
#include "bench/proc.h"
#include "protocol/codec.h"
#include "protocol/frame.h"
#include "protocol/remote.h"

enum { CHANGED = 1024, WINDOW = 32 };

static void domains_put(struct wire *w, int procedure, xdrproc_t codec, const void *args)
{
    struct buf frame;

    if (wire_frame(&frame, REMOTE_PROGRAM, procedure, codec, args) < 0 || wire_put(w, &frame) < 0)
        drive_die("frames");
    buf_free(&frame);
}

static struct frame domains_answer(struct wire *w)
{
    struct frame reply;

    if (wire_flush(w) < 0 || wire_reply(w, &reply) < 0)
        drive_die("call");
    return reply;
}

static void domains_decode(const struct frame *reply, xdrproc_t codec, void *to)
{
    if (codec_decode(reply->payload, reply->payload_len, codec, to) < 0)
        drive_die("reply");
}

static void domains_figure(unsigned n, const char *name, double per_s)
{
    printf("domains_%u_%s_per_s %.0f\n", n, name, per_s);
}

static void open_world(struct wire *w, unsigned n, const char *path)
{
    char uri[4096], *name = uri;
    remote_connect_open_args args = {.name = &name};
    unsigned long before;
    double start;

    snprintf(uri, sizeof(uri), "test://%s", path);
    drive_connect(w);
    before = proc_rss_kib(wire_peer(w));
    start = drive_now();
    domains_put(w, REMOTE_PROC_CONNECT_OPEN, (xdrproc_t)xdr_remote_connect_open_args, &args);
    domains_answer(w);
    domains_figure(n, "open", n / (drive_now() - start));
    printf("domains_%u_kib_each %.2f\n", n,
           ((double)proc_rss_kib(wire_peer(w)) - (double)before) / n);
}

static void domains_list(struct wire *w, unsigned n)
{
    remote_connect_list_all_domains_args args = {.need_results = 1};
    remote_connect_list_all_domains_ret ret = {0};
    double start = drive_now(), took;
    struct frame reply;

    domains_put(w, REMOTE_PROC_CONNECT_LIST_ALL_DOMAINS,
                (xdrproc_t)xdr_remote_connect_list_all_domains_args, &args);
    reply = domains_answer(w);
    took = drive_now() - start;
    domains_decode(&reply, (xdrproc_t)xdr_remote_connect_list_all_domains_ret, &ret);
    domains_figure(n, "list", ret.domains.domains_len / took);
    codec_free((xdrproc_t)xdr_remote_connect_list_all_domains_ret, &ret);
}

static void domains_statistics(struct wire *w, unsigned n, const char *name, unsigned which)
{
    remote_connect_get_all_domain_stats_args args = {.stats = which};
    remote_connect_get_all_domain_stats_ret ret = {0};
    double start = drive_now(), took, params = 0;
    struct frame reply;

    domains_put(w, REMOTE_PROC_CONNECT_GET_ALL_DOMAIN_STATS,
                (xdrproc_t)xdr_remote_connect_get_all_domain_stats_args, &args);
    reply = domains_answer(w);
    took = drive_now() - start;
    domains_decode(&reply, (xdrproc_t)xdr_remote_connect_get_all_domain_stats_ret, &ret);
    for (u_int i = 0; i < ret.retStats.retStats_len; i++)
        params += ret.retStats.retStats_val[i].params.params_len;
    domains_figure(n, name, ret.retStats.retStats_len / took);
    printf("domains_%u_%s_params_per_s %.0f\n", n, name, params / took);
    codec_free((xdrproc_t)xdr_remote_connect_get_all_domain_stats_ret, &ret);
}

static void domains_define(struct wire *w, unsigned n)
{
    char xml[MACHINE_XML_MAX], name[32];
    remote_domain_define_xml_args args = {.xml = xml};
    double start = drive_now();

    for (unsigned i = 0; i < CHANGED; i++) {
        snprintf(name, sizeof(name), "new-%u", i);
        machine_xml(xml, name);
        domains_put(w, REMOTE_PROC_DOMAIN_DEFINE_XML, (xdrproc_t)xdr_remote_domain_define_xml_args,
                    &args);
        for (unsigned k = 0; i % WINDOW == WINDOW - 1 && k < WINDOW; k++)
            domains_answer(w);
    }
    domains_figure(n, "define", CHANGED / (drive_now() - start));
}

static void look_up_and_start(struct wire *w, unsigned n)
{
    double start = drive_now();

    for (unsigned i = 0; i < CHANGED; i += WINDOW) {
        remote_domain_lookup_by_name_ret found[WINDOW] = {0};

        for (unsigned k = 0; k < WINDOW; k++) {
            char text[32];
            remote_domain_lookup_by_name_args args = {.name = text};

            snprintf(text, sizeof(text), "new-%u", i + k);
            domains_put(w, REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME,
                        (xdrproc_t)xdr_remote_domain_lookup_by_name_args, &args);
        }
        for (unsigned k = 0; k < WINDOW; k++) {
            struct frame reply = domains_answer(w);

            domains_decode(&reply, (xdrproc_t)xdr_remote_domain_lookup_by_name_ret, &found[k]);
        }
        for (unsigned k = 0; k < WINDOW; k++) {
            domains_put(w, REMOTE_PROC_DOMAIN_CREATE, (xdrproc_t)xdr_remote_nonnull_domain,
                        &found[k].dom);
            codec_free((xdrproc_t)xdr_remote_domain_lookup_by_name_ret, &found[k]);
        }
        for (unsigned k = 0; k < WINDOW; k++)
            domains_answer(w);
    }
    domains_figure(n, "start", CHANGED / (drive_now() - start));
}

void mode_domains(const char *arg)
{
    char *path;
    unsigned n = strtoul(arg, &path, 10);
    struct wire w;

    if (*path++ != ':')
        drive_die("domains=N:FILE");
    open_world(&w, n, path);
    domains_list(&w, n);
    domains_statistics(&w, n, "state", VIR_DOMAIN_STATS_STATE);
    domains_statistics(&w, n, "stats", 0);
    domains_define(&w, n);
    look_up_and_start(&w, n);
    wire_close(&w);
}
