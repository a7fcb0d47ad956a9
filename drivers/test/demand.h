/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events on demand: what may befall a machine and nothing in a world brings about by itself, such
 * as a disk that fails. A caller says that it happened (protocol/vireo.x); subscribers are told,
 * and the machine stays as it is.
 */
#pragma once

#include "protocol/vireo.h"

struct session;

/* The control call. 0, or -1: VIR_ERR_INVALID_ARG naming the event or the field that is wrong,
 * VIR_ERR_NO_DOMAIN, or VIR_ERR_OPERATION_INVALID when the machine does not run. */
int demand_domain_event(struct session *session, const vireo_domain_event_args *args);
