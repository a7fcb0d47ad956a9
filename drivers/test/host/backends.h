/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host of a world: what it does for the families, and the rooms of them. */
#pragma once

struct network_backend;
struct node_backend;
struct nodedev_room;
struct pci_address;
struct session;
struct storage_backend;
struct world;

extern const struct network_backend test_network_backend;
extern const struct node_backend test_node_backend;
extern const struct storage_backend test_storage_backend;

/* The machine that has the host's device there, or NULL. */
const char *host_device_user(struct nodedev_room *room, const struct pci_address *address);

/* Makes the world's rooms empty, and frees what is in them. */
void host_rooms_init(struct world *w);
void host_rooms_done(struct world *w);

/* Lets the session have them. */
void host_rooms_open(struct world *w, struct session *session);
