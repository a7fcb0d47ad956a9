/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The client's half of a conversation in SASL. libsasl2 asks us for names and passwords; we ask
 * auth.conf, and for the rest the program, in one go.
 *
 * The mechanism has to be content, not the daemon alone: with most of them a daemon has to show
 * that it knows the password, too. Over UNIX sockets no layer over what follows is asked for.
 */
#include <pthread.h>
#include <sasl/sasl.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "client/auth/credentials.h"
#include "client/remote/auth.h"
#include "client/remote/call.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "rpc/sasl_threads.h"
#include "drivers/session.h"

#define LOG_MODULE "client.sasl"
#define SERVICE    "libvirt"
#define HOST       "localhost"

/* Whom libsasl2 may ask for what; key: where auth.conf has it. */
static const struct {
    int type; /* VIR_CRED_* */
    unsigned long id;
    const char *key;
} kinds[] = {
    {VIR_CRED_USERNAME, SASL_CB_USER, "username"},
    {VIR_CRED_AUTHNAME, SASL_CB_AUTHNAME, "authname"},
    {VIR_CRED_LANGUAGE, SASL_CB_LANGUAGE, NULL},
    {VIR_CRED_CNONCE, SASL_CB_CNONCE, NULL},
    {VIR_CRED_PASSPHRASE, SASL_CB_PASS, "password"},
    {VIR_CRED_ECHOPROMPT, SASL_CB_ECHOPROMPT, NULL},
    {VIR_CRED_NOECHOPROMPT, SASL_CB_NOECHOPROMPT, NULL},
    {VIR_CRED_REALM, SASL_CB_GETREALM, "realm"},
};
enum { KINDS = ARRAY_SIZE(kinds), QUESTIONS_MAX = 32 };

struct talk {
    struct session *session;
    struct credentials *credentials;
    sasl_conn_t *conn;
    sasl_callback_t callbacks[KINDS + 2]; /* those that somebody answers, the log, the end */
    virConnectCredential asked[QUESTIONS_MAX];
    unsigned n_asked;
    bool content; /* the mechanism has all it wants */
};

/* What one side says. */
struct words {
    const char *data;
    unsigned len;
};

static void talk_done(struct talk *talk)
{
    if (talk->conn)
        sasl_dispose(&talk->conn);
    for (unsigned i = 0; i < talk->n_asked; i++)
        credentials_forget(&talk->asked[i]);
}

static int failed(const struct talk *talk, int r)
{
    return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL: %s",
                     talk->conn ? sasl_errdetail(talk->conn) : sasl_errstring(r, NULL, NULL));
}

/* ---- beginning ---- */

static int tell(void *context, int level, const char *message)
{
    if (level > SASL_LOG_NONE && level <= SASL_LOG_DEBUG)
        log_debug("%s", message);
    return SASL_OK;
}

typedef int (*callback)(void);

static int prepared;

static void prepare(void)
{
    sasl_threads_use();
    prepared = sasl_client_init(NULL);
}

/* Says of what libsasl2 may ask us, which decides about mechanisms: what the file knows and what
 * the program answers. */
static int fill_callbacks(struct talk *talk)
{
    sasl_callback_t *to = talk->callbacks;

    for (unsigned i = 0; i < KINDS; i++) {
        const char *known = NULL;

        if (kinds[i].key && credentials_find(talk->credentials, SERVICE, kinds[i].key, &known) < 0)
            return -1;
        if (known || credentials_answers(talk->credentials, kinds[i].type))
            *to++ = (sasl_callback_t){.id = kinds[i].id};
    }
    *to++ = (sasl_callback_t){SASL_CB_LOG, (callback)(void (*)(void))tell, NULL};
    *to = (sasl_callback_t){.id = SASL_CB_LIST_END};
    return 0;
}

static int set_up(struct talk *talk)
{
    static const sasl_security_properties_t on_a_local_socket = {.max_ssf = 0};
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int r;

    pthread_once(&once, prepare);
    if (prepared != SASL_OK)
        return failed(talk, prepared);
    if (fill_callbacks(talk) < 0)
        return -1;
    r = sasl_client_new(SERVICE, HOST, NULL, NULL, talk->callbacks, SASL_SUCCESS_DATA, &talk->conn);
    if (r == SASL_OK)
        r = sasl_setprop(talk->conn, SASL_SEC_PROPS, &on_a_local_socket);
    return r == SASL_OK ? 0 : failed(talk, r);
}

/* ---- questions ---- */

static const char *key_of(unsigned long id, int *ret_type)
{
    for (unsigned i = 0; i < KINDS; i++) {
        if (kinds[i].id == id) {
            *ret_type = kinds[i].type;
            return kinds[i].key;
        }
    }
    *ret_type = 0;
    return NULL;
}

/* Answers from the file; 1: the program has to, and question is what it is asked. */
static int answer_from_file(const struct talk *talk, sasl_interact_t *q,
                            virConnectCredential *question)
{
    const char *known = NULL, *key = key_of(q->id, &question->type);

    if (key && credentials_find(talk->credentials, SERVICE, key, &known) < 0)
        return -1;
    if (known) {
        q->result = known;
        q->len = (unsigned)strlen(known);
        return 0;
    }
    question->prompt = q->prompt;
    question->challenge = q->challenge;
    question->defresult = q->defresult;
    return 1;
}

