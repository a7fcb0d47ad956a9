/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What only LXC containers have: a program may step into one. Except for the first function, the
 * calling process is changed, and no daemon is asked.
 */
#ifndef LIBVIRT_LXC_H
#define LIBVIRT_LXC_H

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Descriptors of the namespaces of a running container in *fdlist, a new array: the caller closes
 * them and frees it. For virDomainLxcEnterNamespace. flags: 0. Returns how many, or -1.
 *
 * Since 1.0.2.
 */
int virDomainLxcOpenNamespace(virDomainPtr domain, int **fdlist, unsigned int flags);

/*
 * Makes the calling thread a member of the namespaces that fdlist[nfdlist] stand for; what is
 * negative among them is passed over. The descriptors stay open.
 *
 * With noldfdlist and oldfdlist (both or none), descriptors of the namespaces that are left come to
 * *oldfdlist[*noldfdlist], which the caller closes and frees: with them the way back is possible.
 *
 * Of a process with several threads the kernel refuses some namespaces; a new PID namespace counts
 * for children only. flags: 0. Returns 0 or -1; some may have been entered then.
 *
 * Since 1.0.2.
 */
int virDomainLxcEnterNamespace(virDomainPtr domain, unsigned int nfdlist, int *fdlist,
                               unsigned int *noldfdlist, int **oldfdlist, unsigned int flags);

/*
 * The calling thread goes on under the label, which is one of the security model: apparmor;
 * selinux, where it counts from the next exec() on; none, and nothing happens. With oldlabel, it
 * gets the label that counts so far. flags: 0. Returns 0, or -1: VIR_ERR_ARGUMENT_UNSUPPORTED for
 * other models.
 *
 * Since 1.0.4.
 */
int virDomainLxcEnterSecurityLabel(virSecurityModelPtr model, virSecurityLabelPtr label,
                                   virSecurityLabelPtr oldlabel, unsigned int flags);

/*
 * Moves the calling process to the control groups that the container's first process is in; the
 * container must run on this host. flags: 0. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virDomainLxcEnterCGroup(virDomainPtr domain, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_LXC_H */
