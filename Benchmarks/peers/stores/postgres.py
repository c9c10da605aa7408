"""PostgreSQL with an events table and an expected-revision function of our own.

One event a call comes from pgbench with prepared statements, a bulk from COPY of files that the
server itself reads, and everything is read as COPY's binary rows, which nobody decodes.
"""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from installing import debian
from stores.server import Server
from stores.store import BATCH, CALLERS, Turn
from memory import MemoryWatch

HERE = Path(__file__).parent
PROGRAMS = Path("/usr/lib/postgresql/15/bin")

# As durable as it comes (fsync, full_page_writes and synchronous_commit are on); with room enough
# that no checkpoint falls into a turn.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "max_connections": "100",
}


class PostgreSQL(Server):
    name = "PostgreSQL"
    sync = "fsync, full_page_writes and synchronous_commit on"

    def prepare(self):
        debian("postgresql-15")

    def version(self):
        return "PostgreSQL " + self.bench.output(PROGRAMS / "postgres", "--version").split()[2]

    def start(self, folder):
        self.folder = folder
        for script in HERE.glob("postgres.*"):
            shutil.copyfile(script, folder / script.name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        self.call("initdb", "-D", data, "--auth=trust", "-U", "bench", "--no-sync",
                  "--locale=C.UTF-8", "-E", "UTF8")  # fmt: skip
        settings = [word for pair in SETTINGS.items() for word in ("-c", "=".join(pair))]
        self.run(PROGRAMS / "postgres", "-D", data, "-k", folder, *settings, **as_postgres())
        self.wait_until(self.answers)
        self.sql("-f", "postgres.sql")

    def answers(self):
        ready = [PROGRAMS / "pg_isready", "-q", "-h", self.folder, "-d", "postgres"]
        return subprocess.run(ready).returncode == 0

    def call(self, program, *arguments):
        command = [PROGRAMS / program, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, **as_postgres()
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def sql(self, *arguments):
        return self.call(
            "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
            "-h", self.folder, "-U", "bench", "-d", "postgres", *arguments,
        )  # fmt: skip

    def turn(self, work, folder, count):
        with MemoryWatch(self.server()) as watch:
            turn = getattr(self, work)(count)
        turn.peak_bytes = watch.peak_bytes
        return turn

    def single(self, count):
        return self.bench_calls("postgres.single.sql", 1, count)

    def group(self, count):
        return self.bench_calls("postgres.group.sql", CALLERS, count)

    def bench_calls(self, script, callers, count):
        """One transaction a call, each with its time in pgbench's log."""
        sample = self.bench.sample_event()
        self.call(
            "pgbench", "-n", "-M", "prepared", "-c", callers, "-j", min(callers, 2),
            "-t", count // callers, "-f", script, "-l", "--log-prefix=calls",
            "-D", "step=0", "-D", f"type={sample.type}", "-D", f"time={sample.time}",
            "-D", f"data={sample.data}", "-h", self.folder, "-U", "bench", "postgres",
        )  # fmt: skip
        return logged_turn(self.folder.glob("calls.*"))

    def bulk(self, count):
        fields = "stream, revision, id, type, time, data"
        copies = "".join(
            f"COPY events ({fields}) FROM '{part}';\n"
            for part in self.bench.parts()[: count // BATCH]
        )
        output = self.sql("-c", "\\timing on", "-f", self.script("copies.sql", copies))
        times = [float(line.split()[1]) for line in output.splitlines() if "Time:" in line]
        return Turn(len(times) * BATCH, sum(times) / 1e3, [time * 1e3 for time in times])

    def script(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o644)
        return path

    def read(self, _):
        copy = "COPY (SELECT * FROM events ORDER BY position) TO STDOUT (FORMAT binary)"
        start = time.perf_counter()
        self.sql("-o", "/dev/null", "-c", copy)
        seconds = time.perf_counter() - start
        return Turn(int(self.sql("-c", "SELECT count(*) FROM events")), seconds)

    def disk_bytes(self, _):
        """The table with its indexes, as after a checkpoint; without the log before it."""
        return int(self.sql("-c", "SELECT pg_total_relation_size('events')"))

    def stop(self):
        # SIGINT is PostgreSQL's fast shutdown; its default would wait for clients.
        if self.process is not None:
            self.process.send_signal(2)
        super().stop()


def as_postgres():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def logged_turn(logs):
    """A turn from pgbench's log: client, number, micros, script, end in seconds and micros."""
    calls = [line.split() for log in logs for line in log.read_text().splitlines()]
    micros = [float(call[2]) for call in calls]
    ends = [int(call[4]) + int(call[5]) / 1e6 for call in calls]
    begins = [end - took / 1e6 for end, took in zip(ends, micros)]
    return Turn(len(calls), max(ends) - min(begins), micros)
