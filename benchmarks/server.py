"""Servers on free ports of the loopback, each ended by its own process."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A process that serves a port, seen from outside."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_until_healthy(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if (code := self.process.poll()) is not None:
                raise RuntimeError(f"what serves port {self.port} ended with code {code}")
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"port {self.port} did not become healthy")

    def lose(self) -> None:
        """It is gone without a word to anybody."""
        self.process.kill()
        self.process.wait(timeout=20)

    def sessions(self) -> int:
        """Sessions that are connected, by the server's own count."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=10) as answer:
            told = answer.read().decode()
        count = re.search(r"^active_sessions (\d+)", told, re.MULTILINE)
        return int(count[1]) if count else 0

    def resident(self) -> float:
        """Megabytes of memory (Linux)."""
        return int(self._told("status").split("VmRSS:")[1].split()[0]) / 1e3

    def busy(self) -> float:
        """Seconds of a processor that it has used so far (Linux)."""
        fields = self._told("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _told(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_text("utf-8")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def started(
    command: Sequence[str], port: int, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A command that will serve a port, run from the repository's root.

    Environment `settings` are added; what it says is kept from the terminal.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(settings or {})}, stdout=log, stderr=log
        )
        try:
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def starting(script: str = "app.py", port: int | None = None) -> Iterator[Server]:
    """A Streamlit app of this repository, which may not answer yet."""
    port = free_ports(1)[0] if port is None else port
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", script, *arguments]
    with started(command, port) as server:
        yield server


@contextmanager
def served(script: str = "app.py", port: int | None = None) -> Iterator[Server]:
    """The same, once it answers."""
    with starting(script, port) as server:
        server.wait_until_healthy()
        yield server
