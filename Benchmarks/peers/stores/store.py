"""What the comparison asks of a store, and the turn that it gets back."""

import json
import math
import os
import subprocess
from dataclasses import dataclass, field

from memory import MemoryWatch

CALLERS = 64
BATCH = 10_000


class Missing(Exception):
    """A store that cannot take part, and why."""


@dataclass
class Turn:
    """Events that a turn appended or read, its seconds, and each call's own microseconds."""

    events: int
    seconds: float
    micros: list = field(default_factory=list)
    peak_bytes: int = 0
    disk_bytes: int = 0

    @property
    def rate(self):
        return self.events / self.seconds


class Store:
    """A store in the comparison. A turn begins with an empty folder, or goes on in one."""

    name = ""
    # What makes an answer durable, in the store's own words.
    sync = ""
    works = ("single", "group", "bulk", "read")

    def __init__(self, bench):
        self.bench = bench

    def prepare(self):
        """Installs and builds what is needed, or raises `Missing`."""

    def version(self):
        raise NotImplementedError

    def start(self, folder):
        """Starts a server over a folder. A store that runs in its client's process has none."""

    def stop(self):
        """Stops the server, which writes down what it has."""

    def command(self, work, folder, count):
        """The command of the client, which prints a turn as JSON."""
        raise NotImplementedError

    def server(self):
        """The process whose memory counts, where it is not the client."""
        return None

    def disk_bytes(self, folder):
        """Bytes that the events take, allocated on the disk."""
        return allocated(folder)

    def turn(self, work, folder, count):
        with open(self.input(work), "rb") as events:
            client = subprocess.Popen(
                self.command(work, folder, count), stdout=subprocess.PIPE, stdin=events
            )
        with MemoryWatch(self.server() or client.pid) as watch:
            output, _ = client.communicate()
        if client.returncode != 0:
            raise RuntimeError(f"{self.name}, {work}: the client ended with {client.returncode}")
        return Turn(**json.loads(output), peak_bytes=watch.peak_bytes)

    def input(self, work):
        """The file that the client reads."""
        return os.devnull


def allocated(folder):
    """Bytes of the blocks of all files below a folder."""
    return sum(
        os.stat(os.path.join(parent, name)).st_blocks * 512
        for parent, _, names in os.walk(folder)
        for name in names
    )


def percentile(values, share):
    """The least value that a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
