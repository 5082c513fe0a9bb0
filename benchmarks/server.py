"""The process of an app that is being served, seen from outside (Linux)."""

from __future__ import annotations

import os
import re
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """What the server at an address costs its machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        option = f"--server.port={address.rsplit(':', 1)[1]}".encode()
        commands = Path("/proc").glob("[0-9]*/cmdline")
        self._process = next(c.parent for c in commands if option in c.read_bytes().split(b"\0"))

    def resident(self) -> float:
        """Megabytes of memory."""
        status = (self._process / "status").read_text("utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1e3

    def busy(self) -> float:
        """Seconds of a processor that it has used so far."""
        fields = (self._process / "stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def sessions(self) -> int:
        """Sessions that are connected, by the server's own count."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=10) as answer:
            told = answer.read().decode()
        count = re.search(r"^active_sessions (\d+)", told, re.MULTILINE)
        if count is None:
            raise RuntimeError("the server does not count its sessions")
        return int(count[1])
