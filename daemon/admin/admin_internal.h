/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations that admin.c puts into its table. */
#pragma once

#include "protocol/admin.h"

struct session;

/* ---- admin_server.c ---- */

int admin_server_get_threadpool_parameters(struct session *s,
                                           const admin_server_get_threadpool_parameters_args *args,
                                           admin_server_get_threadpool_parameters_ret *ret);
int admin_server_set_threadpool_parameters(struct session *s,
                                           const admin_server_set_threadpool_parameters_args *args);
int admin_server_get_client_limits(struct session *s,
                                   const admin_server_get_client_limits_args *args,
                                   admin_server_get_client_limits_ret *ret);
int admin_server_set_client_limits(struct session *s,
                                   const admin_server_set_client_limits_args *args);
int admin_server_update_tls_files(struct session *s,
                                  const admin_server_update_tls_files_args *args);

/* ---- admin_clients.c ---- */

int admin_server_list_clients(struct session *s, const admin_server_list_clients_args *args,
                              admin_server_list_clients_ret *ret);
int admin_server_lookup_client(struct session *s, const admin_server_lookup_client_args *args,
                               admin_server_lookup_client_ret *ret);
int admin_client_get_info(struct session *s, const admin_client_get_info_args *args,
                          admin_client_get_info_ret *ret);
int admin_client_close(struct session *s, const admin_client_close_args *args);

/* ---- admin_daemon.c ---- */

int admin_connect_get_logging_outputs(struct session *s,
                                      const admin_connect_get_logging_outputs_args *args,
                                      admin_connect_get_logging_outputs_ret *ret);
int admin_connect_get_logging_filters(struct session *s,
                                      const admin_connect_get_logging_filters_args *args,
                                      admin_connect_get_logging_filters_ret *ret);
int admin_connect_set_logging_outputs(struct session *s,
                                      const admin_connect_set_logging_outputs_args *args);
int admin_connect_set_logging_filters(struct session *s,
                                      const admin_connect_set_logging_filters_args *args);
int admin_connect_set_daemon_timeout(struct session *s,
                                     const admin_connect_set_daemon_timeout_args *args);
int admin_connect_daemon_shutdown(struct session *s,
                                  const admin_connect_daemon_shutdown_args *args);
