#!/usr/bin/ruby
# SPDX-License-Identifier: LGPL-2.1-or-later
# ruby-libvirt: what is there, a machine's life, errors by their code.
require 'libvirt'

XML = "<domain type='test'><name>ruby</name><memory>4096</memory><os><type>hvm</type></os></domain>"

conn = Libvirt::open(ARGV[0])
puts conn.type, conn.version, conn.max_vcpus, conn.node_get_info.cpus, conn.list_domains.inspect
test = conn.lookup_domain_by_name('test')
puts test.uuid, test.info.state, test.info.max_mem
puts conn.list_networks.inspect, conn.list_storage_pools.inspect
dom = conn.define_domain_xml(XML)
puts conn.list_defined_domains.inspect
dom.create
dom.suspend
puts dom.state.inspect
dom.resume
puts dom.memory_parameters.keys.sort.inspect, dom.vcpus.length
dom.destroy
dom.undefine
begin
  conn.lookup_domain_by_name('nobody')
rescue Libvirt::RetrieveError => e
  puts e.class, e.libvirt_code
end
conn.close
