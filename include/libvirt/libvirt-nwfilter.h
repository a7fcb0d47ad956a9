/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Filters of guests' network traffic, and their bindings to guests' ports.
 */
#ifndef LIBVIRT_NWFILTER_H
#define LIBVIRT_NWFILTER_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A network filter. */
typedef struct _virNWFilter virNWFilter;
typedef virNWFilter *virNWFilterPtr;

/* A filter's binding to a port of a guest. */
typedef struct _virNWFilterBinding virNWFilterBinding;
typedef virNWFilterBinding *virNWFilterBindingPtr;

/* Flags of virNWFilterDefineXMLFlags. Since 7.7.0. */
typedef enum {
    VIR_NWFILTER_DEFINE_VALIDATE = 1 << 0,
} virNWFilterDefineFlags;

/* Flags of virNWFilterBindingCreateXML. Since 7.8.0. */
typedef enum {
    VIR_NWFILTER_BINDING_CREATE_VALIDATE = 1 << 0,
} virNWFilterBindingCreateFlags;

/* ---- filters: handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virNWFilterFree. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virNWFilterRef(virNWFilterPtr nwfilter);

/*
 * Gives back a reference to the handle; the filter itself is not touched. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virNWFilterFree(virNWFilterPtr nwfilter);

/*
 * The filter's name; it belongs to the handle. NULL on error.
 *
 * Since 0.8.0.
 */
const char *virNWFilterGetName(virNWFilterPtr nwfilter);

/*
 * Copies the UUID to VIR_UUID_BUFLEN bytes at uuid. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virNWFilterGetUUID(virNWFilterPtr nwfilter, unsigned char *uuid);

/*
 * Writes the UUID as text to VIR_UUID_STRING_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virNWFilterGetUUIDString(virNWFilterPtr nwfilter, char *buf);

/* ---- filters: finding and defining ---- */

/*
 * The filter of that name. Returns it, for virNWFilterFree, or NULL: VIR_ERR_NO_NWFILTER.
 *
 * Since 0.8.0.
 */
virNWFilterPtr virNWFilterLookupByName(virConnectPtr conn, const char *name);

/*
 * The filter whose UUID are the VIR_UUID_BUFLEN bytes at uuid. Returns it, for virNWFilterFree, or
 * NULL: VIR_ERR_NO_NWFILTER.
 *
 * Since 0.8.0.
 */
virNWFilterPtr virNWFilterLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/*
 * The same with the UUID as text, with or without hyphens.
 *
 * Since 0.8.0.
 */
virNWFilterPtr virNWFilterLookupByUUIDString(virConnectPtr conn, const char *uuidstr);

/*
 * Puts a new array of all filters into *filters; it ends with NULL and belongs to the caller, as
 * does each filter. filters may be NULL: they are counted only. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllNWFilters(virConnectPtr conn, virNWFilterPtr **filters, unsigned int flags);

/*
 * How many filters there are, or -1.
 *
 * Since 0.8.0.
 */
int virConnectNumOfNWFilters(virConnectPtr conn);

/*
 * Puts the names of up to maxnames filters into the array names; each is the caller's to free().
 * Returns how many, or -1.
 *
 * Since 0.8.0.
 */
int virConnectListNWFilters(virConnectPtr conn, char **const names, int maxnames);

/*
 * Like virNWFilterDefineXMLFlags with no flags.
 *
 * Since 0.8.0.
 */
virNWFilterPtr virNWFilterDefineXML(virConnectPtr conn, const char *xmlDesc);

/*
 * Makes a filter of the description, or replaces the one of that name and UUID. flags are
 * virNWFilterDefineFlags. Returns it, for virNWFilterFree, or NULL.
 *
 * Since 7.7.0.
 */
virNWFilterPtr virNWFilterDefineXMLFlags(virConnectPtr conn, const char *xmlDesc,
                                         unsigned int flags);

/*
 * Removes the filter. Returns 0 or -1: VIR_ERR_OPERATION_INVALID while a domain uses it.
 *
 * Since 0.8.0.
 */
int virNWFilterUndefine(virNWFilterPtr nwfilter);

/*
 * The description of the filter. Returns a new text, or NULL.
 *
 * Since 0.8.0.
 */
char *virNWFilterGetXMLDesc(virNWFilterPtr nwfilter, unsigned int flags);

/* ---- bindings: a filter on a port of a domain ---- */

/*
 * Takes one more reference to the handle, to be given back with virNWFilterBindingFree. Returns 0
 * or -1.
 *
 * Since 4.5.0.
 */
int virNWFilterBindingRef(virNWFilterBindingPtr binding);

/*
 * Gives back a reference to the handle; the binding itself is not touched. Returns 0 or -1.
 *
 * Since 4.5.0.
 */
int virNWFilterBindingFree(virNWFilterBindingPtr binding);

/*
 * The name of the port's device; it belongs to the handle. NULL on error.
 *
 * Since 4.5.0.
 */
const char *virNWFilterBindingGetPortDev(virNWFilterBindingPtr binding);

/*
 * The name of the filter; it belongs to the handle. NULL on error.
 *
 * Since 4.5.0.
 */
const char *virNWFilterBindingGetFilterName(virNWFilterBindingPtr binding);

/*
 * The binding of that device. Returns it, for virNWFilterBindingFree, or NULL:
 * VIR_ERR_NO_NWFILTER_BINDING.
 *
 * Since 4.5.0.
 */
virNWFilterBindingPtr virNWFilterBindingLookupByPortDev(virConnectPtr conn, const char *portdev);

/*
 * Puts a new array of all bindings into *bindings; it ends with NULL and belongs to the caller, as
 * does each binding. bindings may be NULL: they are counted only. Returns how many there are, or
 * -1.
 *
 * Since 4.5.0.
 */
int virConnectListAllNWFilterBindings(virConnectPtr conn, virNWFilterBindingPtr **bindings,
                                      unsigned int flags);

/*
 * Binds a filter to a device as the description says. flags are virNWFilterBindingCreateFlags.
 * Returns the binding, for virNWFilterBindingFree, or NULL.
 *
 * Since 4.5.0.
 */
virNWFilterBindingPtr virNWFilterBindingCreateXML(virConnectPtr conn, const char *xml,
                                                  unsigned int flags);

/*
 * Takes the filter from the device. Returns 0 or -1.
 *
 * Since 4.5.0.
 */
int virNWFilterBindingDelete(virNWFilterBindingPtr binding);

/*
 * The description of the binding. Returns a new text, or NULL.
 *
 * Since 4.5.0.
 */
char *virNWFilterBindingGetXMLDesc(virNWFilterBindingPtr binding, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NWFILTER_H */
