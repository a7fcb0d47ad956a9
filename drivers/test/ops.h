/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The operations of the test driver, said once: OP(x) declares test_x with the contract's type
 * here, and makes the table's entry in test.c. What it shares with others is in ops_rooms.h.
 */
#pragma once

#include "drivers/test/ops_rooms.h"
#include "protocol/remote_ops.h"

/* It would move the words at each run. */
/* clang-format off */
/* drivers/test/connect.c */
#define CONNECT_OPS(OP) \
    OP(connect_supports_feature) \
    OP(connect_get_type) \
    OP(connect_get_version) \
    OP(connect_get_lib_version) \
    OP(connect_get_hostname) \
    OP(connect_get_uri) \
    OP(connect_is_secure) \
    OP(connect_get_max_vcpus) \
    OP(connect_set_identity)

/* drivers/test/machine/address.c */
#define ADDRESS_OPS(OP) \
    OP(domain_interface_addresses)

/* drivers/test/machine/attach.c */
#define ATTACH_OPS(OP) \
    OP(domain_attach_device) \
    OP(domain_attach_device_flags) \
    OP(domain_detach_device) \
    OP(domain_detach_device_flags) \
    OP(domain_update_device_flags) \
    OP(domain_detach_device_alias)

/* drivers/test/machine/counters.c */
#define COUNTERS_OPS(OP) \
    OP(domain_block_stats) \
    OP(domain_block_stats_flags) \
    OP(domain_get_block_info) \
    OP(domain_get_disk_errors) \
    OP(domain_interface_stats) \
    OP(domain_memory_stats) \
    OP(domain_get_cpu_stats)

/* drivers/test/machine/create_files.c */
#define CREATE_FILES_OPS(OP) \
    OP(domain_create_with_files) \
    OP(domain_create_xml_with_files) \
    OP(domain_fd_associate)

/* drivers/test/machine/dump.c */
#define DUMP_OPS(OP) \
    OP(domain_core_dump) \
    OP(domain_core_dump_with_format) \
    OP(domain_set_lifecycle_action)

/* drivers/test/machine/graphics.c */
#define GRAPHICS_OPS(OP) \
    OP(domain_open_graphics) \
    OP(domain_open_graphics_fd)

/* drivers/test/machine/info.c */
#define INFO_OPS(OP) \
    OP(domain_get_os_type) \
    OP(domain_get_security_label) \
    OP(domain_get_security_label_list) \
    OP(domain_get_messages) \
    OP(domain_get_launch_security_info) \
    OP(domain_get_vcpus)

/* drivers/test/machine/job_info.c */
#define JOB_INFO_OPS(OP) \
    OP(domain_get_job_info) \
    OP(domain_get_job_stats) \
    OP(domain_abort_job) \
    OP(domain_abort_job_flags)

/* drivers/test/machine/lifecycle_ops.c */
#define LIFECYCLE_OPS(OP) \
    OP(domain_define_xml) \
    OP(domain_define_xml_flags) \
    OP(domain_create_xml) \
    OP(domain_create) \
    OP(domain_create_with_flags) \
    OP(domain_undefine) \
    OP(domain_undefine_flags) \
    OP(domain_suspend) \
    OP(domain_resume) \
    OP(domain_shutdown) \
    OP(domain_shutdown_flags) \
    OP(domain_destroy) \
    OP(domain_destroy_flags) \
    OP(domain_reboot) \
    OP(domain_reset)

/* drivers/test/machine/live_commands.c */
#define LIVE_COMMANDS_OPS(OP) \
    OP(domain_start_dirty_rate_calc) \
    OP(domain_announce_interface) \
    OP(domain_graphics_reload) \
    OP(domain_set_launch_security_state)

/* drivers/test/machine/peek.c */
#define PEEK_OPS(OP) \
    OP(domain_block_peek) \
    OP(domain_memory_peek)

/* drivers/test/machine/power.c */
#define POWER_OPS(OP) \
    OP(domain_pm_suspend_for_duration) \
    OP(domain_pm_wakeup)

/* drivers/test/machine/save.c */
#define SAVE_OPS(OP) \
    OP(domain_managed_save) \
    OP(domain_managed_save_remove) \
    OP(domain_save) \
    OP(domain_save_flags) \
    OP(domain_restore) \
    OP(domain_restore_flags) \
    OP(domain_save_image_get_xml_desc) \
    OP(domain_save_image_define_xml) \
    OP(domain_managed_save_get_xml_desc) \
    OP(domain_managed_save_define_xml) \
    OP(domain_save_params) \
    OP(domain_restore_params)

/* drivers/test/machine/scheduler.c */
#define SCHEDULER_OPS(OP) \
    OP(domain_get_scheduler_type) \
    OP(domain_get_scheduler_parameters) \
    OP(domain_get_scheduler_parameters_flags) \
    OP(domain_set_scheduler_parameters) \
    OP(domain_set_scheduler_parameters_flags)

/* drivers/test/machine/screen.c */
#define SCREEN_OPS(OP) \
    OP(domain_screenshot)

/* drivers/test/disk/backup.c */
#define BACKUP_OPS(OP) \
    OP(domain_backup_begin) \
    OP(domain_backup_get_xml_desc)

/* drivers/test/disk/block_job_info.c */
#define BLOCK_JOB_INFO_OPS(OP) \
    OP(domain_get_block_job_info) \
    OP(domain_block_job_set_speed) \
    OP(domain_block_job_abort)

/* drivers/test/disk/block_ops.c */
#define BLOCK_OPS_OPS(OP) \
    OP(domain_block_pull) \
    OP(domain_block_rebase) \
    OP(domain_block_copy) \
    OP(domain_block_commit)

