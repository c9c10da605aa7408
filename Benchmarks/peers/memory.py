"""How much memory of its own a process takes at most, with all that it started."""

import threading
import time
from pathlib import Path


class MemoryWatch:
    """Looks at a process and its children while a block runs.

    Anonymous memory is summed, shared memory counted once. Files that are mapped or cached are the
    kernel's to keep or to drop, and count for no store.
    """

    SECONDS = 0.01
    # Looking takes time from what is measured: at most this share of one core.
    SHARE = 0.02

    def __init__(self, pid):
        self.pid = pid
        self.peak_bytes = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def _watch(self):
        pause = 0
        while not self.ended.wait(pause):
            start = time.perf_counter()
            self.peak_bytes = max(self.peak_bytes, own_bytes(self.pid))
            pause = max(self.SECONDS, (time.perf_counter() - start) / self.SHARE)


def own_bytes(pid):
    sizes = [size_of(process) for process in [pid, *descendants(pid)]]
    return sum(anonymous for anonymous, _ in sizes) + max(shared for _, shared in sizes)


def descendants(pid):
    try:
        children = [
            int(child)
            for thread in Path(f"/proc/{pid}/task").iterdir()
            for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return []
    return children + [deeper for child in children for deeper in descendants(child)]


def size_of(pid):
    """Anonymous and shared memory of a process, in bytes; nothing where it has ended."""
    try:
        with open(f"/proc/{pid}/status") as file:
            lines = dict(line.split(":", 1) for line in file)
    except OSError:
        return 0, 0
    return tuple(int(lines.get(name, "0").split()[0]) * 1024 for name in ("RssAnon", "RssShmem"))