/* Answers what libsasl2 asks. The answers of the program stay with the talk. */
static int answer(struct talk *talk, sasl_interact_t *questions)
{
    sasl_interact_t *of_program[QUESTIONS_MAX];
    unsigned first = talk->n_asked;

    for (sasl_interact_t *q = questions; q->id != SASL_CB_LIST_END; q++) {
        virConnectCredential question = {0};
        int r = answer_from_file(talk, q, &question);

        if (r < 0)
            return -1;
        if (r == 0)
            continue;
        if (talk->n_asked == QUESTIONS_MAX)
            return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED, "SASL asks without an end");
        of_program[talk->n_asked] = q;
        talk->asked[talk->n_asked++] = question;
    }
    if (talk->n_asked > first && credentials_ask(talk->credentials, VIR_FROM_REMOTE,
                                                 talk->asked + first, talk->n_asked - first) < 0)
        return -1;
    for (unsigned i = first; i < talk->n_asked; i++) {
        of_program[i]->result = talk->asked[i].result;
        of_program[i]->len = talk->asked[i].result ? talk->asked[i].resultlen : 0;
    }
    return 0;
}

/* ---- what we say ---- */

/* The first words, in the mechanism that libsasl2 likes best of the list. */
static int begin(struct talk *talk, const char *mechanisms, const char **ret_mechanism,
                 struct words *ret_words)
{
    sasl_interact_t *questions = NULL;
    int r;

    while ((r = sasl_client_start(talk->conn, mechanisms, &questions, &ret_words->data,
                                  &ret_words->len, ret_mechanism)) == SASL_INTERACT) {
        if (answer(talk, questions) < 0)
            return -1;
    }
    talk->content = r == SASL_OK;
    return r == SASL_OK || r == SASL_CONTINUE ? 0 : failed(talk, r);
}

/* The answer to what the daemon says. */
static int go_on(struct talk *talk, struct words from_daemon, struct words *ret_words)
{
    sasl_interact_t *questions = NULL;
    int r;

    *ret_words = (struct words){0};
    while ((r = sasl_client_step(talk->conn, from_daemon.data, from_daemon.len, &questions,
                                 &ret_words->data, &ret_words->len)) == SASL_INTERACT) {
        if (answer(talk, questions) < 0)
            return -1;
    }
    talk->content = r == SASL_OK;
    return r == SASL_OK || r == SASL_CONTINUE ? 0 : failed(talk, r);
}

/* ---- over the wire ---- */

/* The reply of START and STEP: they are of the same shape. */
typedef remote_auth_sasl_start_ret reply;

static void reply_done(reply *r)
{
    free(r->data.data_val);
}

/* Says our words, in that mechanism at first, with NULL afterwards. */
static int say(struct talk *talk, const char *mechanism, struct words words, reply *ret)
{
    char *data = (char *)(uintptr_t)words.data;
    remote_auth_sasl_step_ret got = {0};

    if (words.len > REMOTE_AUTH_SASL_DATA_MAX)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                         "SASL says %u bytes, a call holds %d", words.len,
                         REMOTE_AUTH_SASL_DATA_MAX);
    if (mechanism) {
        const remote_auth_sasl_start_args args = {
            .mech = (char *)(uintptr_t)mechanism,
            .nil = !data,
            .data = {.data_len = words.len, .data_val = data},
        };
        return remote_stub_ops.auth_sasl_start(talk->session, &args, ret);
    }
    const remote_auth_sasl_step_args args = {
        .nil = !data,
        .data = {.data_len = words.len, .data_val = data},
    };
    if (remote_stub_ops.auth_sasl_step(talk->session, &args, &got) < 0)
        return -1;
    *ret = (reply){.complete = got.complete, .nil = got.nil};
    ret->data.data_val = got.data.data_val;
    ret->data.data_len = got.data.data_len;
    return 0;
}

/* One question of the daemon and our answer to it. 1: both sides are content, 0: not yet. */
static int exchange(struct talk *talk, const char *mechanism, struct words *words)
{
    _cleanup_(reply_done) reply got = {0};
    struct words from_daemon = {0};

    if (say(talk, mechanism, *words, &got) < 0)
        return -1;
    if (!got.nil)
        from_daemon = (struct words){got.data.data_val, got.data.data_len};
    if (got.complete && talk->content)
        return 1;
    if (go_on(talk, from_daemon, words) < 0)
        return -1;
    if (!got.complete)
        return 0;
    return talk->content ? 1
                         : error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                                     "the daemon is content before it has shown who it is");
}

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, len) == 0 && (at[len] == ',' || !at[len]))
            return true;
    }
    return false;
}

static int converse(struct talk *talk, const char *mechanisms)
{
    const char *mechanism = NULL;
    struct words words = {0};
    int r;

    if (set_up(talk) < 0 || begin(talk, mechanisms, &mechanism, &words) < 0)
        return -1;
    for (r = exchange(talk, mechanism, &words); r == 0;)
        r = exchange(talk, NULL, &words);
    return r < 0 ? -1 : 0;
}

int sasl_open(struct session *s, struct credentials *credentials, const char *mechanism)
{
    _cleanup_(talk_done) struct talk talk = {.session = s, .credentials = credentials};
    remote_auth_sasl_init_ret init = {0};
    int r;

    if (remote_stub_ops.auth_sasl_init(s, &init) < 0)
        return -1;
    if (mechanism && !has_word(init.mechlist, mechanism))
        r = error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                      "the daemon does not offer the mechanism '%s' of the URI", mechanism);
    else
        r = converse(&talk, mechanism ? mechanism : init.mechlist);
    free(init.mechlist);
    return r;
}
