"""Redis with an append-only file that is synced before each answer, from a program in C."""

import subprocess

from installing import debian
from stores.server import Server


class Redis(Server):
    name = "Redis"
    sync = "appendonly, appendfsync always"

    def prepare(self):
        debian("redis-server", "libhiredis-dev")
        self.program = self.bench.compile("redis", ["-lhiredis"])

    def version(self):
        words = self.bench.output("redis-server", "--version").split()
        return "Redis " + words[2].removeprefix("v=")

    def start(self, folder):
        self.socket = str(folder / "redis.sock")
        # No snapshots and no rewriting of the file: they would only take time from the appends.
        self.run(
            "redis-server", "--port", "0", "--unixsocket", self.socket, "--dir", str(folder),
            "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            "--auto-aof-rewrite-percentage", "0",
        )  # fmt: skip
        self.wait_until(self.answers)

    def answers(self):
        ping = ["redis-cli", "-s", self.socket, "ping"]
        return subprocess.run(ping, capture_output=True, text=True).stdout.strip() == "PONG"

    def command(self, work, folder, count):
        return [self.program, work, self.socket, str(count), self.bench.events]
