/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest's agent that is spoken to in JSON. It has two doors, and behind both is one table of
 * commands:
 *
 *     virDomainQemuAgentCommand        one command, one answer; errors are those of the call
 *     the channel CHANNEL, opened      commands and answers a line each, as a real agent has them
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <libxml/tree.h>

struct json_object;
struct chardev_kind;
struct machine;
struct world;

#define AGENT_CHANNEL "org.qemu.guest_agent.0"

/* Returns true if the device is the channel to an agent. */
bool agent_is_channel(const xmlNode *device);

/* Runs a command and writes the object of its answer, but for the last brace; the world is held for
 * writing. 0, or -1 with the error set: then the class is what the agent would call the error. */
int agent_run(struct world *w, struct machine *m, struct json_object *command, FILE *out,
              const char **ret_class);

/* The agent's end of the channel. */
extern const struct chardev_kind agent_line;
