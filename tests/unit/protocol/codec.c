/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Codecs believe no count, keep no half of a structure, and errors survive the way over the wire.
 *
 * The program is linked with --wrap=malloc and --wrap=calloc: what the codecs ask for is seen here.
 */
#include "protocol/codec.h"

#include <arpa/inet.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/error.h"
#include "protocol/message.h"
#include "protocol/remote.h"
#include "tests/unit/suite.h"

static size_t largest; /* request since it was set to 0 */

void *__real_malloc(size_t n);
void *__wrap_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);

void *__wrap_malloc(size_t n)
{
    if (n > largest)
        largest = n;
    return __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    if (n * size > largest)
        largest = n * size;
    return __real_calloc(n, size);
}

static const struct frame_header some_header = {
    .program = 0x20008086,
    .version = 1,
    .procedure = 1,
    .type = VIR_NET_REPLY,
    .serial = 9,
};

static int decode_words(const uint32_t *words, size_t n, xdrproc_t codec, void *to)
{
    uint32_t wire[16];

    ck_assert_uint_le(n, 16);
    for (size_t i = 0; i < n; i++)
        wire[i] = htonl(words[i]);
    return codec_decode((uint8_t *)wire, n * 4, codec, to);
}

START_TEST(a_short_frame_that_promises_much_costs_nothing)
{
    const uint32_t array[] = {16384, 0, 0}, text[] = {4194304, 0, 0};
    remote_connect_list_all_domains_ret domains = {0};
    remote_domain_get_xml_desc_ret xml = {0};
    remote_domain_memory_peek_ret peek = {0};

    ck_assert(error_set(VIR_FROM_RPC, VIR_ERR_RPC, "the texts of an error are not what counts") <
              0);
    largest = 0;
    ck_assert_int_eq(
        decode_words(array, 3, (xdrproc_t)xdr_remote_connect_list_all_domains_ret, &domains), -1);
    ck_assert_int_eq(decode_words(text, 3, (xdrproc_t)xdr_remote_domain_get_xml_desc_ret, &xml),
                     -1);
    ck_assert_int_eq(decode_words(text, 3, (xdrproc_t)xdr_remote_domain_memory_peek_ret, &peek),
                     -1);
    ck_assert_uint_le(largest, 256); /* an error's text */
    ck_assert_ptr_null(domains.domains.domains_val);
    ck_assert_ptr_null(xml.xml);
}
END_TEST

