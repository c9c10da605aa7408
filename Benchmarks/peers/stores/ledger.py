"""The ledger with everything on, and the raw loop on liblmdb beside it: one program in Swift."""

import subprocess

from stores.store import Missing, Store


class Contender(Store):
    store = ""
    sync = "liblmdb's default, two flushes a commit"

    def prepare(self):
        self.program = self.bench.swift("contender")

    def command(self, work, folder, count):
        return [self.program, self.store, work, str(folder / "store"), str(count)]


class Ledger(Contender):
    name = "ledger"
    store = "ledger"
    works = ("single", "group", "bulk", "read", "import")

    def version(self):
        return "this one, " + self.bench.revision()

    def input(self, work):
        return self.bench.cloud_events if work == "import" else super().input(work)


class Raw(Contender):
    """No store, but what the disk and liblmdb allow: records without names, checks or views."""

    name = "raw liblmdb"
    store = "raw"
    works = ("single", "bulk")

    def version(self):
        package = subprocess.run(
            ["pkg-config", "--modversion", "lmdb"], capture_output=True, text=True
        )
        if package.returncode != 0:
            raise Missing("pkg-config knows no lmdb: apt-get install liblmdb-dev pkg-config")
        return "liblmdb " + package.stdout.strip()
