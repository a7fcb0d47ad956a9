/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every structure of the wire: bytes -> structure -> the same bytes; and at no cut does a part pass
 * for the whole or leave memory behind. The bytes come from tests/lib/samples.py, which knows the
 * description only and not the codecs.
 */
#include <malloc.h>
#include <stdbool.h>
#include <string.h>

#include <rpc/rpc.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "protocol/codec.h"
#include "tests/unit/protocol/samples.h"
#include "tests/unit/suite.h"

enum { SAMPLES = ARRAY_SIZE(samples) };

/* What malloc has given out; 0 under a sanitizer, which looks for leaks itself. */
static size_t in_use(void)
{
    error_reset();
    return mallinfo2().uordblks;
}

/* A copy of the first len bytes, of exactly that size for the sanitizer's sake. */
static uint8_t *cut_at(const struct sample *s, size_t len)
{
    uint8_t *copy = malloc(len + !len);

    memcpy(copy, s->bytes, len);
    return copy;
}

START_TEST(bytes_of_every_structure_come_back_the_same)
{
    for (int i = 0; i < SAMPLES; i++) {
        const struct sample *s = &samples[i];
        _cleanup_free_ uint8_t *bytes = cut_at(s, s->len);
        _cleanup_free_ void *value = calloc(1, s->size);
        struct buf b = {0};

        ck_assert_msg(codec_decode(bytes, s->len, s->codec, value) == 0, "%s (row %d) decodes",
                      s->name, i);
        ck_assert_msg(codec_encode(&b, s->codec, value) == 0, "%s (row %d) encodes", s->name, i);
        ck_assert_msg(buf_len(&b) == s->len && !memcmp(buf_bytes(&b), s->bytes, s->len),
                      "%s (row %d) comes back as %zu bytes, was %zu", s->name, i, buf_len(&b),
                      s->len);
        codec_free(s->codec, value);
        buf_free(&b);
    }
}
END_TEST

/* Decodes every cut of the sample; all must fail. */
static void decode_every_cut(const struct sample *s)
{
    _cleanup_free_ void *value = malloc(s->size);

    for (size_t cut = 0; cut < s->len; cut += 4) {
        _cleanup_free_ uint8_t *bytes = cut_at(s, cut);

        memset(value, 0, s->size);
        ck_assert_msg(codec_decode(bytes, cut, s->codec, value) < 0,
                      "%s does not decode from %zu of %zu bytes", s->name, cut, s->len);
    }
}

/* malloc's caches count as given out and settle after some turns; a leak never settles. */
static bool leaks(const struct sample *s)
{
    size_t before = 0, now = 1;

    for (int turn = 0; turn < 10 && now != before; turn++) {
        before = now;
        decode_every_cut(s);
        now = in_use();
    }
    return now != before;
}

START_TEST(no_part_of_a_structure_passes_for_the_whole)
{
    for (int i = 0; i < SAMPLES; i++)
        ck_assert_msg(!leaks(&samples[i]), "%s (row %d) leaves memory behind", samples[i].name, i);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roundtrip");
    TCase *tc = tcase_create("roundtrip");

    tcase_add_test(tc, bytes_of_every_structure_come_back_the_same);
    tcase_add_test(tc, no_part_of_a_structure_passes_for_the_whole);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
