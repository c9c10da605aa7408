"""The turns of Python's eventsourcing: eventsourcing_client.py WORK DATABASE COUNT EVENTS prints
what a turn took as JSON.

Its SQLite recorder is asked directly, below its aggregates and their mapper, which cost more. The
order's id and the version are the table's key: a version that is there already is refused.
"""

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from turn import BATCH, CALLERS, by_threads, main, timed_calls


def event_of(fields):
    stream, revision, id, type_name, time, data = fields
    return StoredEvent(
        originator_id=stream,
        originator_version=int(revision),
        topic=type_name,
        state=b'{"id":"%s","time":"%s","data":%s}' % (id.encode(), time.encode(), data),
    )


class EventSourcing:
    def __init__(self, path):
        store = SQLiteDatastore(
            path, lock_timeout=60, pool_size=CALLERS, pool_timeout=60, originator_id_type="text"
        )
        self.recorder = SQLiteApplicationRecorder(store)
        self.recorder.create_table()

    def single(self, fields):
        return timed_calls(self.recorder.insert_events, [[event_of(one)] for one in fields])

    def group(self, fields):
        return by_threads(self.caller, [event_of(one) for one in fields])

    def caller(self, mine):
        for event in mine:
            self.recorder.insert_events([event])
            yield

    def bulk(self, batches):
        made = ([event_of(fields) for fields in events] for events in batches)
        return timed_calls(self.recorder.insert_events, made)

    def read(self):
        events = 0
        while page := self.recorder.select_notifications(start=events + 1, limit=BATCH):
            events += len(page)
        return events

    def close(self):
        self.recorder.datastore.close()


main(EventSourcing)
