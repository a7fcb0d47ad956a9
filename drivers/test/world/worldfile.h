/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The contents of a world from XML: the built-in default, or a file.
 *
 *     <node>
 *       <random seed='1'/>                    before the first <domain>;
 * drivers/test/world/scenario.h <cpu> <num/> <mhz/> <model/> <nodes/> <sockets/> <cores/>
 * <threads/> </cpu> <memory>KiB</memory> <host> <cpu> <arch/> <model/> ... </cpu> </host>       as
 * its capabilities have it <domain file='relative/to/this/file.xml'/> <domain type='test'
 * xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
 *         ...
 *         <test:runstate>5</test:runstate>      a number of virDomainState
 *         <test:transient/>                     gone when it stops
 *         <test:hasmanagedsave/>
 *         <test:domainsnapshot file='relative.xml'/>     or its XML in place; <active>1</active>:
 *                                                        it is the current one
 *       </domain>
 *       <network> ... </network>              any family: <pool>, <interface>, <device>, ...
 *       <pool file='pool.xml'>
 *         <volume> ... </volume>
 *       </pool>
 *       <auth> ... </auth>                    drivers/test/world/users.h
 *       <machines/> <fault/> <clock/>         drivers/test/world/scenario.h
 *     </node>
 */
#pragma once

struct world;

/* Fills an empty world. 0, or -1 with the error set (then the world may be half full). */
int worldfile_default(struct world *w);
int worldfile_load(struct world *w, const char *path);
