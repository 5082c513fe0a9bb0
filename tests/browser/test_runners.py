"""One optimizer, raced more than once."""

from __future__ import annotations

from typing import Any

RACE = "?loss=booth&start=-7_8&steps=60&race=gd~eta_0.05&v=1"


def test_an_optimizer_races_again_under_its_own_learning_rate(visiting_flat: Any) -> None:
    with visiting_flat(RACE) as visit:
        page = visit.page
        page.get_by_role("button", name="Race one of them again").click()
        again = page.locator("[class*=st-key-again-gd] button")
        again.click()
        visit.until("player.racers.length === 2")
        again.click()
        visit.until("player.racers.length === 3")
        assert visit.player("player.racers.map(r => r.key)") == ["gd", "gd.2", "gd.3"]
        colors = visit.player("player.racers.map((_, k) => String(drawn.color(k)))")
        assert len(set(colors)) == 3
        page.wait_for_function("() => location.search.includes('gd~eta_0.05+gd~eta_0.017+gd~')")
        # They part ways already at the first step, and all follow the start.
        ends = visit.player("player.racers.map((_, k) => player.project2d(k, 1)[0])")
        assert len(set(ends)) == 3
        page.locator("[class*=st-key-leave-gd-2] button").first.click()
        visit.until("player.racers.length === 2")
        assert "η 0.15" in visit.player("player.racers[1].name")
