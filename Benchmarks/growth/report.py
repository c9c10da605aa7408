"""What was measured as Markdown and as lines of a chart."""

from charts import lines
from stores.store import percentile

MEGABYTE = 1e6
SHOWN = [
    "import",
    "replay",
    "rebuild",
    "verify",
    "snapshot create",
    "export tiles",
    "log",
    "export journal",
    "export ocel",
]


def markdown(sizes, fsync, machine):
    events = [f"{size.events:,}" for size in sizes]
    rows = [row("events", events), row("---", ["---:"] * len(sizes))]
    rows += [row(title, [value(size) for size in sizes]) for title, value in FIGURES]
    for name in sizes[0].runs:
        rows.append(row(f"`{name}`, s, MB", [run_text(size.runs.get(name)) for size in sizes]))
    note = (
        f"{machine}. Overwriting 4 KiB with fdatasync: p50 {percentile(fsync, 0.5):.0f}, p99 "
        f"{percentile(fsync, 0.99):.0f} µs. Each size in turn, round after round; µs are those of "
        f"all rounds, MB the most anonymous memory while a command ran."
    )
    return "\n".join(rows) + "\n\n" + note + "\n"


def row(title, cells):
    return "| " + " | ".join([title, *cells]) + " |"


def micros(name, share):
    return lambda size: f"{percentile(size.micros[name], share):,.1f}"


FIGURES = [
    ("bytes an event", lambda size: f"{size.bytes / size.events:.0f}"),
    ("one durable append, p50, µs", micros("append", 0.5)),
    ("one durable append, p99, µs", micros("append", 0.99)),
    ("status by order id, p50, µs", micros("status", 0.5)),
    ("status by order id, p99, µs", micros("status", 0.99)),
    ("first page of a tab, p50, µs", micros("page", 0.5)),
    ("first page of a tab, p99, µs", micros("page", 0.99)),
    ("open, p50, µs", micros("open", 0.5)),
    (
        "bytes a single append adds beside a subscriber",
        lambda size: f"{size.beside_subscriber:.0f}",
    ),
]


def run_text(run):
    """A command that was left out at a size has an empty cell."""
    return f"{run.seconds:,.2f}, {run.peak_bytes / MEGABYTE:,.0f}" if run else ""


def draw(sizes, path):
    panels = [
        latency("one durable append", "append", sizes),
        latency("status by order id", "status", sizes),
        latency("first page of a tab", "page", sizes),
        latency("open", "open", sizes),
        lines.Panel("file", {"a whole event, views included": of_bytes(sizes)}, "bytes an event"),
        lines.Panel("time of commands", by_command(sizes, micros_per_event), "µs an event"),
        lines.Panel("memory beside the map", by_command(sizes, peak), "MB"),
    ]
    lines.draw(panels, path)


def latency(title, name, sizes):
    shares = {"p50": 0.5, "p99": 0.99}
    figures = {
        label: [(size.events, percentile(size.micros[name], share)) for size in sizes]
        for label, share in shares.items()
    }
    return lines.Panel(title, figures, "µs")


def of_bytes(sizes):
    return [(size.events, size.bytes / size.events) for size in sizes]


def by_command(sizes, value):
    return {
        name: [
            (size.events, value(size, size.runs[name])) for size in sizes if name in size.runs
        ]
        for name in SHOWN
        if any(name in size.runs for size in sizes)
    }


def micros_per_event(size, run):
    return run.seconds * 1e6 / size.events


def peak(_, run):
    return run.peak_bytes / MEGABYTE
