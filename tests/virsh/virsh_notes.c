/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What stands between virsh and its libraries in virsh-compare.sh: loaded with LD_PRELOAD before
 * both Debian's libvirt.so.0 and, where virsh is to run on it, our libvireo.so, in this order:
 *
 *     virsh -> this -> [libvireo.so] -> libvirt.so.0
 *
 * - Each error that virsh takes to show it is noted in the file $VIRSH_ERRORS, as "CODE DOMAIN
 * LEVEL MESSAGE" and a NUL: virsh shows the message only, and programs test the code.
 * - virsh leaves save, managedsave and dump to a thread of its own, and waits for ever where that
 * is done before the wait has begun; here the thread waits for the wait.
 * - With libvireo.so, virsh's own work (parsing of numbers and XML, formatting) is still done by
 *   private functions of libvirt.so.0, which have errors of their own there: that library is made
 *   ready as well, and asked for its error where ours has none.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

struct _GMainLoop;
void g_main_loop_quit(struct _GMainLoop *loop);

/* The function of that name in libvirt.so.0, which may stand behind libvireo.so, or NULL. */
static void *in_libvirt(const char *name)
{
    void *libvirt = dlopen("libvirt.so.0", RTLD_LAZY | RTLD_NOLOAD);

    return libvirt ? dlsym(libvirt, name) : NULL;
}

/* The function of that name in the library that virsh runs on. */
static void *in_next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

int virInitialize(void)
{
    int (*next)(void) = in_next("virInitialize");
    int (*libvirt)(void) = in_libvirt("virInitialize");

    if (libvirt && libvirt != next && libvirt() < 0)
        return -1;
    return next();
}

void virSetErrorFunc(void *user_data, virErrorFunc handler)
{
    void (*next)(void *, virErrorFunc) = in_next("virSetErrorFunc");
    void (*libvirt)(void *, virErrorFunc) = in_libvirt("virSetErrorFunc");

    if (libvirt && libvirt != next)
        libvirt(user_data, handler);
    next(user_data, handler);
}

void virResetLastError(void)
{
    void (*next)(void) = in_next("virResetLastError");
    void (*libvirt)(void) = in_libvirt("virResetLastError");

    if (libvirt && libvirt != next)
        libvirt();
    next();
}

int virGetLastErrorCode(void)
{
    int (*next)(void) = in_next("virGetLastErrorCode");
    int (*libvirt)(void) = in_libvirt("virGetLastErrorCode");
    int code = next();

    return code == VIR_ERR_OK && libvirt && libvirt != next ? libvirt() : code;
}

static void note(const virError *error)
{
    const char *path = getenv("VIRSH_ERRORS");
    char *text = NULL;
    int fd, length;

    if (!path || !error || error->code == VIR_ERR_OK || !error->message)
        return;
    fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    length =
        asprintf(&text, "%d %d %d %s", error->code, error->domain, error->level, error->message);
    if (fd < 0 || length < 0 || write(fd, text, (size_t)length + 1) != length + 1)
        abort();
    close(fd);
    free(text);
}

/* Not by virSaveLastError() of libvirt.so.0, which would copy libvireo.so's. */
virErrorPtr virSaveLastError(void)
{
    virErrorPtr (*next)(void) = in_next("virSaveLastError");
    virErrorPtr (*libvirt)(void) = in_libvirt("virGetLastError");
    virErrorPtr error = next();
    const virError *other;

    if (error && error->code == VIR_ERR_OK && libvirt && (other = libvirt())) {
        error->code = other->code;
        error->domain = other->domain;
        error->level = other->level;
        error->message = other->message ? strdup(other->message) : NULL;
    }
    note(error);
    return error;
}

void g_main_loop_quit(struct _GMainLoop *loop)
{
    void (*next)(struct _GMainLoop *) = in_next("g_main_loop_quit");
    int (*is_running)(struct _GMainLoop *) = in_next("g_main_loop_is_running");

    for (int i = 0; i < 1000 && !is_running(loop); i++)
        usleep(1000);
    next(loop);
}
