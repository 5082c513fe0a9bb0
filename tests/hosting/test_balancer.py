"""deploy/Caddyfile: a visitor stays with one replica, and outlives its loss."""

from __future__ import annotations

import gzip
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError

import pytest

from tests.hosting.conftest import Balancing

SCRIPT = b"const step = 1;\n" * 400


class Stand(BaseHTTPRequestHandler):
    """Stands for a replica where only the way to it is asked for; says who it is."""

    def do_GET(self) -> None:
        body = SCRIPT if self.path.endswith(".js") else b"ok"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if body is SCRIPT else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Replica", str(self.server.server_port))
        self.send_header("X-Asked-Encoding", self.headers.get("Accept-Encoding", ""))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def replica(self) -> str | None:
        return self.headers["X-Replica"]

    @property
    def cookie(self) -> str | None:
        """What the balancer wants to be reminded of."""
        given = self.headers["Set-Cookie"]
        return given.split(";")[0] if given else None


def ask(url: str, **headers: str) -> Answer:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Answer(error.code, error.headers, error.read())


@contextmanager
def stand() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stand)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def stands() -> Iterator[dict[str, ThreadingHTTPServer]]:
    """Two of them, by the name that they give."""
    with ExitStack() as stack:
        servers = [stack.enter_context(stand()) for _ in range(2)]
        yield {str(server.server_port): server for server in servers}


def test_visitors_behind_one_address_are_spread_and_each_stays(
    stands: dict[str, ThreadingHTTPServer], balancing: Balancing
) -> None:
    with balancing([int(port) for port in stands]) as address:
        first_visits = [ask(address) for _ in range(30)]
        assert {visit.replica for visit in first_visits} == set(stands)
        for visit in first_visits[:5]:
            assert visit.cookie
            again = [ask(address, Cookie=visit.cookie) for _ in range(5)]
            assert {one.replica for one in again} == {visit.replica}


def test_a_lost_replica_is_left_at_once_and_the_last_one_with_a_sentence(
    stands: dict[str, ThreadingHTTPServer], balancing: Balancing
) -> None:
    with balancing([int(port) for port in stands]) as address:
        before = ask(address)
        assert before.cookie
        assert before.replica
        stands[before.replica].shutdown()
        stands[before.replica].server_close()
        after = ask(address, Cookie=before.cookie)
        assert after.status == 200
        assert after.replica in set(stands) - {before.replica}
        assert after.cookie not in (None, before.cookie)
        assert after.replica
        stands[after.replica].shutdown()
        stands[after.replica].server_close()
        nobody = ask(address)
        assert nobody.status == 503
        assert b"Please reload this page" in nobody.body


def test_scripts_are_compressed_by_the_balancer_alone(
    stands: dict[str, ThreadingHTTPServer], balancing: Balancing
) -> None:
    with balancing([int(port) for port in stands]) as address:
        packed = ask(f"{address}/static/js/index.js", **{"Accept-Encoding": "gzip"})
    assert packed.headers["X-Asked-Encoding"] == "identity"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == SCRIPT


def test_the_counts_of_a_replica_are_not_for_visitors(
    stands: dict[str, ThreadingHTTPServer], balancing: Balancing
) -> None:
    with balancing([int(port) for port in stands]) as address:
        assert ask(f"{address}/_stcore/health").status == 200
        assert ask(f"{address}/_stcore/metrics").status == 404
