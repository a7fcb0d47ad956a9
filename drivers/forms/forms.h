/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of documents, of which each .form file here describes some. */
#pragma once

#include "drivers/xml/form.h"

extern const struct form domain_form, interface_form, network_form, secret_form, storagepool_form,
    storagevol_form;
