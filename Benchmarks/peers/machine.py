"""What the figures were taken on."""

import os
import platform
import time


def fsync_micros(folder, rounds=200):
    """Microseconds of overwriting 4 KiB and fdatasync, one after the other, on a folder's disk."""
    path = os.path.join(folder, "fsync")
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, bytes(1 << 20), 0)
        os.fsync(file)
        return [overwrite(file) for _ in range(rounds)]
    finally:
        os.close(file)
        os.unlink(path)


def overwrite(file):
    start = time.perf_counter()
    os.pwrite(file, os.urandom(4096), 0)
    os.fdatasync(file)
    return (time.perf_counter() - start) * 1e6


def description(folder):
    """One line: processor, cores, memory, system, file system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {system()}, Linux "
        f"{platform.release()}, {file_system(folder)}"
    )


def processor():
    with open("/proc/cpuinfo") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def system():
    with open("/etc/os-release") as lines:
        values = dict(line.rstrip().split("=", 1) for line in lines if "=" in line)
    return values.get("PRETTY_NAME", "").strip('"')


def file_system(folder):
    """The type of the file system that a folder lies on."""
    with open("/proc/mounts") as lines:
        mounts = [line.split()[1:3] for line in lines]
    path = os.path.realpath(folder)
    holding = [mount for mount in mounts if (path + "/").startswith(mount[0].rstrip("/") + "/")]
    return max(holding, key=lambda mount: len(mount[0]))[1]
