"""A store with a server of its own, which runs only while it is its turn."""

import subprocess
import time

from stores.store import Store


class Server(Store):
    SECONDS_TO_START = 30
    SECONDS_TO_STOP = 120

    process = None

    def run(self, *command, **options):
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
        )

    def wait_until(self, is_ready):
        deadline = time.monotonic() + self.SECONDS_TO_START
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server of {self.name} did not start: {self.process.args}")
            time.sleep(0.05)

    def server(self):
        return self.process.pid

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(self.SECONDS_TO_STOP)
        self.process = None