START_TEST(a_count_over_the_limit_is_refused_though_the_bytes_are_there)
{
    uint32_t words[2 + 257] = {htonl(257)}; /* REMOTE_AUTH_TYPE_LIST_MAX is 20 */
    remote_auth_list_ret ret = {0};

    ck_assert_int_eq(
        codec_decode((uint8_t *)words, sizeof(words), (xdrproc_t)xdr_remote_auth_list_ret, &ret),
        -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
}
END_TEST

START_TEST(a_short_payload_is_an_error_and_leaves_nothing)
{
    const uint32_t words[] = {1, 4, 0x74657374, 0};
    remote_connect_open_args args;

    for (size_t n = 0; n < 4; n++) {
        memset(&args, 0, sizeof(args));
        error_reset();
        ck_assert_int_eq(decode_words(words, n, (xdrproc_t)xdr_remote_connect_open_args, &args),
                         -1);
        ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
        ck_assert_ptr_null(args.name);
    }
}
END_TEST

START_TEST(bytes_behind_a_structure_are_ignored)
{
    const uint32_t words[] = {1, 4, 0x74657374, 5, 0xdeadbeef};
    remote_connect_open_args args = {0};

    largest = 0;
    ck_assert_int_eq(decode_words(words, 5, (xdrproc_t)xdr_remote_connect_open_args, &args), 0);
    ck_assert_uint_ge(largest, 5); /* requests are seen: the first test means something */
    ck_assert_str_eq(*args.name, "test");
    ck_assert_uint_eq(args.flags, 5);
    codec_free((xdrproc_t)xdr_remote_connect_open_args, &args);
}
END_TEST

START_TEST(no_codec_takes_and_gives_nothing)
{
    struct buf b = {0};

    ck_assert_int_eq(codec_encode(&b, NULL, NULL), 0);
    ck_assert_uint_eq(buf_len(&b), 0);
    ck_assert_int_eq(codec_decode(NULL, 0, NULL, NULL), 0);
    codec_free(NULL, NULL);
}
END_TEST

START_TEST(a_message_over_a_limit_is_taken_back)
{
    char *text = malloc(REMOTE_STRING_MAX + 2);
    remote_domain_get_xml_desc_ret ret = {.xml = text};
    struct buf b = {0};

    memset(text, 'x', REMOTE_STRING_MAX + 1);
    text[REMOTE_STRING_MAX + 1] = 0;
    ck_assert_int_eq(buf_append(&b, "front", 5), 0);
    ck_assert_int_eq(
        message_append(&b, &some_header, (xdrproc_t)xdr_remote_domain_get_xml_desc_ret, &ret), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
    ck_assert_uint_eq(buf_len(&b), 5);
    ck_assert_int_eq(memcmp(buf_bytes(&b), "front", 5), 0);

    text[REMOTE_STRING_MAX] = 0;
    ck_assert_int_eq(
        message_append(&b, &some_header, (xdrproc_t)xdr_remote_domain_get_xml_desc_ret, &ret), 0);
    ck_assert_uint_eq(buf_len(&b), 5 + FRAME_MIN + 4 + REMOTE_STRING_MAX);
    buf_free(&b);
    free(text);
}
END_TEST

START_TEST(a_typed_parameter_of_no_known_type_is_refused)
{
    const uint32_t known = _i, wire_words[] = {1, 'x' << 24, known, 1, 0, 0};
    remote_typed_param param = {0};
    int outcome = decode_words(wire_words, 6, (xdrproc_t)xdr_remote_typed_param, &param);

    if (known < VIR_TYPED_PARAM_INT || known > VIR_TYPED_PARAM_STRING) {
        ck_assert_int_eq(outcome, -1);
        ck_assert_ptr_null(param.field);
        return;
    }
    ck_assert_int_eq(outcome, 0);
    ck_assert_str_eq(param.field, "x");
    ck_assert_int_eq(param.value.type, (int)known);
    codec_free((xdrproc_t)xdr_remote_typed_param, &param);
}
END_TEST

START_TEST(an_error_survives_the_way)
{
    const struct error sent = {
        .code = VIR_ERR_NO_DOMAIN,
        .domain = VIR_FROM_TEST,
        .level = VIR_ERR_ERROR,
        .message = (char *)"Domain not found: web",
        .str1 = (char *)"Domain not found: %s",
        .str2 = (char *)"web",
        .int1 = -1,
        .int2 = INT32_MIN,
    };
    struct error got = {0};
    struct buf b = {0};
    struct frame f;
    size_t need;

    ck_assert_int_eq(message_append_error(&b, &some_header, &sent), 0);
    ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), FRAME_READY);
    ck_assert_int_eq(f.header.status, VIR_NET_ERROR);
    ck_assert_uint_eq(f.header.serial, 9);
    ck_assert_int_eq(message_read_error(f.payload, f.payload_len, &got), 0);
    ck_assert_int_eq(got.code, sent.code);
    ck_assert_int_eq(got.domain, sent.domain);
    ck_assert_int_eq(got.level, sent.level);
    ck_assert_str_eq(got.message, sent.message);
    ck_assert_str_eq(got.str1, sent.str1);
    ck_assert_str_eq(got.str2, sent.str2);
    ck_assert_ptr_null(got.str3);
    ck_assert_int_eq(got.int1, -1);
    ck_assert_int_eq(got.int2, INT32_MIN);

    for (size_t cut = 0; cut < f.payload_len; cut++) {
        ck_assert_int_eq(message_read_error(f.payload, cut, &got), -1);
        ck_assert_str_eq(got.message, sent.message); /* untouched by a failure */
    }
    error_clear(&got);
    buf_free(&b);
}
END_TEST

