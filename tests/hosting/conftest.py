"""Servers of the test's own on free ports of the loopback, behind deploy/Caddyfile."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60

Balancing = Callable[[list[int]], AbstractContextManager[str]]


@dataclass(frozen=True)
class Replica:
    """The app as every replica runs it."""

    process: subprocess.Popen[bytes]
    port: int

    def visitors(self) -> int:
        """As it counts them itself."""
        url = f"http://127.0.0.1:{self.port}/_stcore/metrics"
        with urllib.request.urlopen(url, timeout=10) as answer:
            found = re.search(r"^active_sessions (\d+)", answer.read().decode(), re.MULTILINE)
        return int(found.group(1)) if found else 0

    def lose(self) -> None:
        """It is gone without a word to anybody."""
        self.process.kill()
        self.process.wait(timeout=20)


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[tuple[Replica, Replica]]:
    with ExitStack() as stack:
        first, second = (stack.enter_context(_replica(port, tmp_path)) for port in free_ports(2))
        for one in (first, second):
            _wait_until_healthy(one.port, one.process)
        yield first, second


@pytest.fixture
def balancing(tmp_path: Path) -> Balancing:
    """Runs the balancer before replicas on the given ports; gives its address."""
    caddy = shutil.which("caddy")
    if caddy is None:
        word = "no Caddy is installed (Debian: apt-get install caddy)"
        if os.environ.get("SWITCHBACK_REQUIRE_BROWSER"):
            pytest.fail(word)
        pytest.skip(word)
    command = [caddy, "run", "--config", "deploy/Caddyfile", "--adapter", "caddyfile"]

    @contextmanager
    def balanced(ports: list[int]) -> Iterator[str]:
        (front,) = free_ports(1)
        settings = {
            "SWITCHBACK_SITE": f":{front}",
            "SWITCHBACK_BIND": "127.0.0.1",
            "SWITCHBACK_REPLICAS": " ".join(f"127.0.0.1:{port}" for port in ports),
            # Where Caddy keeps its own files.
            "XDG_CONFIG_HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path),
        }
        with _running(command, tmp_path / "balancer.txt", settings) as process:
            _wait_until_healthy(front, process)
            yield f"http://127.0.0.1:{front}"

    return balanced


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def running_replica(port: int, logs: Path) -> Iterator[Replica]:
    """The app on a port of the loopback, once it answers."""
    with _replica(port, logs) as one:
        _wait_until_healthy(one.port, one.process)
        yield one


@contextmanager
def _replica(port: int, logs: Path) -> Iterator[Replica]:
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *arguments]
    with _running(command, logs / f"replica_{port}.txt", {}) as process:
        yield Replica(process, port)


@contextmanager
def _running(
    command: list[str], log: Path, settings: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"what serves port {port} ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"port {port} did not become healthy")
