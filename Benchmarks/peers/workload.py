"""The events: those of the ledger's own benchmarks, taken from its file of CloudEvents."""

import itertools
import json
import statistics
from collections import Counter
from dataclasses import dataclass


@dataclass
class Event:
    """What a store is given of an event, none of it with a tab, a line's end or a backslash."""

    stream: str
    revision: int
    id: str
    type: str
    time: str
    data: str

    def line(self):
        fields = [self.stream, str(self.revision), self.id, self.type, self.time, self.data]
        return "\t".join(fields) + "\n"


def events_of(cloud_events):
    """The events of a file of CloudEvents, each with its place in its order."""
    revisions = Counter()
    with open(cloud_events) as lines:
        for line in lines:
            event = json.loads(line)
            stream = event["subject"]
            data = json.dumps(event["data"], separators=(",", ":"))
            yield Event(stream, revisions[stream], event["id"], event["type"], event["time"], data)
            revisions[stream] += 1


def lay_out(cloud_events, path, folder, batch):
    """Writes all events into one file and each batch into one of its own; answers the latter's."""
    events = events_of(cloud_events)
    parts = []
    with open(path, "w") as whole:
        while lines := [event.line() for event in itertools.islice(events, batch)]:
            whole.writelines(lines)
            parts.append(folder / f"part-{len(parts):04}.tsv")
            parts[-1].write_text("".join(lines))
            parts[-1].chmod(0o644)
    return parts


def typical(path):
    """An event whose data is as long as the mean of those of an order, for who repeats one."""
    with open(path) as lines:
        order = [Event(*line.rstrip("\n").split("\t")) for line in itertools.islice(lines, 5)]
    mean = statistics.mean(len(event.data) for event in order)
    return min(order, key=lambda event: abs(len(event.data) - mean))


def mean_bytes(path, count=10_000):
    """The mean length of an event's data, and of all that a store is given of it."""
    with open(path) as lines:
        events = [line.rstrip("\n").split("\t") for line in itertools.islice(lines, count)]
    data = statistics.mean(len(fields[-1]) for fields in events)
    whole = statistics.mean(sum(map(len, fields)) for fields in events)
    return round(data), round(whole)