/* What libtirpc's own routines write; they allocate for nobody here. */
static size_t reference(char *to, size_t room, remote_typed_param *p)
{
    remote_typed_param_value *v = &p->value;
    bool_t ok;
    XDR xdrs;

    xdrmem_create(&xdrs, to, (u_int)room, XDR_ENCODE);
    ok = xdr_string(&xdrs, &p->field, REMOTE_STRING_MAX) && xdr_int(&xdrs, &v->type);
    switch (v->type) {
    case VIR_TYPED_PARAM_UINT:
        ok = ok && xdr_u_int(&xdrs, &v->remote_typed_param_value_u.ui);
        break;
    case VIR_TYPED_PARAM_LLONG:
        ok = ok && xdr_quad_t(&xdrs, &v->remote_typed_param_value_u.l);
        break;
    case VIR_TYPED_PARAM_ULLONG:
        ok = ok && xdr_u_quad_t(&xdrs, &v->remote_typed_param_value_u.ul);
        break;
    case VIR_TYPED_PARAM_DOUBLE:
        ok = ok && xdr_double(&xdrs, &v->remote_typed_param_value_u.d);
        break;
    case VIR_TYPED_PARAM_STRING:
        ok = ok && xdr_string(&xdrs, &v->remote_typed_param_value_u.s, REMOTE_STRING_MAX);
        break;
    default: /* INT and BOOLEAN share their place */
        ok = ok && xdr_int(&xdrs, &v->remote_typed_param_value_u.i);
    }
    ck_assert(ok);
    return xdr_getpos(&xdrs);
}

START_TEST(words_and_texts_are_those_of_libtirpc)
{
    char *const texts[] = {(char[]){""}, (char[]){"a"}, (char[]){"abc"}, (char[]){"abcd"},
                           (char[]){"of thirteen !"}};
    static const uint64_t numbers[] = {0,         1, 0x80000000, 0xffffffff, 0x123456789abcdef0,
                                       UINT64_MAX};
    const xdrproc_t codec = (xdrproc_t)xdr_remote_typed_param;

    for (size_t t = 0; t < 5; t++) {
        for (size_t i = 0; i < 6; i++) {
            remote_typed_param p = {.field = texts[t], .value.type = _i}, back = {0};
            char expected[64];
            struct buf b = {0};

            memcpy(&p.value.remote_typed_param_value_u, &numbers[i], sizeof(numbers[i]));
            if (_i == VIR_TYPED_PARAM_STRING)
                p.value.remote_typed_param_value_u.s = texts[4 - t];
            ck_assert_int_eq(codec_encode(&b, codec, &p), 0);
            ck_assert_uint_eq(buf_len(&b), reference(expected, sizeof(expected), &p));
            ck_assert_mem_eq(buf_bytes(&b), expected, buf_len(&b));
            ck_assert_int_eq(codec_decode(buf_bytes(&b), buf_len(&b), codec, &back), 0);
            ck_assert_uint_eq(reference((char *)buf_bytes(&b), buf_len(&b), &back), buf_len(&b));
            ck_assert_mem_eq(buf_bytes(&b), expected, buf_len(&b));
            codec_free(codec, &back);
            buf_free(&b);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("codec");
    TCase *tc = tcase_create("codec");

    tcase_add_test(tc, a_short_frame_that_promises_much_costs_nothing);
    tcase_add_test(tc, a_count_over_the_limit_is_refused_though_the_bytes_are_there);
    tcase_add_test(tc, a_short_payload_is_an_error_and_leaves_nothing);
    tcase_add_test(tc, bytes_behind_a_structure_are_ignored);
    tcase_add_test(tc, no_codec_takes_and_gives_nothing);
    tcase_add_test(tc, a_message_over_a_limit_is_taken_back);
    tcase_add_loop_test(tc, a_typed_parameter_of_no_known_type_is_refused, 0, 10);
    tcase_add_loop_test(tc, words_and_texts_are_those_of_libtirpc, VIR_TYPED_PARAM_INT,
                        VIR_TYPED_PARAM_STRING + 1);
    tcase_add_test(tc, an_error_survives_the_way);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
