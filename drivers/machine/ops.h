/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The operations that every hypervisor answers alike, said once: OP(x) declares machine_x with the
 * contract's type here, and makes the entry in a driver's table.
 */
#pragma once

#include "protocol/remote_ops.h"

/* It would move the words at each run. */
/* clang-format off */
/* drivers/machine/blkio.c */
#define MACHINE_BLKIO_OPS(OP) \
    OP(domain_get_blkio_parameters) \
    OP(domain_set_blkio_parameters)

/* drivers/machine/checkpoints.c */
#define MACHINE_CHECKPOINTS_OPS(OP) \
    OP(domain_checkpoint_get_xml_desc) \
    OP(domain_checkpoint_lookup_by_name) \
    OP(domain_checkpoint_get_parent) \
    OP(domain_list_all_checkpoints) \
    OP(domain_checkpoint_list_all_children)

/* drivers/machine/info.c */
#define MACHINE_INFO_OPS(OP) \
    OP(domain_get_info) \
    OP(domain_get_state) \
    OP(domain_get_xml_desc) \
    OP(domain_is_active) \
    OP(domain_is_persistent) \
    OP(domain_is_updated) \
    OP(domain_get_max_memory) \
    OP(domain_get_autostart) \
    OP(domain_get_autostart_once) \
    OP(domain_set_autostart) \
    OP(domain_set_autostart_once) \
    OP(domain_get_control_info) \
    OP(domain_has_managed_save_image)

/* drivers/machine/iothread.c */
#define MACHINE_IOTHREAD_OPS(OP) \
    OP(domain_get_iothread_info) \
    OP(domain_add_iothread) \
    OP(domain_del_iothread) \
    OP(domain_pin_iothread) \
    OP(domain_set_iothread_params)

/* drivers/machine/iotune.c */
#define MACHINE_IOTUNE_OPS(OP) \
    OP(domain_get_block_io_tune) \
    OP(domain_set_block_io_tune) \
    OP(domain_set_throttle_group) \
    OP(domain_del_throttle_group)

/* drivers/machine/list.c */
#define MACHINE_LIST_OPS(OP) \
    OP(connect_num_of_domains) \
    OP(connect_num_of_defined_domains) \
    OP(connect_list_domains) \
    OP(connect_list_defined_domains) \
    OP(connect_list_all_domains) \
    OP(domain_lookup_by_id) \
    OP(domain_lookup_by_uuid) \
    OP(domain_lookup_by_name)

/* drivers/machine/metadata.c */
#define MACHINE_METADATA_OPS(OP) \
    OP(domain_get_metadata) \
    OP(domain_set_metadata) \
    OP(domain_rename)

/* drivers/machine/perf.c */
#define MACHINE_PERF_OPS(OP) \
    OP(domain_get_perf_events) \
    OP(domain_set_perf_events)

/* drivers/machine/pin.c */
#define MACHINE_PIN_OPS(OP) \
    OP(domain_pin_vcpu) \
    OP(domain_pin_vcpu_flags) \
    OP(domain_get_vcpu_pin_info) \
    OP(domain_pin_emulator) \
    OP(domain_get_emulator_pin_info)

/* drivers/machine/resources.c */
#define MACHINE_RESOURCES_OPS(OP) \
    OP(domain_set_memory) \
    OP(domain_set_memory_flags) \
    OP(domain_set_max_memory) \
    OP(domain_set_memory_stats_period) \
    OP(domain_set_vcpus) \
    OP(domain_set_vcpus_flags) \
    OP(domain_get_vcpus_flags) \
    OP(domain_get_max_vcpus)

/* drivers/machine/snapshots.c */
#define MACHINE_SNAPSHOTS_OPS(OP) \
    OP(domain_snapshot_get_xml_desc) \
    OP(domain_snapshot_lookup_by_name) \
    OP(domain_has_current_snapshot) \
    OP(domain_snapshot_current) \
    OP(domain_snapshot_get_parent) \
    OP(domain_snapshot_is_current) \
    OP(domain_snapshot_has_metadata) \
    OP(domain_snapshot_num) \
    OP(domain_snapshot_list_names) \
    OP(domain_list_all_snapshots) \
    OP(domain_snapshot_num_children) \
    OP(domain_snapshot_list_children_names) \
    OP(domain_snapshot_list_all_children)

/* drivers/machine/stats.c */
#define MACHINE_STATS_OPS(OP) \
    OP(connect_get_all_domain_stats)

/* drivers/machine/subscriptions.c */
#define MACHINE_SUBSCRIPTIONS_OPS(OP) \
    OP(connect_domain_event_register) \
    OP(connect_domain_event_deregister) \
    OP(connect_domain_event_register_any) \
    OP(connect_domain_event_deregister_any) \
    OP(connect_domain_event_callback_register_any) \
    OP(connect_domain_event_callback_deregister_any)

/* drivers/machine/tune.c */
#define MACHINE_TUNE_OPS(OP) \
    OP(domain_get_memory_parameters) \
    OP(domain_set_memory_parameters) \
    OP(domain_get_numa_parameters) \
    OP(domain_set_numa_parameters) \
    OP(domain_get_interface_parameters) \
    OP(domain_set_interface_parameters)

/* drivers/machine/vcpus.c */
#define MACHINE_VCPUS_OPS(OP) \
    OP(domain_set_vcpu)

#define MACHINE_OPS(OP) \
    MACHINE_BLKIO_OPS(OP) \
    MACHINE_CHECKPOINTS_OPS(OP) \
    MACHINE_INFO_OPS(OP) \
    MACHINE_IOTHREAD_OPS(OP) \
    MACHINE_IOTUNE_OPS(OP) \
    MACHINE_LIST_OPS(OP) \
    MACHINE_METADATA_OPS(OP) \
    MACHINE_PERF_OPS(OP) \
    MACHINE_PIN_OPS(OP) \
    MACHINE_RESOURCES_OPS(OP) \
    MACHINE_SNAPSHOTS_OPS(OP) \
    MACHINE_STATS_OPS(OP) \
    MACHINE_SUBSCRIPTIONS_OPS(OP) \
    MACHINE_TUNE_OPS(OP) \
    MACHINE_VCPUS_OPS(OP)
/* clang-format on */

#define MACHINE_DECLARE(op) extern __typeof__(*((struct remote_ops *)0)->op) machine_##op;
MACHINE_OPS(MACHINE_DECLARE)
#undef MACHINE_DECLARE