/* drivers/test/disk/checkpoint.c */
#define CHECKPOINT_OPS(OP) \
    OP(domain_checkpoint_create_xml) \
    OP(domain_checkpoint_delete)

/* drivers/test/disk/disk_state.c */
#define DISK_STATE_OPS(OP) \
    OP(domain_block_resize) \
    OP(domain_set_block_threshold)

/* drivers/test/disk/revert.c */
#define REVERT_OPS(OP) \
    OP(domain_revert_to_snapshot)

/* drivers/test/disk/snapshot.c */
#define SNAPSHOT_OPS(OP) \
    OP(domain_snapshot_create_xml) \
    OP(domain_snapshot_delete)

/* drivers/test/migration/migrate_ops.c */
#define MIGRATE_OPS_OPS(OP) \
    OP(domain_migrate_begin3_params) \
    OP(domain_migrate_prepare3_params) \
    OP(domain_migrate_prepare_tunnel3_params) \
    OP(domain_migrate_perform3_params) \
    OP(domain_migrate_finish3_params) \
    OP(domain_migrate_confirm3_params) \
    OP(domain_migrate_begin3) \
    OP(domain_migrate_prepare3) \
    OP(domain_migrate_prepare_tunnel3) \
    OP(domain_migrate_perform3) \
    OP(domain_migrate_finish3) \
    OP(domain_migrate_confirm3) \
    OP(domain_migrate_prepare2) \
    OP(domain_migrate_prepare_tunnel) \
    OP(domain_migrate_perform) \
    OP(domain_migrate_finish2)

/* drivers/test/migration/migrate_postcopy.c */
#define MIGRATE_POSTCOPY_OPS(OP) \
    OP(domain_migrate_start_post_copy)

/* drivers/test/migration/migrate_tune.c */
#define MIGRATE_TUNE_OPS(OP) \
    OP(domain_migrate_set_max_speed) \
    OP(domain_migrate_get_max_speed) \
    OP(domain_migrate_set_max_downtime) \
    OP(domain_migrate_get_max_downtime) \
    OP(domain_migrate_set_compression_cache) \
    OP(domain_migrate_get_compression_cache)

/* drivers/test/guest/agent.c */
#define AGENT_OPS(OP) \
    OP(domain_get_time) \
    OP(domain_set_time) \
    OP(domain_get_hostname) \
    OP(domain_get_fsinfo) \
    OP(domain_fsfreeze) \
    OP(domain_fsthaw) \
    OP(domain_fstrim) \
    OP(domain_set_user_password) \
    OP(domain_send_key) \
    OP(domain_inject_nmi) \
    OP(domain_send_process_signal)

/* drivers/test/guest/channel_ops.c */
#define CHANNEL_OPS_OPS(OP) \
    OP(domain_open_console) \
    OP(domain_open_channel)

/* drivers/test/guest/guest.c */
#define GUEST_OPS(OP) \
    OP(domain_get_guest_info) \
    OP(domain_agent_set_response_timeout) \
    OP(domain_get_guest_vcpus) \
    OP(domain_set_guest_vcpus) \
    OP(domain_authorized_ssh_keys_get) \
    OP(domain_authorized_ssh_keys_set)

/* drivers/test/host/cpu_ops.c */
#define CPU_OPS_OPS(OP) \
    OP(connect_get_cpu_model_names) \
    OP(connect_compare_cpu) \
    OP(connect_compare_hypervisor_cpu) \
    OP(connect_baseline_hypervisor_cpu) \
    OP(connect_baseline_cpu)

/* drivers/test/host/domain_caps.c */
#define DOMAIN_CAPS_OPS(OP) \
    OP(connect_get_domain_capabilities) \
    OP(node_get_sev_info)

/* drivers/test/host/capabilities.c */
#define CAPABILITIES_OPS(OP) \
    OP(connect_get_capabilities) \
    OP(node_get_security_model)

#define TEST_OPS(OP) \
    CONNECT_OPS(OP) \
    ADDRESS_OPS(OP) \
    ATTACH_OPS(OP) \
    COUNTERS_OPS(OP) \
    CREATE_FILES_OPS(OP) \
    DUMP_OPS(OP) \
    GRAPHICS_OPS(OP) \
    INFO_OPS(OP) \
    JOB_INFO_OPS(OP) \
    LIFECYCLE_OPS(OP) \
    LIVE_COMMANDS_OPS(OP) \
    PEEK_OPS(OP) \
    POWER_OPS(OP) \
    SAVE_OPS(OP) \
    SCHEDULER_OPS(OP) \
    SCREEN_OPS(OP) \
    BACKUP_OPS(OP) \
    BLOCK_JOB_INFO_OPS(OP) \
    BLOCK_OPS_OPS(OP) \
    CHECKPOINT_OPS(OP) \
    DISK_STATE_OPS(OP) \
    REVERT_OPS(OP) \
    SNAPSHOT_OPS(OP) \
    MIGRATE_OPS_OPS(OP) \
    MIGRATE_POSTCOPY_OPS(OP) \
    MIGRATE_TUNE_OPS(OP) \
    AGENT_OPS(OP) \
    CHANNEL_OPS_OPS(OP) \
    GUEST_OPS(OP) \
    CPU_OPS_OPS(OP) \
    DOMAIN_CAPS_OPS(OP) \
    CAPABILITIES_OPS(OP)
/* clang-format on */

#define OP_DECLARE(op) extern __typeof__(*((struct remote_ops *)0)->op) test_##op;
TEST_OPS(OP_DECLARE)
#undef OP_DECLARE
