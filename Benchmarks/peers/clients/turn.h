/* What the native clients share: events from a file, a clock, and the report of a turn.
 *
 * The file has an event a line, with tabs between its fields: stream, revision, id, type, time and
 * data. */
#ifndef TURN_H
#define TURN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIELDS = 6, BATCH = 10000, CALLERS = 64, EVENTS_PER_ORDER = 5 };
enum field { STREAM, REVISION, ID, TYPE, TIME, DATA };

/* An event's line, and where in it the texts of its fields begin, each ended by a zero byte. */
struct event { char *line; char *field[FIELDS]; };

/* What a turn took: each call's own microseconds, and the sum of what was timed. */
struct turn { size_t events; double seconds; size_t calls; double *micros; };

_Noreturn static inline void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline FILE *open_events(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path, "cannot be read");
    return file;
}

/* The next events of a file, as many as are asked for. */
static inline struct event *next_events(FILE *file, size_t count) {
    struct event *events = calloc(count, sizeof *events);
    for (size_t index = 0; index < count; index++) {
        size_t room = 0;
        if (getline(&events[index].line, &room, file) < 0) fail("events", "there are too few");
        char *rest = events[index].line;
        for (int field = 0; field < FIELDS; field++)
            events[index].field[field] = strsep(&rest, "\t\n");
    }
    return events;
}

static inline void release(struct event *events, size_t count) {
    for (size_t index = 0; index < count; index++) free(events[index].line);
    free(events);
}

static inline struct turn turn_of(size_t calls) {
    return (struct turn){ .micros = calloc(calls, sizeof(double)) };
}

/* Counts a call that began at a time, and added events. */
static inline void add(struct turn *turn, double start, size_t events) {
    double took = now() - start;
    turn->micros[turn->calls++] = took * 1e6;
    turn->seconds += took;
    turn->events += events;
}

static inline void report(const struct turn *turn) {
    printf("{\"events\": %zu, \"seconds\": %.9f, \"micros\": [", turn->events, turn->seconds);
    for (size_t call = 0; call < turn->calls; call++)
        printf("%s%.1f", call ? ", " : "", turn->micros[call]);
    printf("]}\n");
}

#endif
