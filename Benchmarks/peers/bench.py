"""What all stores share: the scratch place, the programs built there, and the events."""

import shutil
import subprocess
from pathlib import Path

import workload
from installing import VirtualEnvironment, call
from stores.store import BATCH

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent


class Bench:
    """A scratch place on the disk under test, and all that is made in it."""

    def __init__(self, scratch):
        self.scratch = Path(scratch)
        self.scratch.mkdir(parents=True, exist_ok=True)
        # PostgreSQL's user comes through here to its own folder.
        self.scratch.chmod(0o755)
        self.venv = VirtualEnvironment(self.scratch / "venv")
        self.built = {}

    # Events

    def make_events(self, count):
        """Has the ledger's program write the events, and lays them out for the other stores."""
        self.cloud_events = str(self.scratch / "events.jsonl")
        self.events = str(self.scratch / "events.tsv")
        contender = self.swift("contender")
        call(contender, "ledger", "events", self.cloud_events, str(count))
        self.batches = workload.lay_out(self.cloud_events, self.events, self.scratch, BATCH)

    def parts(self):
        return self.batches

    def sample_event(self):
        return workload.typical(self.events)

    # Folders and files

    def folder(self, name):
        folder = self.scratch / "turns" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        folder.parent.chmod(0o755)
        return folder

    def remove(self, folder):
        shutil.rmtree(folder, ignore_errors=True)

    # Programs

    def swift(self, product):
        """The path of a program of the Benchmarks package, built for release."""
        build = ["swift", "build", "-c", "release", "--package-path", str(PACKAGE)]
        if product not in self.built:
            call(*build, "--product", product)
            self.built[product] = self.output(*build, "--show-bin-path") + "/" + product
        return self.built[product]

    def compile(self, name, libraries):
        """A client in C, compiled anew."""
        program = str(self.scratch / name)
        source = self.client(name + ".c")
        call("cc", "-O2", "-Wall", "-Wextra", "-o", program, source, *libraries)
        return program

    def client(self, name):
        return str(HERE / "clients" / name)

    def output(self, *command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def revision(self):
        describe = ["git", "-C", str(PACKAGE), "describe", "--always", "--dirty"]
        found = subprocess.run(describe, capture_output=True, text=True)
        return found.stdout.strip() or "not under git"
