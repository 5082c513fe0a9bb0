"""Servers of the test's own on free ports of the loopback, behind deploy/Caddyfile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.server import Server, free_ports, started, starting

Balancing = Callable[[list[int]], AbstractContextManager[str]]


@pytest.fixture
def replicas() -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        first, second = (stack.enter_context(starting()) for _ in range(2))
        for one in (first, second):
            one.wait_until_healthy()
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
        with started(command, front, settings) as server:
            server.wait_until_healthy()
            yield server.address

    return balanced
