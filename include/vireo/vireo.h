/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libvireo has beside the libvirt API: so far only its own version.
 *
 * LIBVIR_VERSION_NUMBER (libvirt-common.h) is the version of the libvirt API that the headers
 * follow; it grows with that API. The macros here are Vireo's own release.
 */
#ifndef VIREO_VIREO_H
#define VIREO_VIREO_H

#define VIREO_VERSION_MAJOR 0
#define VIREO_VERSION_MINOR 1
#define VIREO_VERSION_MICRO 0

/* major * 1,000,000 + minor * 1,000 + micro, as libvirt counts. */
#define VIREO_VERSION_NUMBER \
    (VIREO_VERSION_MAJOR * 1000000 + VIREO_VERSION_MINOR * 1000 + VIREO_VERSION_MICRO)

/* True when the headers are of that release or a later one. */
#define VIREO_CHECK_VERSION(major, minor, micro) \
    ((major)*1000000 + (minor)*1000 + (micro) <= VIREO_VERSION_NUMBER)

#endif /* VIREO_VIREO_H */
