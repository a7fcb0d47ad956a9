/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The operations of the test driver, said once: OP(x) declares test_x with the contract's type
 * here, and makes the table's entry in test.c. The families are files of the same names.
 */
#pragma once

#include "drivers/test/ops_families.h"
#include "protocol/remote_ops.h"

/* It would move the words at each run. */
/* clang-format off */
#define CONNECT_OPS(OP) \
    OP(connect_supports_feature) OP(connect_get_type) OP(connect_get_version) \
    OP(connect_get_lib_version) OP(connect_get_hostname) OP(connect_get_uri) \
    OP(connect_is_secure) OP(connect_get_max_vcpus) OP(connect_set_identity)

#define NODE_OPS(OP) \
    OP(connect_get_capabilities) OP(node_get_info) OP(node_get_cells_free_memory) \
    OP(node_get_free_memory) OP(node_get_cpu_map) OP(node_get_cpu_stats) \
    OP(node_get_security_model) OP(connect_get_sysinfo)

#define LIST_OPS(OP) \
    OP(connect_num_of_domains) OP(connect_list_domains) OP(connect_num_of_defined_domains) \
    OP(connect_list_defined_domains) OP(connect_list_all_domains) OP(domain_lookup_by_id) \
    OP(domain_lookup_by_uuid) OP(domain_lookup_by_name)

#define INFO_OPS(OP) \
    OP(domain_get_info) OP(domain_get_state) OP(domain_get_xml_desc) OP(domain_is_active) \
    OP(domain_is_persistent) OP(domain_is_updated) OP(domain_get_os_type) \
    OP(domain_get_max_memory) OP(domain_get_autostart) OP(domain_set_autostart) \
    OP(domain_get_autostart_once) OP(domain_set_autostart_once) OP(domain_get_security_label) \
    OP(domain_get_security_label_list) OP(domain_get_control_info) OP(domain_has_managed_save_image) \
    OP(domain_get_messages) OP(domain_get_launch_security_info)

#define EVENT_OPS(OP) \
    OP(connect_domain_event_register) OP(connect_domain_event_deregister) \
    OP(connect_domain_event_register_any) OP(connect_domain_event_deregister_any) \
    OP(connect_domain_event_callback_register_any) OP(connect_domain_event_callback_deregister_any)

#define LIFECYCLE_OPS(OP) \
    OP(domain_define_xml) OP(domain_define_xml_flags) OP(domain_create_xml) OP(domain_create) \
    OP(domain_create_with_flags) OP(domain_undefine) OP(domain_undefine_flags) \
    OP(domain_suspend) OP(domain_resume) OP(domain_shutdown) OP(domain_shutdown_flags) \
    OP(domain_destroy) OP(domain_destroy_flags) OP(domain_reboot) OP(domain_reset)

#define RESOURCE_OPS(OP) \
    OP(domain_set_memory) OP(domain_set_memory_flags) OP(domain_set_max_memory) \
    OP(domain_set_vcpus) OP(domain_set_vcpus_flags) OP(domain_get_vcpus_flags) \
    OP(domain_get_max_vcpus) OP(domain_get_vcpus) OP(domain_set_memory_stats_period)

#define SAVE_OPS(OP) \
    OP(domain_managed_save) OP(domain_managed_save_remove) OP(domain_save) OP(domain_save_flags) \
    OP(domain_restore) OP(domain_restore_flags) OP(domain_save_image_get_xml_desc) \
    OP(domain_save_image_define_xml) OP(domain_managed_save_get_xml_desc) \
    OP(domain_managed_save_define_xml) OP(domain_save_params) OP(domain_restore_params)

#define BLOCK_JOB_OPS(OP) \
    OP(domain_block_pull) OP(domain_block_rebase) OP(domain_block_commit) OP(domain_block_copy) \
    OP(domain_get_block_job_info) OP(domain_block_job_set_speed) OP(domain_block_job_abort) \
    OP(domain_backup_begin) OP(domain_backup_get_xml_desc)

