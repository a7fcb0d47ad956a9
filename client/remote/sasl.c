/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The client's half of an exchange in SASL. libsasl2 asks us for names and passwords; we ask
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
#include "drivers/session.h"
#include "rpc/sasl_threads.h"

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

struct sasl_login {
    struct session *session;
    struct credentials *credentials;
    sasl_conn_t *conn;
    sasl_callback_t callbacks[KINDS + 2]; /* those that somebody answers, the log, the end */
    virConnectCredential asked[QUESTIONS_MAX];
    unsigned n_asked;
    bool content; /* the mechanism has all it wants */
};

/* What one side sends. */
struct sasl_data {
    const char *data;
    unsigned len;
};

static void login_done(struct sasl_login *login)
{
    if (login->conn)
        sasl_dispose(&login->conn);
    for (unsigned i = 0; i < login->n_asked; i++)
        credentials_forget(&login->asked[i]);
}

static int login_fail(const struct sasl_login *login, int r)
{
    return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL: %s",
                     login->conn ? sasl_errdetail(login->conn) : sasl_errstring(r, NULL, NULL));
}

/* ---- beginning ---- */

static int login_log(void *context, int level, const char *message)
{
    if (level > SASL_LOG_NONE && level <= SASL_LOG_DEBUG)
        log_debug("%s", message);
    return SASL_OK;
}

typedef int (*callback)(void);

static int login_prepared;

static void login_prepare(void)
{
    sasl_threads_use();
    login_prepared = sasl_client_init(NULL);
}

/* Says of what libsasl2 may ask us, which decides about mechanisms: what the file knows and what
 * the program answers. */
static int login_fill_callbacks(struct sasl_login *login)
{
    sasl_callback_t *to = login->callbacks;

    for (unsigned i = 0; i < KINDS; i++) {
        const char *known = NULL;

        if (kinds[i].key && credentials_find(login->credentials, SERVICE, kinds[i].key, &known) < 0)
            return -1;
        if (known || credentials_answers(login->credentials, kinds[i].type))
            *to++ = (sasl_callback_t){.id = kinds[i].id};
    }
    *to++ = (sasl_callback_t){SASL_CB_LOG, (callback)(void (*)(void))login_log, NULL};
    *to = (sasl_callback_t){.id = SASL_CB_LIST_END};
    return 0;
}

static int login_set_up(struct sasl_login *login)
{
    static const sasl_security_properties_t on_a_local_socket = {.max_ssf = 0};
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int r;

    pthread_once(&once, login_prepare);
    if (login_prepared != SASL_OK)
        return login_fail(login, login_prepared);
    if (login_fill_callbacks(login) < 0)
        return -1;
    r = sasl_client_new(SERVICE, HOST, NULL, NULL, login->callbacks, SASL_SUCCESS_DATA,
                        &login->conn);
    if (r == SASL_OK)
        r = sasl_setprop(login->conn, SASL_SEC_PROPS, &on_a_local_socket);
    return r == SASL_OK ? 0 : login_fail(login, r);
}

/* ---- questions ---- */

static const char *login_key_of(unsigned long id, int *ret_type)
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
static int login_answer_from_file(const struct sasl_login *login, sasl_interact_t *q,
                                  virConnectCredential *question)
{
    const char *known = NULL, *key = login_key_of(q->id, &question->type);

    if (key && credentials_find(login->credentials, SERVICE, key, &known) < 0)
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

/* Answers what libsasl2 asks. The answers of the program stay with the login. */
static int login_answer(struct sasl_login *login, sasl_interact_t *questions)
{
    sasl_interact_t *of_program[QUESTIONS_MAX];
    unsigned first = login->n_asked;

    for (sasl_interact_t *q = questions; q->id != SASL_CB_LIST_END; q++) {
        virConnectCredential question = {0};
        int r = login_answer_from_file(login, q, &question);

        if (r < 0)
            return -1;
        if (r == 0)
            continue;
        if (login->n_asked == QUESTIONS_MAX)
            return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED, "SASL asks without an end");
        of_program[login->n_asked] = q;
        login->asked[login->n_asked++] = question;
    }
    if (login->n_asked > first && credentials_ask(login->credentials, VIR_FROM_REMOTE,
                                                  login->asked + first, login->n_asked - first) < 0)
        return -1;
    for (unsigned i = first; i < login->n_asked; i++) {
        of_program[i]->result = login->asked[i].result;
        of_program[i]->len = login->asked[i].result ? login->asked[i].resultlen : 0;
    }
    return 0;
}

/* ---- what we say ---- */

