"""Ledgers of growing size: one is filled by import, and copied at each size on its way."""

import shutil
import subprocess
import time
from dataclasses import dataclass

from memory import MemoryWatch

EVENTS_PER_ORDER = 5


@dataclass
class Run:
    """What a command took: seconds, and the most memory of its own."""

    seconds: float
    peak_bytes: int


class Filling:
    def __init__(self, tools, scratch):
        self.tools = tools
        self.scratch = scratch
        self.growing = scratch / "growing.ledger"
        self.events = 0
        init = [tools.orderledger, "init", "--ledger", self.growing]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL)

    def up_to(self, events, is_last):
        """Imports up to a size; answers the ledger of that size and what the import took."""
        run = self.import_up_to(events)
        ledger = self.scratch / f"of-{events}.ledger"
        if is_last:
            self.growing.rename(ledger)
        else:
            subprocess.run(["cp", "-r", "--sparse=always", self.growing, ledger], check=True)
        return ledger, run

    def import_up_to(self, events):
        first, end = (count // EVENTS_PER_ORDER for count in (self.events, events))
        lines = subprocess.Popen(
            [self.tools.growth, "lines", str(first), str(end)], stdout=subprocess.PIPE
        )
        command = [self.tools.orderledger, "import", "-", "--quiet", "--ledger", self.growing]
        try:
            run = watched(command, stdin=lines.stdout)
        finally:
            # Whoever still writes lines hears that nobody reads them.
            lines.stdout.close()
            lines.wait()
        if lines.returncode != 0:
            raise RuntimeError(f"writing the lines ended with {lines.returncode}")
        self.events = events
        return run


def watched(command, may_find=False, **options):
    """Runs a command and watches its memory; what it prints is dropped, unless a file is given."""
    start = time.perf_counter()
    process = subprocess.Popen(command, **{"stdout": subprocess.DEVNULL, **options})
    with MemoryWatch(process.pid) as watch:
        status = process.wait()
    # A command that is asked for differences ends with 1 where it found some.
    if status != 0 and not (may_find and status == 1):
        raise RuntimeError(f"«{' '.join(map(str, command))}» ended with {status}")
    return Run(time.perf_counter() - start, watch.peak_bytes)


def removed(path):
    """Takes away what a command wrote, if anything."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
