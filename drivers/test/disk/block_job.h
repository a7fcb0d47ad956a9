/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Jobs of a disk, which go on by themselves while the machine runs; a disk has one at a time.
 *
 *     pull, commit:          runs ---> COMPLETED: layers of the chain are gone
 *     copy, active commit:   runs ---> READY ---> pivoted, COMPLETED: the disk has another image
 *                               \---------\-----> CANCELED
 *
 * A job that mirrors shows in the disk's XML: <mirror job='copy' ready='yes'>. Everything here
 * wants the world held for writing, or, for looks, for reading.
 */
#pragma once

#include <stdbool.h>
#include <sys/queue.h>

#include <libxml/tree.h>

#include "drivers/test/disk/progress.h"
#include "drivers/test/world/alarms.h"

struct machine;
struct world;

/* What a layer of a disk has to be copied, bytes: so much and no more, that limits are felt. */
#define BLOCK_JOB_BYTES (1024ULL * 1024 * 1024)

struct block_job {
    /* ---- what the caller of block_job_begin says ---- */
    int type;                     /* virDomainBlockJobType */
    unsigned above, under;        /* a pull's or commit's layers between them go */
    xmlDoc *image;                /* <disk> that a copy makes; the job's from begin on */
    bool shallow;                 /* the copy has the same layers below */
    unsigned long long bandwidth; /* bytes a second; 0: no limit */
    /* ---- what it becomes ---- */
    LIST_ENTRY(block_job) link;
    struct machine *machine;
    char *disk; /* its target */
    bool ready;
    struct progress progress;
    struct alarm alarm;
};

LIST_HEAD(block_jobs, block_job);

/* Begins a job of a disk of the live machine like the plan. 0, or -1 with the error set; the
 * plan's image is freed or the job's. */
int block_job_begin(struct world *w, struct machine *m, xmlNode *disk, struct block_job *plan);

/* The disk's job, or NULL without an error set. */
struct block_job *block_job_find(const struct machine *m, const xmlNode *disk);

/* The same; without one, VIR_ERR_INVALID_ARG. */
struct block_job *block_job_want(const struct machine *m, const xmlNode *disk);

/* -1 with the error set when the disk, or any disk, has a job. */
int block_job_none(const struct machine *m, const xmlNode *disk);
int block_jobs_none(const struct machine *m);

/* Limits it; 0 or -1. */
int block_job_limit(struct world *w, struct block_job *job, unsigned long long bandwidth);

/* The disk goes on with what a ready job made: 0, or -1 with VIR_ERR_BLOCK_COPY_ACTIVE (not ready)
 * or VIR_ERR_OPERATION_INVALID (nothing to go on with); then the job goes on. */
int block_job_pivot(struct world *w, struct block_job *job);

/* It ends, and the disk stays as it was. */
void block_job_cancel(struct world *w, struct block_job *job);

/* The machine stops: its jobs are gone, without events. */
void block_jobs_lose(struct world *w, struct machine *m);
