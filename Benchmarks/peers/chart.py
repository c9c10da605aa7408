"""The outcome as bars: a panel for each row of the table."""

from charts import bars
from report import LEDGER, RATES, RAW, rates, rounded


def draw(outcome, names, path):
    panels = [rate_panel(outcome, names, *row) for row in RATES]
    sizes = {name: outcome.disk_bytes_per_event(name) for name in names}
    panels.append(panel("bytes on disk an event (less is better)", sizes, lambda n: f"{n:.0f}"))
    bars.draw(panels, path)


def rate_panel(outcome, names, title, ours, theirs):
    values = rates(outcome, names, ours, theirs)
    return panel(title + ", events a second", values, rounded)


def panel(title, values, text):
    there = [(name, value) for name, value in values.items() if value is not None]
    return bars.Panel(
        title, [bars.Bar(name, value, text(value), kind(name)) for name, value in there]
    )


def kind(name):
    return {LEDGER: "ours", RAW: "limit"}.get(name, "theirs")
