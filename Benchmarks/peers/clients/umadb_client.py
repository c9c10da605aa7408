"""UmaDB's turns: umadb_client.py WORK URL COUNT EVENTS prints what a turn took as JSON.

An event's order is its tag and its id a UUID. A checked append names the last position that the
caller knows of its order, behind which no event of that order may stand: UmaDB's own form of an
expected revision. All threads share one client, whose calls leave the interpreter's lock.
"""

import uuid

from umadb import AppendCondition, Client, Event, Query, QueryItem

from turn import BATCH, EVENTS_PER_ORDER, by_threads, main, timed_calls


def event_of(number, fields):
    stream, _, _, type_name, time, data = fields
    return Event(
        event_type=type_name,
        data=data,
        tags=[stream],
        uuid=uuid.UUID(int=number + 1, version=4),
        metadata={"time": time},
    )


class UmaDB:
    def __init__(self, url):
        self.client = Client(url)

    def single(self, fields):
        events = [[event_of(*numbered)] for numbered in enumerate(fields)]
        return timed_calls(self.client.append, events)

    def group(self, fields):
        events = [event_of(*numbered) for numbered in enumerate(fields)]
        streams = [stream for stream, *_ in fields]
        return by_threads(self.caller, list(zip(streams, events)))

    def caller(self, mine):
        """A generator of checked appends, each behind the position that the one before gave."""
        position = None
        for index, (stream, event) in enumerate(mine):
            if index % EVENTS_PER_ORDER == 0:
                position = None
            query = Query(items=[QueryItem(tags=[stream])])
            condition = AppendCondition(fail_if_events_match=query, after=position)
            position = self.client.append([event], condition)
            yield

    def bulk(self, batches):
        numbered = (
            [event_of(batch * BATCH + index, fields) for index, fields in enumerate(events)]
            for batch, events in enumerate(batches)
        )
        return timed_calls(self.client.append, numbered)

    def read(self):
        """Each event an object of Python's, as the client hands it out."""
        return sum(1 for _ in self.client.read())

    def close(self):
        self.client.close()


main(UmaDB)
