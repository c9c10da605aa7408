/* Redis's turns: redis WORK SOCKET COUNT EVENTS prints what a turn took as JSON.
 *
 * All events stand in one stream, in the order in which they came. A group's appends go through a
 * script that compares the expected revision of the order with the one that a hash has of it. A
 * bulk comes through many connections in pipelines: of one connection the server syncs every 16 KiB
 * that it reads, and a transaction of ten thousand is slower, too. */
#include <hiredis/hiredis.h>
#include <poll.h>

#include "turn.h"

/* Events of a pipeline; with more of them, or fewer connections, Redis takes fewer a second. */
enum { PIPELINE = 100 };

static const char *checked_append =
    "if (redis.call('HGET', KEYS[2], ARGV[1]) or '0') ~= ARGV[2] then"
    "  return redis.error_reply('WRONGREVISION') end "
    "redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] + 1) "
    "return redis.call('XADD', KEYS[1], '*', 'stream', ARGV[1], 'revision', ARGV[2],"
    " 'id', ARGV[3], 'type', ARGV[4], 'time', ARGV[5], 'data', ARGV[6])";

static const char *path;

static redisContext *dial(void) {
    redisContext *connection = redisConnectUnix(path);
    if (!connection || connection->err) fail(path, connection ? connection->errstr : "no memory");
    return connection;
}

static redisReply *sound(redisReply *reply, const char *what) {
    if (!reply) fail(what, "the server went away");
    if (reply->type == REDIS_REPLY_ERROR) fail(what, reply->str);
    return reply;
}

/* A caller, with whole orders of its own, who sends some events when all before were answered. */
struct caller {
    redisContext *connection;
    const struct event *next, *end;
    size_t unanswered;
    double sent;
};

/* How a work calls: how many callers at once, with how many events each, and with which command. */
struct manner {
    size_t callers, depth;
    void (*queue)(redisContext *, const struct event *);
};

static void queue_append(redisContext *connection, const struct event *event) {
    char *const *field = event->field;
    const char *words[] = {
        "XADD", "events", "*", "stream", field[STREAM], "revision", field[REVISION],
        "id", field[ID], "type", field[TYPE], "time", field[TIME], "data", field[DATA],
    };
    redisAppendCommandArgv(connection, sizeof words / sizeof *words, words, NULL);
}

static char *script;

static void queue_checked(redisContext *connection, const struct event *event) {
    char *const *field = event->field;
    const char *words[] = {
        "EVALSHA", script, "2", "events", "revisions",
        field[STREAM], field[REVISION], field[ID], field[TYPE], field[TIME], field[DATA],
    };
    redisAppendCommandArgv(connection, sizeof words / sizeof *words, words, NULL);
}

static void send_next(struct caller *caller, const struct manner *manner) {
    int done = 0;
    for (; caller->unanswered < manner->depth && caller->next < caller->end; caller->unanswered++)
        manner->queue(caller->connection, caller->next++);
    caller->sent = now();
    while (!done)
        if (redisBufferWrite(caller->connection, &done)) fail("append", caller->connection->errstr);
}

/* Takes the replies that came for a caller; answers how many. */
static size_t receive(struct caller *caller) {
    size_t replies = 0;
    void *reply = NULL;
    if (redisBufferRead(caller->connection)) fail("append", caller->connection->errstr);
    while (!redisGetReplyFromReader(caller->connection, &reply) && reply) {
        freeReplyObject(sound(reply, "append"));
        replies++;
    }
    caller->unanswered -= replies;
    return replies;
}

/* All callers in one loop, as redis-benchmark has them: threads would take from the server. */
static struct turn append(const struct event *events, size_t count, struct manner manner) {
    size_t share = count / manner.callers / EVENTS_PER_ORDER * EVENTS_PER_ORDER, answered = 0;
    struct caller callers[CALLERS];
    struct pollfd polled[CALLERS];
    struct turn turn = turn_of(count);
    for (size_t number = 0; number < manner.callers; number++) {
        const struct event *mine = events + number * share;
        const struct event *end = number + 1 < manner.callers ? mine + share : events + count;
        callers[number] = (struct caller){ dial(), mine, end, 0, 0 };
        polled[number] = (struct pollfd){ callers[number].connection->fd, POLLIN, 0 };
    }
    double start = now();
    for (size_t number = 0; number < manner.callers; number++) send_next(&callers[number], &manner);
    while (answered < count) {
        poll(polled, manner.callers, -1);
        for (size_t number = 0; number < manner.callers; number++) {
            struct caller *caller = &callers[number];
            if (!polled[number].revents) continue;
            answered += receive(caller);
            if (caller->unanswered) continue;
            add(&turn, caller->sent, 0);
            if (caller->next < caller->end) send_next(caller, &manner);
            else polled[number].fd = -1;
        }
    }
    turn.seconds = now() - start;
    turn.events = answered;
    return turn;
}

static struct turn group(const struct event *events, size_t count) {
    script = sound(redisCommand(dial(), "SCRIPT LOAD %s", checked_append), "script")->str;
    return append(events, count, (struct manner){ CALLERS, 1, queue_checked });
}

/* Reads every event in pages, each field a value of its own. */
static struct turn read_all(void) {
    redisContext *connection = dial();
    struct turn turn = turn_of(1);
    char after[64] = "-";
    size_t events = 0;
    double start = now();
    for (;;) {
        redisReply *page = sound(
            redisCommand(connection, "XRANGE events %s + COUNT %d", after, BATCH), "read");
        if (!page->elements) break;
        events += page->elements;
        snprintf(after, sizeof after, "(%s", page->element[page->elements - 1]->element[0]->str);
        freeReplyObject(page);
    }
    add(&turn, start, events);
    return turn;
}

static struct turn perform(const char *work, FILE *file, size_t count) {
    if (!strcmp(work, "read")) return read_all();
    struct event *events = next_events(file, count);
    if (!strcmp(work, "single"))
        return append(events, count, (struct manner){ 1, 1, queue_append });
    if (!strcmp(work, "group")) return group(events, count);
    if (!strcmp(work, "bulk"))
        return append(events, count, (struct manner){ CALLERS, PIPELINE, queue_append });
    fail(work, "is no turn");
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage", "redis single|group|bulk|read SOCKET COUNT EVENTS");
    path = arguments[2];
    FILE *file = open_events(arguments[4]);
    struct turn turn = perform(arguments[1], file, strtoull(arguments[3], NULL, 10));
    report(&turn);
    return 0;
}
