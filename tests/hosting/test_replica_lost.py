"""A replica dies under a visitor: the page comes back through the other, and works."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.server import Server
from experiments import Entrant, Experiment, query_text
from landscapes import CATALOG
from optimizers import RULES, RunConfig
from tests.hosting.conftest import Balancing

LINKED = Experiment(
    CATALOG["himmelblau"],
    (Entrant(RULES["adam"], {"eta": 0.2}), Entrant(RULES["gd"], {"eta": 0.01})),
    start=(-1.5, 2.5),
    config=RunConfig(steps=120),
)
EXPERIMENT = (LINKED.landscape.loss.text, LINKED.start[1], LINKED.config.steps)
BACK_SECONDS = 60
# Whether a run of the script has begun and ended since the page was told to watch for it.
WATCH = """() => {
    const app = document.querySelector("[data-test-script-state]");
    const state = () => app.dataset.testScriptState;
    let began = false;
    new MutationObserver(() => {
        began ||= state() === "running";
        window.answered = began && state() === "notRunning";
    }).observe(app, { attributes: true });
}"""


def shown(page: Any) -> tuple[str, float, int]:
    """What of the experiment stands on the page: the formula, the start's y, and the steps."""
    page.wait_for_function("document.querySelector('.sb-root')?.switchback?.steps > 0")
    player = page.evaluate(
        "(({ start, steps }) => ({ start, steps }))(document.querySelector('.sb-root').switchback)"
    )
    # Streamlit puts a field on the page first and its text into it then.
    page.wait_for_function("document.querySelector('input[aria-label=Formula]')?.value")
    formula = page.get_by_label("Formula", exact=True).input_value()
    return formula, player["start"][1], player["steps"]


def wait_for_visitor(replica: Server) -> None:
    deadline = time.monotonic() + BACK_SECONDS
    while not replica.sessions():
        assert time.monotonic() < deadline, "the page did not come back"
        time.sleep(0.2)


def enter(page: Any, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")


def test_the_page_comes_back_with_its_experiment(
    replicas: tuple[Server, Server], balancing: Balancing, chromium: Any
) -> None:
    with balancing([one.port for one in replicas]) as address:
        page = chromium.new_context(reduced_motion="reduce").new_page()
        # The surface takes the processors longest, and nothing is asked of it.
        page.route("**/plotly-*.js", lambda route: route.abort())
        page.goto(address + query_text(LINKED))
        link = page.url
        assert shown(page) == EXPERIMENT
        assert link.endswith(query_text(LINKED))
        assert sorted(one.sessions() for one in replicas) == [0, 1]
        mine, other = sorted(replicas, key=Server.sessions, reverse=True)

        mine.lose()
        wait_for_visitor(other)
        assert shown(page) == EXPERIMENT
        assert page.url == link

        # Streamlit asks nothing of the new replica before the visitor does. The first run there
        # opens the address; from then on a change is answered with its paths.
        page.wait_for_selector("[data-test-script-state=notRunning]")
        page.evaluate(WATCH)
        enter(page, "Start x", "1")
        page.wait_for_function("window.answered")
        assert shown(page) == EXPERIMENT
        enter(page, "Start x", "1.25")
        page.wait_for_function("document.querySelector('.sb-root').switchback.start[0] === 1.25")
        assert shown(page) == EXPERIMENT
        page.context.close()
