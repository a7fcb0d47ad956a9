/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The channel to the guest's agent: a line of text is a command, and so is its answer.
 *
 *     {"execute":"guest-ping","id":7}     {"return":{},"id":7}
 *     nonsense                            {"error":{"class":"GenericError","desc":"..."}}
 *
 * A byte 0xFF lets the agent forget what came before it, so that a caller can begin anew whatever
 * the last one left behind; the answer to guest-sync-delimited begins with one for the same reason.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/text_stream.h"
#include "drivers/test/guest/agent.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/guest/json.h"
#include "drivers/test/world/world.h"

enum { LONGEST = 65536, FORGET = 0xff };

static void put_id(FILE *out, struct json_object *command)
{
    struct json_object *id = json_get(command, "id");

    if (!json_object_is_type(id, json_type_int) && !json_object_is_type(id, json_type_double) &&
        !json_object_is_type(id, json_type_string))
        return;
    fputs(",\"id\":", out);
    json_write(out, id);
}

static void put_error(FILE *out, const char *error_class, const char *text)
{
    fprintf(out, "{\"error\":{\"class\":\"%s\",\"desc\":", error_class);
    json_quote(out, text);
    fputc('}', out);
}

/* Writes what the agent says to the text. */
static void agent_channel_answer(struct world *w, struct machine *m, const char *text, FILE *out)
{
    _cleanup_(json_freep) struct json_object *command = json_read(text);
    const char *name = json_get_text(command, "execute"), *error_class;
    _cleanup_free_ char *said = NULL;
    size_t size;
    FILE *part = text_stream_open(&said, &size);
    int r = part ? agent_run(w, m, command, part, &error_class) : -1;

    if (name && strcmp(name, "guest-sync-delimited") == 0)
        fputc(FORGET, out);
    if (!part || fclose(part) != 0)
        put_error(out, "GenericError", "no memory");
    else if (r < 0)
        put_error(out, error_class, error_get()->message);
    else
        fputs(said, out);
    put_id(out, command);
    fputs("}\n", out);
    error_reset();
}

static int agent_channel_say(struct world *w, struct chardev_session *l, const char *text)
{
    _cleanup_free_ char *said = NULL;
    size_t size = 0;
    FILE *out = text_stream_open(&said, &size);

    if (!out)
        return error_oom(VIR_FROM_QEMU);
    if (text) {
        agent_channel_answer(w, l->machine, text, out);
    } else {
        put_error(out, "GenericError", "the line is too long");
        fputs("}\n", out);
    }
    return fclose(out) == 0 ? chardev_say(l, said, size) : error_oom(VIR_FROM_QEMU);
}

/* A whole line; what is in it before the last FORGET does not count. Blanks are no command. */
static int take_line(struct world *w, struct chardev_session *l, const uint8_t *bytes, size_t len)
{
    const uint8_t *before = memrchr(bytes, FORGET, len);
    size_t gone = before ? (size_t)(before - bytes) + 1 : 0;
    _cleanup_free_ char *text = NULL;

    if (l->skips && !gone) {
        l->skips = false;
        return 0;
    }
    l->skips = false;
    if (len - gone > LONGEST)
        return agent_channel_say(w, l, NULL);
    text = strndup((const char *)bytes + gone, len - gone);
    if (!text)
        return error_oom(VIR_FROM_QEMU);
    if (strlen(text) != len - gone) /* a byte 0 is in no JSON */
        *text = '\0';
    else if (!text[strspn(text, " \t\r")])
        return 0;
    return agent_channel_say(w, l, text);
}

/* What is left is the beginning of a line: it does not grow without an end. */
static int check_rest(struct world *w, struct chardev_session *l)
{
    size_t len = buf_len(&l->typed);
    const uint8_t *before = len ? memrchr(buf_bytes(&l->typed), FORGET, len) : NULL;

    if (before) {
        buf_eat(&l->typed, (size_t)(before - buf_bytes(&l->typed)) + 1);
        l->skips = false;
    }
    if (!l->skips && buf_len(&l->typed) <= LONGEST)
        return 0;
    buf_reset(&l->typed);
    if (l->skips)
        return 0;
    l->skips = true;
    return agent_channel_say(w, l, NULL);
}

static int agent_channel_heard(struct world *w, struct chardev_session *l)
{
    const uint8_t *end;

    if (test_machine(l->machine)->guest.agent_gone)
        return 0;
    while (buf_len(&l->typed) && (end = memchr(buf_bytes(&l->typed), '\n', buf_len(&l->typed)))) {
        size_t len = (size_t)(end - buf_bytes(&l->typed));
        int r = take_line(w, l, buf_bytes(&l->typed), len);

        buf_eat(&l->typed, len + 1);
        if (r < 0)
            return -1;
    }
    return check_rest(w, l);
}

const struct chardev_kind agent_line = {.heard = agent_channel_heard};
