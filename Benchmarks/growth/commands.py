"""The commands whose time and memory are taken at each size: all that go through the whole log,
and some that do not."""

import subprocess

from filling import removed, watched

COMMANDS = {
    "stats": ["stats"],
    "tabs": ["tabs"],
    "orders, a page": ["orders", "--tab", "delivered", "--limit", "50"],
    "totals": ["totals"],
    "due": ["due"],
    "tick": ["tick", "--dry-run"],
    "effects": ["effects"],
    "orders, all": ["orders", "--limit", "1000000000"],
    "log": ["log"],
    "replay": ["replay"],
    "rebuild --check": ["rebuild", "--check"],
    "rebuild": ["rebuild"],
    "verify": ["verify"],
    "checkpoint": ["checkpoint", "--key", "KEY"],
    "snapshot": ["snapshot", "create", "OUTPUT"],
    "backup": ["backup", "OUTPUT"],
    "export tiles": ["export", "tiles", "OUTPUT"],
    "export journal": ["export", "journal", "-"],
    "export ocel": ["export", "ocel", "-"],
}


def run_all(orderledger, ledger, scratch):
    """Each command once, and what it took, by its name."""
    places = {"OUTPUT": scratch / "output", "KEY": scratch / "key"}
    # The name, which stands in every checkpoint, is all that matters of the key here.
    create = ["keys", "create", places["KEY"], "--name", "bench.example/orders", "--quiet"]
    subprocess.run([orderledger, *create], check=True, stdout=subprocess.DEVNULL)
    runs = {}
    for name, words in COMMANDS.items():
        arguments = [places.get(word, word) for word in words]
        runs[name] = watched([orderledger, *arguments, "--quiet", "--ledger", ledger])
        removed(places["OUTPUT"])
    removed(places["KEY"])
    return runs
