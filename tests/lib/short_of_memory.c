/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * To be preloaded: allocations of a program and all its libraries fail when another process, or the
 * program itself, says so.
 *
 * The file that SHORT_OF_MEMORY names is mapped: struct short_of_memory, little more than counters.
 * lib/short_of_memory.py is the other side. A sanitizer's allocator stays in use behind this one.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

struct short_of_memory {
    _Atomic uint64_t
        from; /* the first allocation that fails, from 1; 0: none does, none is counted */
    _Atomic uint64_t many;  /* so many from there on */
    _Atomic uint64_t count; /* allocations since that was said */
    _Atomic uint64_t failed;
    _Atomic uint64_t threads; /* so many starts of a thread fail */
    _Atomic uint64_t shown;   /* not 0: who asked is written to the standard error output */
};

static struct short_of_memory none;
static struct short_of_memory *control = &none;
static __thread bool showing;

static void *(*next_malloc)(size_t size);
static void *(*next_calloc)(size_t n, size_t size);
static void *(*next_realloc)(void *p, size_t size);

/* dlsym() may allocate before it has found anything: from here, never freed. */
static char early[8192];
static size_t early_used;

static void *early_alloc(size_t size)
{
    void *p = early + early_used;

    early_used += (size + 15) & ~(size_t)15;
    if (early_used > sizeof(early))
        abort();
    return p;
}

static bool is_early(const void *p)
{
    return (const char *)p >= early && (const char *)p < early + sizeof(early);
}

static void *next_symbol(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (!symbol)
        abort();
    return symbol;
}

static void find_next(void)
{
    static bool finding;

    if (finding)
        return;
    finding = true;
    *(void **)&next_calloc = next_symbol("calloc");
    *(void **)&next_realloc = next_symbol("realloc");
    *(void **)&next_malloc = next_symbol("malloc");
}

static void show_caller(void)
{
    void *frames[30];

    showing = true;
    backtrace_symbols_fd(frames, backtrace(frames, 30), STDERR_FILENO);
    if (write(STDERR_FILENO, "--\n", 3) < 0)
        errno = 0;
    showing = false;
}

/* A crash says where it is, and what has failed before it was shown. */
static void show_crash(int number)
{
    show_caller();
    raise(number); /* ends the process: the handler is used once */
}

/* Before main(), and before there is a second thread. */
__attribute__((constructor)) static void map_control(void)
{
    const char *path = getenv("SHORT_OF_MEMORY");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    const struct sigaction action = {.sa_handler = show_crash, .sa_flags = (int)SA_RESETHAND};
    void *frame[1], *mapped;

    backtrace(frame, 1); /* loads what it needs */
    if (fd < 0)
        return;
    mapped = mmap(NULL, sizeof(none), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED)
        control = mapped;
    close(fd);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGABRT, &action, NULL);
}

static bool fails(void)
{
    uint64_t from = atomic_load_explicit(&control->from, memory_order_relaxed), n;

    if (!from || showing)
        return false;
    n = atomic_fetch_add(&control->count, 1) + 1;
    if (n < from || n - from >= atomic_load(&control->many))
        return false;
    atomic_fetch_add(&control->failed, 1);
    if (atomic_load(&control->shown))
        show_caller();
    errno = ENOMEM;
    return true;
}

EXPORTED void *malloc(size_t size)
{
    if (!next_malloc)
        find_next();
    if (!next_malloc)
        return early_alloc(size);
    return fails() ? NULL : next_malloc(size);
}

EXPORTED void *calloc(size_t n, size_t size)
{
    if (!next_malloc)
        find_next();
    if (!next_malloc)
        return early_alloc(n * size);
    return fails() ? NULL : next_calloc(n, size);
}

EXPORTED void *realloc(void *p, size_t size)
{
    if (!next_malloc)
        find_next();
    if (is_early(p)) {
        size_t there = (size_t)(early + sizeof(early) - (char *)p);
        void *moved = malloc(size);

        return moved ? memcpy(moved, p, size < there ? size : there) : NULL;
    }
    return (size || !p) && fails() ? NULL : next_realloc(p, size);
}

EXPORTED void free(void *p)
{
    static void (*next_free)(void *);

    if (!next_free)
        *(void **)&next_free = next_symbol("free");
    if (!is_early(p))
        next_free(p);
}

EXPORTED int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*main)(void *),
                            void *opaque)
{
    static int (*next_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    uint64_t left = atomic_load(&control->threads);

    if (!next_create)
        *(void **)&next_create = next_symbol("pthread_create");
    while (left) {
        if (atomic_compare_exchange_weak(&control->threads, &left, left - 1))
            return EAGAIN;
    }
    return next_create(thread, attr, main, opaque);
}
