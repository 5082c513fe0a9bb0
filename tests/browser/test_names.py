"""A loss of other names than x and y: fields, player, formulas and address say them."""

from __future__ import annotations

from typing import Any

from experiments import Experiment


def test_everything_says_the_names_that_were_typed(visiting_flat: Any) -> None:
    with visiting_flat("?steps=100&v=1") as visit:
        page = visit.page
        typed = page.locator(".st-key-formula input")
        typed.fill("L(θ₂, θ_1) = (θ_1^2 - 1)^2 + θ2^2/2")
        typed.press("Enter")
        for name in ("θ2", "θ1"):
            page.get_by_label(f"Start {name}", exact=True).wait_for()
        visit.settle()
        visit.scrub(100)
        said = "() => document.querySelector('.sb-words').textContent.includes(' from θ2 ')"
        page.wait_for_function(said)
        shown = page.locator("[data-testid=stMain] .katex annotation").all_text_contents()
        assert any(text.startswith(r"f(\theta_{2}, \theta_{1}) = ") for text in shown)
        assert any(text.startswith(r"\partial f / \partial \theta_{2} = ") for text in shown)
        page.wait_for_function("() => new URLSearchParams(location.search).get('f')?.includes('L')")
        assert Experiment.from_link(page.url).landscape.names == ("theta2", "theta1")
