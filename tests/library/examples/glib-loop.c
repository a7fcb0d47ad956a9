/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An application's own event loop: GLib's main loop serves the library's watches and timers.
 *
 * A program that runs a GMainLoop anyway (a GTK program, a D-Bus service) copies the functions
 * above main() and calls glib_events_register() once, before it opens a connection. Two things are
 * easy to get wrong:
 *   - The library may add, update and remove from any thread, so the tables have a lock, which is
 *     never held while a callback runs.
 *   - A free callback must not run inside the remove function, because its caller may hold locks
 *     that the free callback takes. It runs from an idle source instead.
 *
 * main() shows it at work: a pipe and a timer served by GLib, each removed by its own callback.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib.h>

#include <libvirt/libvirt-event.h>

/* One watch (fd >= 0) or timer (fd < 0). */
struct entry {
    int id;
    int fd;
    int events;    /* VIR_EVENT_HANDLE_* */
    int frequency; /* milliseconds */
    guint source;  /* GLib's number, 0: off */
    virEventHandleCallback handle_cb;
    virEventTimeoutCallback timeout_cb;
    virFreeCallback free_cb;
    void *opaque;
};

static GMutex lock;
static GHashTable *entries; /* id -> struct entry */
static int last_id;

static GIOCondition to_glib(int events)
{
    GIOCondition condition = G_IO_ERR | G_IO_HUP;

    if (events & VIR_EVENT_HANDLE_READABLE)
        condition |= G_IO_IN;
    if (events & VIR_EVENT_HANDLE_WRITABLE)
        condition |= G_IO_OUT;
    return condition;
}

