"""UmaDB's own server and its client, whose core is compiled Rust, from PyPI."""

import socket

from stores.server import Server

PAGE = 4096
EMPTY = bytes(PAGE)


class UmaDB(Server):
    name = "UmaDB"
    sync = "two fdatasync a commit"

    def prepare(self):
        self.bench.venv.install("umadb")

    def version(self):
        return "UmaDB " + self.bench.venv.version("umadb")

    def start(self, folder):
        self.address = f"127.0.0.1:{free_port()}"
        self.run(
            self.bench.venv.program("umadb"),
            "--listen",
            self.address,
            "--db-path",
            str(folder / "db"),
        )
        self.wait_until(self.answers)

    def answers(self):
        host, port = self.address.split(":")
        with socket.socket() as probe:
            return probe.connect_ex((host, int(port))) == 0

    def command(self, work, folder, count):
        python = self.bench.venv.program("python3")
        url = "http://" + self.address
        return [python, self.bench.client("umadb_client.py"), work, url, str(count),
                self.bench.events]  # fmt: skip

    def disk_bytes(self, folder):
        """The pages that hold anything: the file grows by 256 MiB at a time, filled with zeros."""
        with open(folder / "db", "rb") as file:
            return sum(PAGE for page in iter(lambda: file.read(PAGE), b"") if page != EMPTY)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
