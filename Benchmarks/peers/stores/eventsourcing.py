"""Python's eventsourcing on SQLite."""

from stores.store import Store


class EventSourcing(Store):
    name = "eventsourcing"
    sync = "WAL, synchronous FULL"

    def prepare(self):
        self.bench.venv.install("eventsourcing")

    def version(self):
        return "eventsourcing " + self.bench.venv.version("eventsourcing")

    def command(self, work, folder, count):
        python = self.bench.venv.program("python3")
        database = str(folder / "events.db")
        return [python, self.bench.client("eventsourcing_client.py"), work, database, str(count),
                self.bench.events]  # fmt: skip