static int from_glib(GIOCondition condition)
{
    return (condition & G_IO_IN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (condition & G_IO_OUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           (condition & (G_IO_ERR | G_IO_NVAL) ? VIR_EVENT_HANDLE_ERROR : 0) |
           (condition & G_IO_HUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

/* Copies the entry that a source belongs to; FALSE: removed or changed by another thread. */
static gboolean look_up(gpointer id, struct entry *ret_entry)
{
    struct entry *entry;
    gboolean current;

    g_mutex_lock(&lock);
    entry = g_hash_table_lookup(entries, id);
    current = entry && entry->source == g_source_get_id(g_main_current_source());
    if (current)
        *ret_entry = *entry;
    g_mutex_unlock(&lock);
    return current;
}

static gboolean on_fd(gint fd, GIOCondition condition, gpointer id)
{
    struct entry entry;

    if (look_up(id, &entry))
        entry.handle_cb(entry.id, fd, from_glib(condition), entry.opaque);
    return G_SOURCE_CONTINUE;
}

static gboolean on_timeout(gpointer id)
{
    struct entry entry;

    if (look_up(id, &entry))
        entry.timeout_cb(entry.id, entry.opaque);
    return G_SOURCE_CONTINUE;
}

/* Under the lock. */
static void source_stop(struct entry *entry)
{
    if (entry->source)
        g_source_remove(entry->source);
    entry->source = 0;
}

/* Under the lock. */
static void source_start(struct entry *entry)
{
    gpointer id = GINT_TO_POINTER(entry->id);

    if (entry->fd >= 0 && entry->events)
        entry->source = g_unix_fd_add(entry->fd, to_glib(entry->events), on_fd, id);
    else if (entry->fd < 0 && entry->frequency >= 0)
        entry->source = g_timeout_add((guint)entry->frequency, on_timeout, id);
}

static int entry_add(const struct entry *entry)
{
    struct entry *added = g_memdup2(entry, sizeof(*entry));

    g_mutex_lock(&lock);
    added->id = ++last_id;
    g_hash_table_insert(entries, GINT_TO_POINTER(added->id), added);
    source_start(added);
    g_mutex_unlock(&lock);
    return added->id;
}

static void entry_update(int id, int events, int frequency)
{
    struct entry *entry;

    g_mutex_lock(&lock);
    entry = g_hash_table_lookup(entries, GINT_TO_POINTER(id));
    if (entry) {
        source_stop(entry);
        entry->events = events;
        entry->frequency = frequency;
        source_start(entry);
    }
    g_mutex_unlock(&lock);
}

static gboolean entry_free(gpointer opaque)
{
    struct entry *entry = opaque;

    if (entry->free_cb)
        entry->free_cb(entry->opaque);
    g_free(entry);
    return G_SOURCE_REMOVE;
}

static int entry_remove(int id)
{
    struct entry *entry;

    g_mutex_lock(&lock);
    entry = g_hash_table_lookup(entries, GINT_TO_POINTER(id));
    if (entry) {
        source_stop(entry);
        g_hash_table_remove(entries, GINT_TO_POINTER(id));
    }
    g_mutex_unlock(&lock);
    if (!entry)
        return -1;
    g_idle_add(entry_free, entry);
    return 0;
}

static int add_handle(int fd, int events, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff)
{
    return entry_add(&(struct entry){
        .fd = fd, .events = events, .handle_cb = cb, .free_cb = ff, .opaque = opaque});
}

static void update_handle(int watch, int events)
{
    entry_update(watch, events, -1);
}

static int add_timeout(int frequency, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff)
{
    return entry_add(&(struct entry){
        .fd = -1, .frequency = frequency, .timeout_cb = cb, .free_cb = ff, .opaque = opaque});
}

static void update_timeout(int timer, int frequency)
{
    entry_update(timer, 0, frequency);
}

static void glib_events_register(void)
{
    entries = g_hash_table_new(NULL, NULL);
    virEventRegisterImpl(add_handle, update_handle, entry_remove, add_timeout, update_timeout,
                         entry_remove);
}

/* ---- at work ---- */

static GMainLoop *main_loop;
static int freed;

static void on_free(void *opaque)
{
    printf("%s: freed\n", (const char *)opaque);
    if (++freed == 2)
        g_main_loop_quit(main_loop);
}

static void on_pipe(int watch, int fd, int events, void *opaque)
{
    char c = 0;

    if (events & VIR_EVENT_HANDLE_READABLE && read(fd, &c, 1) == 1)
        printf("%s: read '%c'\n", (const char *)opaque, c);
    if (events & VIR_EVENT_HANDLE_HANGUP && !(events & VIR_EVENT_HANDLE_READABLE)) {
        printf("%s: hung up\n", (const char *)opaque);
        virEventRemoveHandle(watch);
    }
}

static void on_tick(int timer, void *opaque)
{
    static int ticks;
    const int *pipe_end = opaque;

    printf("timer: tick %d\n", ++ticks);
    if (ticks == 1 && write(*pipe_end, "x", 1) != 1)
        exit(EXIT_FAILURE);
    if (ticks == 2) {
        close(*pipe_end);
        virEventRemoveTimeout(timer);
    }
}

static void on_tick_free(void *opaque)
{
    char name[] = "timer";

    on_free(name);
}

static gboolean on_too_long(gpointer opaque)
{
    fprintf(stderr, "glib-loop: not done after 20 s\n");
    exit(EXIT_FAILURE);
}

int main(void)
{
    char pipe_name[] = "pipe";
    int fds[2];
    int watch, timer;

    setvbuf(stdout, NULL, _IOLBF, 0);
    glib_events_register();
    if (pipe(fds) < 0)
        return EXIT_FAILURE;
    watch = virEventAddHandle(fds[0], 0, on_pipe, pipe_name, on_free);
    timer = virEventAddTimeout(-1, on_tick, &fds[1], on_tick_free);
    if (watch < 0 || timer < 0 || virEventRemoveHandle(12345) != -1)
        return EXIT_FAILURE;
    virEventUpdateHandle(watch, VIR_EVENT_HANDLE_READABLE);
    virEventUpdateTimeout(timer, 5);
    main_loop = g_main_loop_new(NULL, FALSE);
    g_timeout_add_seconds(20, on_too_long, NULL);
    g_main_loop_run(main_loop);
    g_main_loop_unref(main_loop);
    g_hash_table_unref(entries);
    close(fds[0]);
    return EXIT_SUCCESS;
}
