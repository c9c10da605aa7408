/* SQLite's turns: sqlite WORK DATABASE COUNT EVENTS prints what a turn took as JSON.
 *
 * WAL with synchronous FULL: a commit is on the disk when it is answered. SQLite has one writer at
 * a time and no commit that callers share, so the sixty-four of a group, threads of one process,
 * take turns at one connection: quicker than connections of their own, which poll for the lock. */
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>

#include "turn.h"

static const char *settings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-262144;"
    "PRAGMA mmap_size=4294967296; PRAGMA wal_autocheckpoint=10000;";

static const char *schema =
    "CREATE TABLE IF NOT EXISTS events(position INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
    " revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, time TEXT NOT NULL,"
    " data TEXT NOT NULL, UNIQUE(stream, revision))";

static const char *insert =
    "INSERT INTO events(stream, revision, id, type, time, data) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";

/* Adds nothing unless the stream's last event has the revision before. */
static const char *checked_insert =
    "INSERT INTO events(stream, revision, id, type, time, data) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
    " WHERE (SELECT coalesce(max(revision), -1) FROM events WHERE stream = ?1) = ?2 - 1";

static sqlite3 *database;

static void run(const char *statements) {
    if (sqlite3_exec(database, statements, NULL, NULL, NULL))
        fail(statements, sqlite3_errmsg(database));
}

static sqlite3_stmt *prepare(const char *text) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database, text, -1, &statement, NULL))
        fail(text, sqlite3_errmsg(database));
    return statement;
}

static void append(sqlite3_stmt *statement, const struct event *event) {
    for (int field = 0; field < FIELDS; field++)
        if (field == REVISION) sqlite3_bind_int64(statement, 2, atoll(event->field[REVISION]));
        else sqlite3_bind_text(statement, field + 1, event->field[field], -1, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_changes(database) != 1)
        fail(event->field[ID], sqlite3_errmsg(database));
    sqlite3_reset(statement);
}

static struct turn single(const struct event *events, size_t count) {
    struct turn turn = turn_of(count);
    sqlite3_stmt *statement = prepare(insert);
    for (size_t index = 0; index < count; index++) {
        double start = now();
        append(statement, &events[index]);
        add(&turn, start, 1);
    }
    return turn;
}

/* Batches of ten thousand, each read from the file before it is timed. */
static struct turn bulk(FILE *file, size_t count) {
    struct turn turn = turn_of(count / BATCH);
    sqlite3_stmt *statement = prepare(insert);
    for (size_t batch = 0; batch < count / BATCH; batch++) {
        struct event *events = next_events(file, BATCH);
        double start = now();
        run("BEGIN");
        for (size_t index = 0; index < BATCH; index++) append(statement, &events[index]);
        run("COMMIT");
        add(&turn, start, BATCH);
        release(events, BATCH);
    }
    return turn;
}

/* One of the callers of a group: its own events, and the baton that gives it the connection. A
 * mutex would let some callers starve. */
struct caller { const struct event *events; size_t count; struct turn turn; sem_t baton; };

static struct caller callers[CALLERS];
static sqlite3_stmt *shared_statement;

static void *call(void *argument) {
    struct caller *caller = argument;
    struct caller *next = caller + 1 < callers + CALLERS ? caller + 1 : callers;
    for (size_t index = 0; index < caller->count; index++) {
        double start = now();
        sem_wait(&caller->baton);
        append(shared_statement, &caller->events[index]);
        sem_post(&next->baton);
        add(&caller->turn, start, 1);
    }
    return NULL;
}

static struct turn group(const struct event *events, size_t count) {
    size_t share = count / CALLERS;
    pthread_t threads[CALLERS];
    struct turn turn = turn_of(count);
    shared_statement = prepare(checked_insert);
    for (size_t number = 0; number < CALLERS; number++) {
        callers[number] = (struct caller){
            .events = events + number * share, .count = share, .turn = turn_of(share),
        };
        sem_init(&callers[number].baton, 0, number == 0);
    }
    double start = now();
    for (size_t number = 0; number < CALLERS; number++)
        pthread_create(&threads[number], NULL, call, &callers[number]);
    for (size_t number = 0; number < CALLERS; number++) {
        pthread_join(threads[number], NULL);
        memcpy(turn.micros + turn.calls, callers[number].turn.micros, share * sizeof(double));
        turn.calls += share;
    }
    turn.seconds = now() - start;
    turn.events = turn.calls;
    return turn;
}

enum { TEXTS = 5 };

/* An event that outlives the step of the statement that read it. */
struct copied { sqlite3_int64 position, revision; char *text[TEXTS]; };

/* The row's event with its texts behind it, in one piece of memory. */
static struct copied *copy_row(sqlite3_stmt *statement) {
    size_t length[TEXTS], bytes = 0;
    for (int text = 0; text < TEXTS; text++)
        bytes += length[text] = (size_t)sqlite3_column_bytes(statement, text + 2) + 1;
    struct copied *event = malloc(sizeof *event + bytes);
    char *room = (char *)(event + 1);
    event->position = sqlite3_column_int64(statement, 0);
    event->revision = sqlite3_column_int64(statement, 1);
    for (int text = 0; text < TEXTS; room += length[text++])
        event->text[text] =
            memcpy(room, sqlite3_column_text(statement, text + 2), length[text]);
    return event;
}

static struct turn read_all(void) {
    struct turn turn = turn_of(1);
    size_t events = 0;
    sqlite3_int64 sum = 0;
    double start = now();
    sqlite3_stmt *statement = prepare(
        "SELECT position, revision, stream, id, type, time, data FROM events ORDER BY position");
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct copied *event = copy_row(statement);
        sum += event->position + event->text[TEXTS - 1][0];
        free(event);
        events++;
    }
    add(&turn, start, events);
    if (!sum) fail("read", "there was nothing");
    return turn;
}

static struct turn perform(const char *work, FILE *file, size_t count) {
    if (!strcmp(work, "read")) return read_all();
    if (!strcmp(work, "bulk")) return bulk(file, count);
    struct event *events = next_events(file, count);
    if (!strcmp(work, "single")) return single(events, count);
    if (!strcmp(work, "group")) return group(events, count);
    fail(work, "is no turn");
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage", "sqlite single|group|bulk|read DATABASE COUNT EVENTS");
    if (sqlite3_open(arguments[2], &database)) fail(arguments[2], sqlite3_errmsg(database));
    run(settings);
    run(schema);
    FILE *file = open_events(arguments[4]);
    struct turn turn = perform(arguments[1], file, strtoull(arguments[3], NULL, 10));
    report(&turn);
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    return 0;
}
