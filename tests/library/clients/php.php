<?php
// SPDX-License-Identifier: LGPL-2.1-or-later
// libvirt-php: what is there, a machine's life, a lookup that fails.
const XML = "<domain type='test'><name>php</name><memory>4096</memory><os><type>hvm</type></os></domain>";

function tell($what)
{
    if (is_array($what))
        sort($what);
    print(json_encode($what) . "\n");
}

$conn = libvirt_connect($argv[1], false);
print_r(libvirt_node_get_info($conn));
foreach (['list_domains', 'list_storagepools', 'list_networks', 'list_nodedevs', 'domain_get_counts'] as $call)
    tell("libvirt_$call"($conn));
$test = libvirt_domain_lookup_by_name($conn, 'test');
tell(libvirt_domain_get_uuid_string($test));
tell(libvirt_domain_get_disk_devices($test));
tell(libvirt_domain_get_interface_devices($test));
$info = libvirt_domain_get_info($test);
unset($info['cpuUsed']);
print_r($info);
$dom = libvirt_domain_define_xml($conn, XML);
foreach (['create', 'suspend', 'resume', 'destroy', 'undefine'] as $step)
    tell("libvirt_domain_$step"($dom));
tell(@libvirt_domain_lookup_by_name($conn, 'nobody'));
