/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Frames seen between libvirt's own programs (tests/golden): each is found, named by the tables,
 * decoded, and written again byte for byte. In the files '#' starts a comment; the rest is hex.
 */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "tests/unit/suite.h"

static const struct program *const programs[] = {
    &remote_program, &qemu_program, &lxc_program, &admin_program, &keepalive_program,
};

static int digit(int c)
{
    return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

/* Appends the bytes that the file describes. */
static void read_hex(const char *path, struct buf *to)
{
    char line[256];
    FILE *f = fopen(path, "r");

    ck_assert_msg(f != NULL, "%s opens", path);
    while (fgets(line, sizeof(line), f)) {
        line[strcspn(line, "# \n")] = 0;
        for (const char *c = line; c[0]; c += 2) {
            uint8_t byte;

            ck_assert_msg(isxdigit(c[0]) && isxdigit(c[1]), "%s: %s is hex", path, line);
            byte = (uint8_t)(digit(c[0]) << 4 | digit(c[1]));
            ck_assert_int_eq(buf_append(to, &byte, 1), 0);
        }
    }
    fclose(f);
}

/* What the payload of a frame is, by its header and the tables; NULL: empty. */
static xdrproc_t codec_of(const struct frame_header *h, size_t *ret_size)
{
    const struct proc *proc = NULL;

    if (h->status == VIR_NET_ERROR) {
        *ret_size = sizeof(virNetMessageError);
        return (xdrproc_t)xdr_virNetMessageError;
    }
    for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
        if (programs[i]->number == h->program && programs[i]->version == h->version)
            proc = program_proc(programs[i], h->procedure);
    }
    *ret_size = 0;
    if (!proc)
        return NULL;
    ck_assert_int_eq((proc->flags & PROC_EVENT) != 0, h->type == VIR_NET_MESSAGE);
    *ret_size = h->type == VIR_NET_REPLY ? proc->ret_size : proc->args_size;
    return h->type == VIR_NET_REPLY ? proc->ret_codec : proc->args_codec;
}

static void check_frame(const char *path)
{
    struct buf seen = {0}, made = {0};
    struct frame f;
    size_t need, size;
    xdrproc_t codec;
    _cleanup_free_ void *value = NULL;

    read_hex(path, &seen);
    ck_assert_msg(frame_parse(buf_bytes(&seen), buf_len(&seen), &f, &need) == FRAME_READY,
                  "%s is a frame", path);
    ck_assert_uint_eq(f.len, buf_len(&seen));
    codec = codec_of(&f.header, &size);
    if (!codec)
        ck_assert_msg(f.payload_len == 0, "%s has no payload that the tables know", path);
    value = calloc(1, size + 1);
    ck_assert_msg(codec_decode(f.payload, f.payload_len, codec, value) == 0, "%s decodes", path);
    ck_assert_msg(message_append(&made, &f.header, codec, value) == 0, "%s encodes", path);
    ck_assert_msg(buf_len(&made) == buf_len(&seen) &&
                      !memcmp(buf_bytes(&made), buf_bytes(&seen), buf_len(&seen)),
                  "%s comes back the same", path);
    codec_free(codec, value);
    buf_free(&seen);
    buf_free(&made);
}

START_TEST(frames_of_the_real_wire_come_back_the_same)
{
    const char *srcdir = getenv("srcdir");
    char pattern[4096];
    glob_t found;

    snprintf(pattern, sizeof(pattern), "%s/golden/*.hex", srcdir ? srcdir : ".");
    ck_assert_msg(glob(pattern, 0, NULL, &found) == 0, "there are files like %s", pattern);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_frame(found.gl_pathv[i]);
    globfree(&found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("golden");
    TCase *tc = tcase_create("golden");

    tcase_add_test(tc, frames_of_the_real_wire_come_back_the_same);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
