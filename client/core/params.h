/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Typed parameters: between the wire and programs.
 */
#pragma once

#include <stddef.h>

#include <libvirt/libvirt.h>

#include "common/export.h"
#include "protocol/remote.h"

/* A new array of n parameters (to be ended with virTypedParamsFree). 0, or -1 with the error set.
 */
VIREO_SHARED int params_from_wire(const remote_typed_param *from, size_t n,
                                  virTypedParameterPtr *ret_params);

/* Fills at most max parameters of the caller's array; *ret_n: how many. 0, or -1. */
int params_fill(const remote_typed_param *from, size_t n, virTypedParameterPtr to, int max,
                int *ret_n);

/* A new array for the wire that borrows names and strings: to be ended with free(). 0, or -1. */
VIREO_SHARED int params_to_wire(virTypedParameterPtr from, int n, remote_typed_param **ret_wire);

/* Frees the strings of n parameters, not the array. */
void params_clear(virTypedParameterPtr params, int n);

/* Gives a parameter its name. 0, or -1 with the error set: it is too long. */
int params_set_name(virTypedParameterPtr param, const char *name);