#define MIGRATE_OPS(OP) \
    OP(domain_migrate_begin3_params) OP(domain_migrate_prepare3_params) \
    OP(domain_migrate_perform3_params) OP(domain_migrate_finish3_params) \
    OP(domain_migrate_confirm3_params) OP(domain_migrate_begin3) OP(domain_migrate_prepare3) \
    OP(domain_migrate_perform3) OP(domain_migrate_finish3) OP(domain_migrate_confirm3) \
    OP(domain_migrate_prepare2) OP(domain_migrate_perform) OP(domain_migrate_finish2) \
    OP(domain_migrate_set_max_speed) OP(domain_migrate_get_max_speed) \
    OP(domain_migrate_set_max_downtime) OP(domain_migrate_get_max_downtime) \
    OP(domain_migrate_set_compression_cache) OP(domain_migrate_get_compression_cache) \
    OP(domain_migrate_start_post_copy) OP(domain_migrate_prepare_tunnel) \
    OP(domain_migrate_prepare_tunnel3) OP(domain_migrate_prepare_tunnel3_params)

#define METADATA_OPS(OP) \
    OP(domain_get_metadata) OP(domain_set_metadata) OP(domain_rename)

#define STATS_OPS(OP) OP(connect_get_all_domain_stats)

#define JOB_OPS(OP) \
    OP(domain_get_job_info) OP(domain_get_job_stats) OP(domain_abort_job) \
    OP(domain_abort_job_flags)

#define TUNE_OPS(OP) \
    OP(domain_get_memory_parameters) OP(domain_set_memory_parameters) \
    OP(domain_get_numa_parameters) OP(domain_set_numa_parameters) \
    OP(domain_get_interface_parameters) OP(domain_set_interface_parameters) \
    OP(domain_get_scheduler_type) OP(domain_get_scheduler_parameters) \
    OP(domain_get_scheduler_parameters_flags) OP(domain_set_scheduler_parameters) \
    OP(domain_set_scheduler_parameters_flags)

#define BLKIO_OPS(OP) \
    OP(domain_get_blkio_parameters) OP(domain_set_blkio_parameters) \
    OP(domain_get_block_io_tune) OP(domain_set_block_io_tune) OP(domain_set_throttle_group) \
    OP(domain_del_throttle_group)

#define PERF_OPS(OP) OP(domain_get_perf_events) OP(domain_set_perf_events)

#define PIN_OPS(OP) \
    OP(domain_pin_vcpu) OP(domain_pin_vcpu_flags) OP(domain_get_vcpu_pin_info) \
    OP(domain_pin_emulator) OP(domain_get_emulator_pin_info)

#define IOTHREAD_OPS(OP) \
    OP(domain_get_iothread_info) OP(domain_pin_iothread) OP(domain_add_iothread) \
    OP(domain_del_iothread) OP(domain_set_iothread_params)

#define DISK_NOTES_OPS(OP) OP(domain_block_resize) OP(domain_set_block_threshold)

#define ORDERS_OPS(OP) \
    OP(domain_start_dirty_rate_calc) OP(domain_announce_interface) OP(domain_graphics_reload) \
    OP(domain_set_launch_security_state)

#define VCPUS_OPS(OP) OP(domain_set_vcpu)

#define DOMAIN_CAPS_OPS(OP) OP(connect_get_domain_capabilities) OP(node_get_sev_info)

#define PEEK_OPS(OP) OP(domain_block_peek) OP(domain_memory_peek)

#define COUNTERS_OPS(OP) \
    OP(domain_block_stats) OP(domain_block_stats_flags) OP(domain_get_block_info) \
    OP(domain_get_disk_errors) OP(domain_interface_stats) OP(domain_memory_stats) \
    OP(domain_get_cpu_stats)

#define AGENT_OPS(OP) \
    OP(domain_get_time) OP(domain_set_time) OP(domain_get_hostname) OP(domain_get_fsinfo) \
    OP(domain_fsfreeze) OP(domain_fsthaw) OP(domain_fstrim) OP(domain_set_user_password) \
    OP(domain_send_key) OP(domain_inject_nmi) OP(domain_send_process_signal)

#define ADDRESS_OPS(OP) OP(domain_interface_addresses)

#define DUMP_OPS(OP) \
    OP(domain_core_dump) OP(domain_core_dump_with_format) OP(domain_set_lifecycle_action)

