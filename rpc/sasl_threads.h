/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes libsasl2 one that several threads may use. */
#pragma once

/* Gives libsasl2 our mutexes, unless somebody in the process has begun to use it already. To be
 * called before each sasl_server_init and sasl_client_init. Any thread. */
void sasl_threads_use(void);
