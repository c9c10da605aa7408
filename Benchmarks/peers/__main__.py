"""Compares the ledger with other stores in one run on one disk. README.md beside it says how."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import chart
import report
from bench import Bench
from comparison import Plan, compare
from installing import say
from stores.eventsourcing import EventSourcing
from stores.ledger import Ledger, Raw
from stores.postgres import PostgreSQL
from stores.redis import Redis
from stores.sqlite import SQLite
from stores.store import Missing
from stores.umadb import UmaDB

STORES = [Ledger, Raw, SQLite, PostgreSQL, Redis, UmaDB, EventSourcing]


def main():
    options = parse()
    plan = Plan.quick() if options.quick else Plan.full()
    bench = Bench(options.scratch)
    stores = [store for store in make_stores(bench, options.stores) if is_ready(store)]
    bench.make_events(plan.bulk)
    outcome = compare(bench, stores, plan)
    text = report.markdown(outcome, stores, bench, plan)
    save(outcome, stores, text, bench.scratch / "results", options.output)
    print(text)


def parse():
    parser = argparse.ArgumentParser(prog="python3 Benchmarks/peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="all of it small, in a minute or two")
    parser.add_argument(
        "--scratch", default="/var/tmp/orderledger-peers", help="a folder on the disk under test"
    )
    parser.add_argument("--output", help="a folder for peers.md and peers.svg")
    parser.add_argument(
        "stores", nargs="*", help="only these: " + ", ".join(s.name for s in STORES)
    )
    return parser.parse_args()


def make_stores(bench, names):
    known = {store.name for store in STORES}
    if unknown := set(names) - known:
        sys.exit(f"no such store: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return [store(bench) for store in STORES if not names or store.name in names]


def is_ready(store):
    try:
        store.prepare()
        say(f"{store.name}: {store.version()}")
        return True
    except Missing as reason:
        say(f"skipped: {store.name}, {reason}")
        return False


def save(outcome, stores, text, results, output):
    results.mkdir(exist_ok=True)
    (results / "peers.json").write_text(json.dumps(asdict(outcome)))
    folder = Path(output or results)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.md").write_text(text)
    chart.draw(outcome, [store.name for store in stores], folder / "peers.svg")
    say(f"written: {folder}/peers.md and peers.svg, {results}/peers.json")


main()