/* The first data, in the mechanism that libsasl2 likes best of the list. */
static int login_begin(struct sasl_login *login, const char *mechanisms, const char **ret_mechanism,
                       struct sasl_data *ret_data)
{
    sasl_interact_t *questions = NULL;
    int r;

    while ((r = sasl_client_start(login->conn, mechanisms, &questions, &ret_data->data,
                                  &ret_data->len, ret_mechanism)) == SASL_INTERACT) {
        if (login_answer(login, questions) < 0)
            return -1;
    }
    login->content = r == SASL_OK;
    return r == SASL_OK || r == SASL_CONTINUE ? 0 : login_fail(login, r);
}

/* The answer to what the daemon says. */
static int login_step(struct sasl_login *login, struct sasl_data from_daemon,
                      struct sasl_data *ret_data)
{
    sasl_interact_t *questions = NULL;
    int r;

    *ret_data = (struct sasl_data){0};
    while ((r = sasl_client_step(login->conn, from_daemon.data, from_daemon.len, &questions,
                                 &ret_data->data, &ret_data->len)) == SASL_INTERACT) {
        if (login_answer(login, questions) < 0)
            return -1;
    }
    login->content = r == SASL_OK;
    return r == SASL_OK || r == SASL_CONTINUE ? 0 : login_fail(login, r);
}

/* ---- over the wire ---- */

/* The reply of START and STEP: they are of the same shape. */
typedef remote_auth_sasl_start_ret reply;

static void login_reply_done(reply *r)
{
    free(r->data.data_val);
}

/* Sends our data, with the mechanism at first, with NULL afterwards. */
static int login_send(struct sasl_login *login, const char *mechanism, struct sasl_data ours,
                      reply *ret)
{
    char *bytes = (char *)(uintptr_t)ours.data;
    remote_auth_sasl_step_ret got = {0};

    if (ours.len > REMOTE_AUTH_SASL_DATA_MAX)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                         "SASL says %u bytes, a call holds %d", ours.len,
                         REMOTE_AUTH_SASL_DATA_MAX);
    if (mechanism) {
        const remote_auth_sasl_start_args args = {
            .mech = (char *)(uintptr_t)mechanism,
            .nil = !bytes,
            .data = {.data_len = ours.len, .data_val = bytes},
        };
        return remote_stub_ops.auth_sasl_start(login->session, &args, ret);
    }
    const remote_auth_sasl_step_args args = {
        .nil = !bytes,
        .data = {.data_len = ours.len, .data_val = bytes},
    };
    if (remote_stub_ops.auth_sasl_step(login->session, &args, &got) < 0)
        return -1;
    *ret = (reply){.complete = got.complete, .nil = got.nil};
    ret->data.data_val = got.data.data_val;
    ret->data.data_len = got.data.data_len;
    return 0;
}

/* One question of the daemon and our answer to it. 1: both sides are content, 0: not yet. */
static int login_exchange(struct sasl_login *login, const char *mechanism, struct sasl_data *data)
{
    _cleanup_(login_reply_done) reply got = {0};
    struct sasl_data from_daemon = {0};

    if (login_send(login, mechanism, *data, &got) < 0)
        return -1;
    if (!got.nil)
        from_daemon = (struct sasl_data){got.data.data_val, got.data.data_len};
    if (got.complete && login->content)
        return 1;
    if (login_step(login, from_daemon, data) < 0)
        return -1;
    if (!got.complete)
        return 0;
    return login->content ? 1
                          : error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                                      "the daemon is content before it has shown who it is");
}

static bool login_offers(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, len) == 0 && (at[len] == ',' || !at[len]))
            return true;
    }
    return false;
}

static int login_run(struct sasl_login *login, const char *mechanisms)
{
    const char *mechanism = NULL;
    struct sasl_data data = {0};
    int r;

    if (login_set_up(login) < 0 || login_begin(login, mechanisms, &mechanism, &data) < 0)
        return -1;
    for (r = login_exchange(login, mechanism, &data); r == 0;)
        r = login_exchange(login, NULL, &data);
    return r < 0 ? -1 : 0;
}

int sasl_open(struct session *s, struct credentials *credentials, const char *mechanism)
{
    _cleanup_(login_done) struct sasl_login login = {.session = s, .credentials = credentials};
    remote_auth_sasl_init_ret init = {0};
    int r;

    if (remote_stub_ops.auth_sasl_init(s, &init) < 0)
        return -1;
    if (mechanism && !login_offers(init.mechlist, mechanism))
        r = error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                      "the daemon does not offer the mechanism '%s' of the URI", mechanism);
    else
        r = login_run(&login, mechanism ? mechanism : init.mechlist);
    free(init.mechlist);
    return r;
}
