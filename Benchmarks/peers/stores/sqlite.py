"""SQLite in WAL mode with synchronous FULL, from a program in C."""

from installing import debian
from stores.store import Store


class SQLite(Store):
    name = "SQLite"
    sync = "WAL, synchronous FULL"

    def prepare(self):
        debian("libsqlite3-dev")
        self.program = self.bench.compile("sqlite", ["-lsqlite3", "-lpthread"])

    def version(self):
        return "SQLite " + self.bench.output("pkg-config", "--modversion", "sqlite3")

    def command(self, work, folder, count):
        return [self.program, work, str(folder / "events.db"), str(count), self.bench.events]
