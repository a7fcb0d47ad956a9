/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a domain's XML may say of what is only kept. */
#pragma once

#include <libxml/tree.h>

/* 0, or -1 with the error that libvirt gives: VIR_ERR_XML_ERROR, _CONFIG_UNSUPPORTED, ... */
int domain_checks_pass(xmlNode *root);
