"""The outcome as Markdown: one table of rates, one of percentiles, and what they were taken on."""

import workload
from machine import description
from stores.store import percentile

LEDGER = "ledger"
RAW = "raw liblmdb"
SHARES = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)]

RATES = [
    ("one durable append at a time", "single", "single"),
    ("64 at once, one event each, revision checked", "group", "group"),
    ("batches of 10,000", "bulk", "bulk"),
    ("CloudEvents from a file (others: their batches)", "import", "bulk"),
    ("everything read and decoded", "read", "read"),
]


def markdown(outcome, stores, bench, plan):
    names = [store.name for store in stores]
    parts = [
        conditions(outcome, bench, plan),
        rates_table(outcome, names),
        latency_table(outcome, names),
        "; ".join(f"{store.version()} ({store.sync})" for store in stores) + ".",
    ]
    return "\n\n".join(parts) + "\n"


def conditions(outcome, bench, plan):
    data, whole = workload.mean_bytes(bench.events)
    fsync = ", ".join(f"{name} {percentile(outcome.fsync, share):.0f}" for name, share in SHARES)
    sentences = [
        description(bench.scratch) + ".",
        f"Overwriting 4 KiB with fdatasync: {fsync} µs.",
        f"An event has {data} bytes of data and {whole} with its names and time; the raw loop's",
        "records have 200, a little more than the ledger's. Five make an order.",
        "No chance is in them, hence no seed: order n is the same in every run and store.",
        f"Each of {plan.rounds} rounds: {plan.single:,} single appends, {plan.group:,} by 64",
        f"callers, {plan.bulk:,} in batches of 10,000; rates are the median of the rounds,",
        "percentiles those of all calls. Every answer came after its sync.",
    ]
    return " ".join(sentences)


def rates_table(outcome, names):
    rows = [rate_row(outcome, names, *row) for row in RATES]
    sizes = {name: outcome.disk_bytes_per_event(name) for name in names}
    memory = {name: outcome.peak_bytes(name) for name in names}
    rows.append(best_row("bytes on disk an event", names, sizes, lambda size: f"{size:.0f}", min))
    rows.append(best_row("memory of its own at most, MB", names, memory, megabytes, min))
    return table(["work, events a second", *names, "first"], rows)


def rate_row(outcome, names, title, ours, theirs):
    return best_row(title, names, rates(outcome, names, ours, theirs), rounded, max)


def rates(outcome, names, ours, theirs):
    """The rate of each store, the others' by the work that stands for ours. The raw loop has no
    counterpart of work that it does not do itself."""
    works = {name: theirs for name in names} | {LEDGER: ours, RAW: ours}
    return {name: outcome.rate(name, works[name]) for name in names}


def best_row(title, names, values, text, best):
    """A row that ends with who is first; the raw loop is a limit and no store."""
    there = {name: value for name, value in values.items() if value is not None}
    stores = {name: value for name, value in there.items() if name != RAW}
    first = best(stores, key=stores.get, default=None)
    cells = [cell(there[name], text, name == first) if name in there else "" for name in names]
    return [title, *cells, standing(stores, first, best)]


def standing(stores, first, best):
    """Who is first, and by how much: before the ledger, or the ledger before the next."""
    others = {name: value for name, value in stores.items() if name != first}
    if not others:
        return first or ""
    rival = LEDGER if LEDGER in others else best(others, key=others.get)
    ratio = max(stores[first], stores[rival]) / min(stores[first], stores[rival])
    return (
        f"{first}, {ratio:.2f} × {rival}"
        if best is max
        else f"{first}; {rival} takes {ratio:.2f} ×"
    )


def cell(value, text, is_best):
    return f"**{text(value)}**" if is_best else text(value)


def latency_table(outcome, names):
    rows = []
    for title, work in (("one at a time", "single"), ("64 at once", "group")):
        for name in names:
            if micros := outcome.micros(name, work):
                cells = [f"{percentile(micros, share):,.0f}" for _, share in SHARES]
                rows.append([title, name, *cells, f"{len(micros):,}"])
    return table(["append, µs", "store", *(name for name, _ in SHARES), "calls"], rows)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def rounded(rate):
    """A rate with three digits, for instance 812,000."""
    digits = max(0, len(str(int(rate))) - 3)
    return f"{round(rate, -digits):,.0f}"


def megabytes(size):
    return f"{size / 1e6:,.0f}"
