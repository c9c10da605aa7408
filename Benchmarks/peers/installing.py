"""Where the other stores come from: Debian's packages, and PyPI's in a virtual environment."""

import os
import shutil
import subprocess
import sys

from stores.store import Missing


def debian(*packages):
    """Sees to it that packages of Debian are installed in the system."""
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Missing("as root: apt-get install " + " ".join(missing))
    say("installing " + " ".join(missing))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    call("apt-get", "update", "-qq", env=quiet)
    call(*install, env=quiet, stdout=subprocess.DEVNULL)


def is_installed(package):
    query = ["dpkg-query", "-W", "-f", "${Status}", package]
    try:
        found = subprocess.run(query, capture_output=True, text=True)
    except FileNotFoundError as none:
        raise Missing(f"no dpkg here: install {package} by hand") from none
    return found.stdout == "install ok installed"


class VirtualEnvironment:
    """A place for packages of PyPI, made when the first is asked for."""

    def __init__(self, path):
        self.path = path

    def install(self, package):
        if not self.path.exists():
            call(sys.executable, "-m", "venv", str(self.path))
        call(self.program("pip"), "install", "-q", "--disable-pip-version-check", package)

    def version(self, package):
        code = f"from importlib.metadata import version; print(version('{package}'))"
        command = [self.program("python3"), "-c", code]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def program(self, name):
        return str(self.path / "bin" / name)


def call(*command, **options):
    """Runs a command whose failure makes a store go missing."""
    try:
        subprocess.run(command, check=True, **options)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise Missing(f"{command[0]} failed: {failure}") from failure


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)
