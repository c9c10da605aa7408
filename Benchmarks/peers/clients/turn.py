"""What the clients in Python share: events from a file, threads that call at once, the report."""

import itertools
import json
import sys
import threading
import time

BATCH = 10_000
CALLERS = 64
EVENTS_PER_ORDER = 5


class Turn:
    """What a turn took: each call's own microseconds, and the seconds of all."""

    def __init__(self):
        self.events = 0
        self.seconds = 0.0
        self.micros = []

    def add(self, seconds, events):
        self.events += events
        self.seconds += seconds
        self.micros.append(round(seconds * 1e6, 1))


def fields_of(line):
    """Stream, revision, id, type and time as text; data as bytes."""
    *texts, data = line.rstrip(b"\n").split(b"\t")
    return [text.decode() for text in texts] + [data]


def load(path, count):
    with open(path, "rb") as file:
        return [fields_of(line) for line in itertools.islice(file, count)]


def load_batches(path, count):
    with open(path, "rb") as file:
        for _ in range(count // BATCH):
            yield [fields_of(line) for line in itertools.islice(file, BATCH)]


def timed_calls(call, things):
    """Calls with each list of events, which is made before its call is timed."""
    turn = Turn()
    for events in things:
        start = time.perf_counter()
        call(events)
        turn.add(time.perf_counter() - start, len(events))
    return turn


def by_threads(caller, things):
    """Gives each thread its share; a caller yields after each event that was answered."""
    share = len(things) // CALLERS
    turns = [Turn() for _ in range(CALLERS)]
    threads = [
        threading.Thread(
            target=timed_steps, args=(caller(things[n * share : (n + 1) * share]), turn)
        )
        for n, turn in enumerate(turns)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Turn()
    whole.seconds = time.perf_counter() - start
    whole.micros = [micro for turn in turns for micro in turn.micros]
    whole.events = len(whole.micros)
    return whole


def timed_steps(steps, turn):
    start = time.perf_counter()
    for _ in steps:
        end = time.perf_counter()
        turn.add(end - start, 1)
        start = end


def timed_read(read):
    turn = Turn()
    start = time.perf_counter()
    events = read()
    turn.add(time.perf_counter() - start, events)
    return turn


def perform(store, work, count, path):
    if work == "read":
        return timed_read(store.read)
    if work == "bulk":
        return store.bulk(load_batches(path, count))
    return getattr(store, work)(load(path, count))


def main(make_store):
    work, place, count, path = sys.argv[1:]
    store = make_store(place)
    turn = perform(store, work, int(count), path)
    store.close()
    print(json.dumps(turn.__dict__))
