"""The run: every work by every store in turn, and again, so that a slow minute hits all alike."""

from dataclasses import dataclass, field
from statistics import median

from installing import say
from machine import fsync_micros
from stores.store import CALLERS

EVENTS_PER_ORDER = 5


@dataclass
class Plan:
    """How much of each work a turn does, and how many rounds of turns there are."""

    rounds: int
    single: int
    group: int
    bulk: int

    @classmethod
    def quick(cls):
        return cls(rounds=2, single=200, group=CALLERS * EVENTS_PER_ORDER * 4, bulk=50_000)

    @classmethod
    def full(cls):
        return cls(rounds=5, single=5_000, group=CALLERS * EVENTS_PER_ORDER * 100, bulk=1_000_000)


@dataclass
class Outcome:
    """All turns, by store and work, and the fsync latency of each round."""

    turns: dict = field(default_factory=dict)
    fsync: list = field(default_factory=list)

    def add(self, store, work, turn):
        self.turns.setdefault(store.name, {}).setdefault(work, []).append(turn)

    def of(self, store, work):
        return self.turns.get(store, {}).get(work, [])

    def rate(self, store, work):
        turns = self.of(store, work)
        return median(turn.rate for turn in turns) if turns else None

    def micros(self, store, work):
        return [micro for turn in self.of(store, work) for micro in turn.micros]

    def disk_bytes_per_event(self, store):
        return smallest(turn.disk_bytes / turn.events for turn in self.of(store, "bulk"))

    def peak_bytes(self, store):
        """The most memory of the store's own while it took and read the events of a bulk."""
        turns = self.of(store, "bulk") + self.of(store, "read")
        return max((turn.peak_bytes for turn in turns), default=None)


def smallest(values):
    return min(values, default=None)


# What follows the first work of a pass goes on with what that one wrote.
PASSES = [["single"], ["group"], ["bulk", "read"], ["import"]]


def compare(bench, stores, plan):
    """A B A B: within a round each work goes round the stores before the next work begins."""
    outcome = Outcome()
    for number in range(1, plan.rounds + 1):
        outcome.fsync += fsync_micros(bench.scratch)
        for works in PASSES:
            for store in stores:
                if mine := [work for work in works if work in store.works]:
                    say(f"round {number} of {plan.rounds}: {', '.join(mine)}, {store.name}")
                    take_turn(bench, store, mine, plan, outcome)
    return outcome


def take_turn(bench, store, works, plan, outcome):
    """One store's turn at the works of a pass, from an empty folder."""
    folder = bench.folder(store.name.replace(" ", "-"))
    store.start(folder)
    try:
        turns = [store.turn(work, folder, amount(plan, work)) for work in works]
        turns[0].disk_bytes = store.disk_bytes(folder)
    finally:
        store.stop()
        bench.remove(folder)
    for work, turn in zip(works, turns):
        expect(store, work, turn, plan)
        outcome.add(store, work, turn)


def amount(plan, work):
    return getattr(plan, work, plan.bulk)


def expect(store, work, turn, plan):
    """A store that did less than it was asked for would win unfairly; ours has a first event."""
    asked = amount(plan, work)
    if turn.events not in (asked, asked + 1):
        raise RuntimeError(f"{store.name}, {work}: {turn.events} events instead of {asked}")
