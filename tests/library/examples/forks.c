/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A program that forks while it has an event loop and connections: forks SCENE URI. The scenes hold
 * for libvirt's library too, but for "used", since there the child writes into its parent's socket.
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NEED(what)                                                                           \
    do {                                                                                     \
        if (!(what)) {                                                                       \
            fprintf(stderr, "line %d, process %d: %s: %s\n", __LINE__, (int)getpid(), #what, \
                    virGetLastErrorMessage());                                               \
            _exit(1);                                                                        \
        }                                                                                    \
    } while (0)

static const char *uri;
static int heard;

static void quiet(void *opaque, virErrorPtr error)
{
}

static int on_life(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (*(int *)opaque)++;
    return 0;
}

static void on_tick(int timer, void *opaque)
{
}

static void child_ended_well(pid_t pid)
{
    int status;

    NEED(pid > 0);
    NEED(waitpid(pid, &status, 0) == pid);
    NEED(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static pid_t child_fork(void)
{
    pid_t pid = fork();

    if (pid == 0)
        alarm(20);
    return pid;
}

static virConnectPtr open_and_listen(int *count)
{
    virConnectPtr conn = virConnectOpen(uri);

    NEED(conn);
    NEED(virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK(on_life), count, NULL) >= 0);
    return conn;
}

/* The connection works in both ways: a call changes something, and its event is heard. */
static void goes_on(virConnectPtr conn, int *count)
{
    virDomainPtr dom = virDomainLookupByName(conn, "test");
    int before = *count;

    NEED(dom);
    NEED(virDomainSuspend(dom) == 0);
    NEED(virDomainResume(dom) == 0);
    for (int i = 0; i < 200 && *count < before + 2; i++)
        NEED(virEventRunDefaultImpl() == 0);
    NEED(*count >= before + 2);
    virDomainFree(dom);
}

/* A child that stays has a connection and events of its own, and ends it. */
static void scene_own(void)
{
    virConnectPtr conn = open_and_listen(&heard);
    pid_t pid;

    goes_on(conn, &heard);
    pid = child_fork();
    if (pid == 0) {
        int own = 0;
        virConnectPtr mine = open_and_listen(&own);

        goes_on(mine, &own);
        NEED(virConnectClose(mine) >= 0);
        _exit(0);
    }
    child_ended_well(pid);
    goes_on(conn, &heard);
    NEED(virConnectClose(conn) >= 0);
}

/* A child goes on with its parent's connection and objects, which are its own then: the parent does
 * not notice, and hears alone what it has asked for. */
static void scene_used(void)
{
    virConnectPtr conn = open_and_listen(&heard);
    virDomainPtr dom = virDomainLookupByName(conn, "test");
    virStreamPtr stream = virStreamNew(conn, 0);
    char *type;
    pid_t pid;

    NEED(dom && stream && (type = virDomainScreenshot(dom, stream, 0, 0)));
    free(type);
    goes_on(conn, &heard);
    pid = child_fork();
    if (pid == 0) {
        int before = heard, own = 0, id;

        NEED(virStreamFree(stream) == 0);
        NEED(virConnectIsAlive(conn) == 1);
        NEED(virConnectSetKeepAlive(conn, 1, 3) == 0);
        id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                              VIR_DOMAIN_EVENT_CALLBACK(on_life), &own, NULL);
        NEED(id >= 0);
        goes_on(conn, &own);
        NEED(heard == before);
        NEED(virConnectDomainEventDeregisterAny(conn, id) == 0);
        virDomainFree(dom);
        NEED(virConnectClose(conn) == 0);
        NEED(virEventRunDefaultImpl() == 0);
        conn = open_and_listen(&heard);
        goes_on(conn, &heard);
        NEED(virConnectClose(conn) >= 0);
        exit(0);
    }
    child_ended_well(pid);
    NEED(virStreamAbort(stream) == 0);
    NEED(virStreamFree(stream) == 0);
    goes_on(conn, &heard);
    virDomainFree(dom);
    NEED(virConnectClose(conn) >= 0);
}

static void scene_exec(void)
{
    virConnectPtr conn = open_and_listen(&heard);
    pid_t pid;

    goes_on(conn, &heard);
    pid = child_fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "ls -l /proc/self/fd | grep -q 'socket:' && exit 1; exit 0",
              (char *)NULL);
        _exit(2);
    }
    child_ended_well(pid);
    goes_on(conn, &heard);
    NEED(virConnectClose(conn) >= 0);
}

/* The parent's loop sleeps while the child's connection is busy. */
static void scene_turns(void)
{
    struct timespec end, now;
    int turns = 0;
    pid_t pid = child_fork();

    if (pid == 0) {
        virConnectPtr mine = virConnectOpen(uri);

        NEED(mine);
        for (;;)
            NEED(virConnectNumOfDomains(mine) >= 0);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec++;
    do {
        NEED(virEventRunDefaultImpl() == 0);
        turns++;
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec < end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));
    kill(pid, SIGKILL);
    NEED(waitpid(pid, NULL, 0) == pid);
    NEED(turns < 500); /* the tick's 50 in a second, and some */
}

static atomic_bool over;

static void *call_until_over(void *opaque)
{
    virConnectPtr conn = opaque;

    while (!atomic_load(&over)) {
        virDomainPtr dom = virDomainLookupByName(conn, "test");

        NEED(dom && virDomainGetMaxMemory(dom));
        virDomainFree(dom);
    }
    return NULL;
}

/* Threads are in the midst of calls whenever the process forks. */
static void scene_storm(void)
{
    virConnectPtr conn = open_and_listen(&heard);
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        NEED(pthread_create(&threads[i], NULL, call_until_over, conn) == 0);
    for (int i = 0; i < 30; i++) {
        pid_t pid = child_fork();

        if (pid == 0) {
            virConnectPtr mine;

            virConnectClose(conn);
            mine = virConnectOpen(uri);
            NEED(mine && virConnectNumOfDomains(mine) > 0);
            NEED(virConnectClose(mine) >= 0);
            _exit(0);
        }
        child_ended_well(pid);
    }
    atomic_store(&over, true);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    goes_on(conn, &heard);
    NEED(virConnectClose(conn) >= 0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } scenes[] = {
        {"own", scene_own},     {"used", scene_used},   {"exec", scene_exec},
        {"turns", scene_turns}, {"storm", scene_storm},
    };

    NEED(argc == 3);
    uri = argv[2];
    alarm(60);
    virSetErrorFunc(NULL, quiet);
    NEED(virEventRegisterDefaultImpl() == 0);
    NEED(virEventAddTimeout(20, on_tick, NULL, NULL) > 0);
    NEED(virEventRunDefaultImpl() == 0);
    for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
        if (strcmp(scenes[i].name, argv[1]) == 0) {
            scenes[i].run();
            return 0;
        }
    }
    return 2;
}
