/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a world's file may say beyond libvirt's format: many machines in one line, faults that are
 * there from the start, what guests say, how time passes, and that nothing is drawn at random.
 *
 *     <node>
 *       <random seed='N'/>             UUIDs and MAC addresses that nobody gave are the same each
 *                                      time, if the calls are; it stands before the first <domain>
 *       <machines name='vm-' count='2000' running='yes' memory='1048576'/>
 *                                      vm-0 to vm-1999, alike; their UUIDs are the same each time
 *       <fault procedure='domain_*' domain='vm-1?' count='5' delay='100'/>
 *                                      or busy='MS', error='CODE', hang='yes'; in the world's time;
 *                                      see protocol/vireo.x
 *       <say domain='vm-*' command='df *'>TEXT</say>
 *                                      what a guest answers to that command at its console
 *       <jobs duration='MS'/>          what a job of a machine takes; 10 unless said otherwise
 *       <clock speed='PERCENT' date='SECONDS'/>
 *                                      how fast the world's time runs, 0: it is moved by hand
 *                                      (vireoClockAdvance); when it begins, in seconds since 1970
 *     </node>
 *
 * Machines are persistent. running is 'yes' unless said otherwise, memory (KiB) 1 GiB; patterns are
 * '*', count of a fault 0: all calls.
 */
#pragma once

#include <libxml/tree.h>

struct world;

/* Reads the seed, before anything of the file is made; the root may lack its end yet. 0 or -1. */
int scenario_seed(struct world *w, const xmlNode *root);

/* Adds what the file says to the world. 0, or -1 with the error set (VIR_ERR_XML_ERROR naming the
 * element and what is wrong with it). */
int scenario_load(struct world *w, const xmlNode *root);
