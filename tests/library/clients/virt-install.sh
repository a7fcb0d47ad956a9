#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# virt-install makes a machine of existing parts, virt-xml changes it, virt-clone makes another.
set -eu
virsh()
{
    env -u LD_LIBRARY_PATH virsh "$@"
}
uri=$1

# The world lives as long as somebody is connected; whoever asks for the URI is.
mkfifo held said
virsh -c "$uri" <held >said &
exec 3>held 4<said
echo uri >&3
while read -r line <&4; do
    case $line in test*) break ;; esac
done
trap 'exec 3>&-; wait' EXIT

virt-install --connect "$uri" --name vi --uuid 55555555-2222-3333-4444-555555555555 --memory 128 --vcpus 2 \
    --disk none --import --osinfo linux2022 --network network=default,mac=52:54:00:11:22:33 --graphics none \
    --noautoconsole --print-xml
virt-install --connect "$uri" --name vi --uuid 55555555-2222-3333-4444-555555555555 --memory 128 --vcpus 2 \
    --disk none --import --osinfo linux2022 --network network=default,mac=52:54:00:11:22:33 --graphics none \
    --noautoconsole --quiet
virsh -c "$uri" dumpxml vi
virsh -c "$uri" destroy vi
virt-xml --connect "$uri" vi --edit --memory 96
virt-clone --connect "$uri" --original vi --name copy --uuid 66666666-2222-3333-4444-555555555555 \
    --mac 52:54:00:11:22:44 --auto-clone
virsh -c "$uri" dumpxml copy
virsh -c "$uri" list --all
