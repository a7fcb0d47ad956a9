/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says to a daemon who the user is, in the way that the daemon asks for.
 *
 *     AUTH_LIST --- none ----------------------------> done
 *          |------- polkit --- AUTH_POLKIT ----------> done
 *          \------- SASL ----- INIT, START, STEP ... > done
 */
#pragma once

struct credentials;
struct session;

/* The first calls of a session with a daemon. want: the URI's auth=, which names the way that has
 * to be offered ("polkit", "sasl", "sasl.MECHANISM"), or NULL. 0, or -1 with the daemon's error, or
 * VIR_ERR_AUTH_FAILED or VIR_ERR_AUTH_UNAVAILABLE set. */
int auth_open(struct session *s, const char *want);

/* One conversation in SASL; mechanism: the only one that will do, or NULL. Its other half is
 * client/remote/sasl.c. As auth_open. */
int sasl_open(struct session *s, struct credentials *credentials, const char *mechanism);
