"""Measures what a ledger's size does to it. README.md beside it says how."""

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent), str(HERE.parent / "peers")]

import commands
import report
from bench import Bench
from filling import Filling
from installing import say
from machine import description, fsync_micros

SIZES = [100_000, 1_000_000, 10_000_000, 50_000_000]
QUICK_SIZES = [10_000, 100_000]


@dataclass
class Size:
    """A ledger of some size, and what it answered how fast, in all rounds."""

    events: int
    bytes: int = 0
    beside_subscriber: float = 0
    micros: dict = field(default_factory=dict)
    runs: dict = field(default_factory=dict)


def main():
    options = parse()
    tools = build(Bench(options.scratch))
    scratch = Path(options.scratch) / "growth"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        sizes, fsync = measure(tools, scratch, options)
    finally:
        shutil.rmtree(scratch)
    save(sizes, fsync, options)


def parse():
    parser = argparse.ArgumentParser(prog="python3 Benchmarks/growth", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000, help="the largest size")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each size")
    parser.add_argument("--quick", action="store_true", help="two small sizes")
    parser.add_argument(
        "--scratch", default="/var/tmp/orderledger-peers", help="a folder on the disk under test"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="COMMAND", help="the commands that are run, not all"
    )
    parser.add_argument("--output", help="a folder for growth.md and growth.svg")
    options = parser.parse_args()
    options.steps = commands.named(options.only)
    return options


def build(bench):
    return SimpleNamespace(growth=bench.swift("growth"), orderledger=bench.swift("orderledger"))


def measure(tools, scratch, options):
    counts = QUICK_SIZES if options.quick else sizes_up_to(options.events)
    filling = Filling(tools, scratch)
    ledgers = []
    for count in counts:
        say(f"filling up to {count:,} events")
        ledger, imported = filling.up_to(count, is_last=count == counts[-1])
        ledgers.append((Size(count, runs={"import": imported}), ledger))
    fsync = []
    for number in range(1, options.rounds + 1):
        fsync += fsync_micros(scratch)
        for size, ledger in ledgers:
            say(f"round {number} of {options.rounds}: {size.events:,} events")
            take_figures(tools.growth, size, ledger)
    for size, ledger in ledgers:
        say(f"commands at {size.events:,} events")
        size.runs |= commands.run(options.steps, tools.orderledger, ledger, scratch, size.events)
    return [size for size, _ in ledgers], fsync


def sizes_up_to(largest):
    return [size for size in SIZES if size < largest] + [largest]


def take_figures(program, size, ledger):
    measuring = [program, "measure", ledger, str(size.events)]
    output = subprocess.run(measuring, check=True, stdout=subprocess.PIPE).stdout
    figures = json.loads(output)
    size.bytes = size.bytes or figures["bytes"]
    size.beside_subscriber = max(size.beside_subscriber, figures["besideSubscriber"])
    for name in ("open", "append", "status", "page"):
        size.micros.setdefault(name, []).extend(figures[name])


def save(sizes, fsync, options):
    results = Path(options.scratch) / "results"
    results.mkdir(exist_ok=True)
    (results / "growth.json").write_text(json.dumps([asdict(size) for size in sizes]))
    folder = Path(options.output or results)
    folder.mkdir(parents=True, exist_ok=True)
    text = report.markdown(sizes, fsync, description(options.scratch))
    (folder / "growth.md").write_text(text)
    report.draw(sizes, folder / "growth.svg")
    print(text)
    say(f"written: {folder}/growth.md and growth.svg, {results}/growth.json")


main()
