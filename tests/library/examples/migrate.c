/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* migrate HERE THERE DOMAIN: moves a domain between two hosts, and says how it is called there. */
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static int fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, virGetLastErrorMessage());
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    virConnectPtr here, there;
    virDomainPtr dom, moved;

    if (argc != 4) {
        fprintf(stderr, "usage: migrate HERE THERE DOMAIN\n");
        return EXIT_FAILURE;
    }
    here = virConnectOpen(argv[1]);
    there = virConnectOpen(argv[2]);
    dom = here && there ? virDomainLookupByName(here, argv[3]) : NULL;
    if (!dom)
        return fail("no domain to move");
    moved = virDomainMigrate(dom, there, VIR_MIGRATE_LIVE, NULL, NULL, 0);
    if (!moved)
        return fail("it stays");
    printf("%s runs on %s as %u\n", virDomainGetName(moved), argv[2], virDomainGetID(moved));
    virDomainFree(moved);
    virDomainFree(dom);
    virConnectClose(there);
    virConnectClose(here);
    return EXIT_SUCCESS;
}
