"""The commands whose time and memory are taken at each size: all that go through the whole log,
and some that do not."""

import subprocess
from dataclasses import dataclass

from filling import removed, watched

ALL = "1000000000"
# Events between the two moments that are compared.
DIFFERENT = 10_000


@dataclass
class Step:
    """A command; words in capitals stand for places and moments."""

    name: str
    words: str
    # Places that nobody needs afterwards.
    drops: tuple = ()
    # Whether it is asked for differences, which there are.
    finds: bool = False
    # Commands that make what it is about.
    needs: tuple = ()


STEPS = [
    Step("stats", "stats"),
    Step("tabs", "tabs"),
    Step("tabs --as-of", "tabs --as-of MIDDLE"),
    Step("totals", "totals"),
    Step("totals --by day", "totals --by day"),
    Step("totals --by customer", "totals --by customer"),
    Step("stock", "stock"),
    Step("due", "due"),
    Step("tick", "tick --dry-run"),
    Step("effects", "effects"),
    Step("orders, a page", "orders --tab delivered --limit 50"),
    Step("orders, all", f"orders --limit {ALL}"),
    Step("orders, all as json", f"orders --limit {ALL} --format json"),
    Step("orders --as-of", f"orders --as-of MIDDLE --limit {ALL}"),
    Step("orders --search", f"orders --search nowhere --limit {ALL}"),
    Step("log", "log"),
    Step("log --type", "log --type dispatched --format json"),
    Step("log --follow", "log --follow --limit END"),
    Step("history", "history ORDER"),
    Step("explain", "explain ORDER status"),
    Step("diff", "diff LATE END --format jsonl", finds=True),
    Step("replay", "replay"),
    Step("replay --workflow", "replay --workflow webshop"),
    Step("replay --four-eyes", "replay --four-eyes"),
    Step("rebuild --check", "rebuild --check"),
    Step("rebuild", "rebuild"),
    Step("verify", "verify"),
    Step("checkpoint", "checkpoint --key KEY"),
    Step("verify --against", "verify --against HEAD", needs=("checkpoint",)),
    Step("prove", "prove --position MIDDLE"),
    Step("snapshot create", "snapshot create SNAPSHOT"),
    Step("snapshot create --as-of", "snapshot create PAST --as-of MIDDLE"),
    Step("snapshot verify", "snapshot verify SNAPSHOT", needs=("snapshot create",)),
    Step(
        "snapshot diff",
        "snapshot diff PAST SNAPSHOT",
        ("PAST", "SNAPSHOT"),
        finds=True,
        needs=("snapshot create", "snapshot create --as-of"),
    ),
    Step("backup", "backup BACKUP", drops=("BACKUP",)),
    Step("export tiles", "export tiles TILES", needs=("checkpoint",)),
    Step("export tiles, again", "export tiles TILES", needs=("checkpoint", "export tiles")),
    Step(
        "restore",
        "restore TILES --ledger RESTORED",
        ("TILES", "RESTORED"),
        needs=("checkpoint", "export tiles"),
    ),
    Step("export journal", "export journal -"),
    Step("export ocel", "export ocel -"),
]


def named(names):
    """The commands of these names, and those that they need; all where none is named."""
    known = {step.name: step for step in STEPS}
    unknown = [name for name in names if name not in known]
    if unknown:
        what, there = "; ".join(unknown), "; ".join(known)
        raise SystemExit(f"no command is called {what}; there are: {there}")
    wanted = {name for one in names for name in (one, *known[one].needs)}
    return [step for step in STEPS if step.name in wanted] or STEPS


def run(steps, orderledger, ledger, scratch, events):
    """Each command once, and what it took, by its name."""
    places = {
        name: scratch / name.lower()
        for name in ("KEY", "HEAD", "SNAPSHOT", "PAST", "BACKUP", "TILES", "RESTORED")
    }
    moments = {"MIDDLE": events // 2, "LATE": max(1, events - DIFFERENT), "END": events}
    words = {"ORDER": "o1", **{name: str(moment) for name, moment in moments.items()}, **places}
    # The name, which stands in every checkpoint, is all that matters of the key here.
    create = ["keys", "create", places["KEY"], "--name", "bench.example/orders", "--quiet"]
    subprocess.run([orderledger, *create], check=True, stdout=subprocess.DEVNULL)
    runs = {}
    for step in steps:
        command = [orderledger, *(words.get(word, word) for word in step.words.split())]
        if "--ledger" not in command:
            command += ["--ledger", ledger]
        with open(places["HEAD"] if step.name == "checkpoint" else "/dev/null", "wb") as output:
            runs[step.name] = watched([*command, "--quiet"], step.finds, stdout=output)
        for place in step.drops:
            removed(places[place])
    for place in places.values():
        removed(place)
    return runs