#define ATTACH_OPS(OP) \
    OP(domain_attach_device) OP(domain_attach_device_flags) OP(domain_detach_device) \
    OP(domain_detach_device_flags) OP(domain_update_device_flags) OP(domain_detach_device_alias)

#define SNAPSHOT_OPS(OP) \
    OP(domain_snapshot_create_xml) OP(domain_snapshot_delete) OP(domain_snapshot_get_xml_desc) \
    OP(domain_snapshot_lookup_by_name) OP(domain_has_current_snapshot) \
    OP(domain_snapshot_current) OP(domain_snapshot_get_parent) OP(domain_snapshot_is_current) \
    OP(domain_snapshot_has_metadata) OP(domain_snapshot_num) OP(domain_snapshot_list_names) \
    OP(domain_list_all_snapshots) OP(domain_snapshot_num_children) \
    OP(domain_snapshot_list_children_names) OP(domain_snapshot_list_all_children)

#define REVERT_OPS(OP) OP(domain_revert_to_snapshot)

#define CHECKPOINT_OPS(OP) \
    OP(domain_checkpoint_create_xml) OP(domain_checkpoint_delete) \
    OP(domain_checkpoint_get_xml_desc) OP(domain_checkpoint_lookup_by_name) \
    OP(domain_checkpoint_get_parent) OP(domain_list_all_checkpoints) \
    OP(domain_checkpoint_list_all_children)

#define CPU_OPS(OP) \
    OP(connect_get_cpu_model_names) OP(connect_baseline_cpu) OP(connect_compare_cpu) \
    OP(connect_compare_hypervisor_cpu) OP(connect_baseline_hypervisor_cpu)

#define POWER_OPS(OP) OP(domain_pm_suspend_for_duration) OP(domain_pm_wakeup)

#define GUEST_OPS(OP) \
    OP(domain_get_guest_info) OP(domain_agent_set_response_timeout) OP(domain_get_guest_vcpus) \
    OP(domain_set_guest_vcpus) OP(domain_authorized_ssh_keys_get) OP(domain_authorized_ssh_keys_set)

#define NODE_MEMORY_OPS(OP) \
    OP(node_get_free_pages) OP(node_alloc_pages) OP(node_get_memory_stats) \
    OP(node_get_memory_parameters) OP(node_set_memory_parameters) OP(node_suspend_for_duration)

#define SCREEN_OPS(OP) OP(domain_screenshot) OP(domain_open_console) OP(domain_open_channel)

#define HELD_OPS(OP) \
    OP(domain_create_with_files) OP(domain_create_xml_with_files) OP(domain_fd_associate) \
    OP(domain_open_graphics) OP(domain_open_graphics_fd)

#define TEST_OPS(OP) \
    CONNECT_OPS(OP) NODE_OPS(OP) LIST_OPS(OP) INFO_OPS(OP) EVENT_OPS(OP) LIFECYCLE_OPS(OP) \
    RESOURCE_OPS(OP) SAVE_OPS(OP) \
    METADATA_OPS(OP) STATS_OPS(OP) JOB_OPS(OP) BLOCK_JOB_OPS(OP) TUNE_OPS(OP) BLKIO_OPS(OP) PERF_OPS(OP) \
    MIGRATE_OPS(OP) PIN_OPS(OP) IOTHREAD_OPS(OP) COUNTERS_OPS(OP) AGENT_OPS(OP) ADDRESS_OPS(OP) DUMP_OPS(OP) \
    ATTACH_OPS(OP) SNAPSHOT_OPS(OP) REVERT_OPS(OP) CHECKPOINT_OPS(OP) \
    CPU_OPS(OP) POWER_OPS(OP) GUEST_OPS(OP) NODE_MEMORY_OPS(OP) \
    SCREEN_OPS(OP) HELD_OPS(OP) \
    DISK_NOTES_OPS(OP) DOMAIN_CAPS_OPS(OP) PEEK_OPS(OP) ORDERS_OPS(OP) VCPUS_OPS(OP) \
    FAMILY_OPS(OP)

/* clang-format on */

#define OP_DECLARE(op) extern __typeof__(*((struct remote_ops *)0)->op) test_##op;
TEST_OPS(OP_DECLARE)
#undef OP_DECLARE
