"""Below the race: how often its paths escape, under many seeds, against what shakes them.

It is worked out in bursts, between which the page shows how far it is and hears a cancel; one
session at a time, so that a whole class may ask at once.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import streamlit as st

from app_pages.language import language, translated, word
from app_pages.naming import Runner, marker_picture, runners
from charts.odds import OddsCurve, odds_curves
from experiments import Entrant, Scene
from experiments.links import Experiment, query_text
from experiments.sweep import SEED_CHOICES, Piece, Sweep, own_strength
from studies import Odds, Share, odds
from studies.odds import SEEDS

PERIOD = 0.4  # seconds from the begin of one burst to that of the next
BURST = 0.2  # seconds of work, or one piece where that takes longer; and of waiting for one's turn

_TURN = threading.Lock()
_STATE, _OPEN = "escape_odds", "odds_open"
_log = logging.getLogger(__name__)


@dataclass
class Work:
    """A sweep and what is known of it so far. It ends as "done", "cancelled" or "failed"."""

    sweep: Sweep
    found: dict[tuple[str, float], Odds] = field(default_factory=dict)
    ended: str = ""

    @property
    def doubt(self) -> str:
        """Why no run can escape, whatever shakes it."""
        return next((one.doubt for one in self.found.values()), "")

    @property
    def next(self) -> Piece | None:
        pieces = self.sweep.pieces
        return pieces[len(self.found)] if len(self.found) < len(pieces) else None

    @property
    def drawn(self) -> tuple[float, ...]:
        """Strengths that the chart has: while more are worked out those that are whole, for each
        change of a chart is a flicker."""
        if self.ended:
            return self.sweep.strengths
        coming = {piece.strength for piece in self.sweep.pieces[len(self.found) :]}
        return tuple(strength for strength in self.sweep.strengths if strength not in coming)

    def go_on(self) -> None:
        """A burst of work; nothing where others are at it all the while."""
        if not _TURN.acquire(timeout=BURST):
            return
        try:
            until = time.monotonic() + BURST
            while not self.ended:
                self._work_out_next()
                if time.monotonic() >= until:
                    break
        finally:
            _TURN.release()

    def _work_out_next(self) -> None:
        piece = self.next
        if piece is None or self.doubt:
            self.ended = "done"
            return
        try:
            # Where the runs end is not shown, and would weigh on the session.
            found = replace(odds(piece.trials), ends=np.empty((0, 2)))
        except Exception:
            # Whatever a typed loss does to it, the race above stands.
            _log.exception("no odds of %s", query_text(Experiment(self.sweep.scene)))
            self.ended = "failed"
            return
        self.found[piece.key, piece.strength] = found


def show_odds(scene: Scene) -> None:
    """The section of this race: closed, and without cost, until it is asked for."""
    if scene.entrants:
        _section(replace(scene, seed=0))


@st.fragment
def _section(scene: Scene) -> None:
    # With the label of another language it is another section, and forgets that it was open. What
    # is known of that is no widget's, so no run that is broken off can take it away.
    state, key = st.session_state, f"odds_section_{language()}"
    if state.get(key) != state.get(_OPEN, False):
        state[key] = state.get(_OPEN, False)
    section = st.expander(word("odds.title"), key=key, on_change=_opened_or_closed, args=(key,))
    if not section.open:
        return
    with section:
        st.markdown(word("odds.what"))
        work: Work | None = st.session_state.get(_STATE)
        of_this = work is not None and work.sweep.scene == scene
        _show_controls(scene, bool(work and of_this and not work.ended))
        if work and of_this:
            st.fragment(_results, run_every=None if work.ended else PERIOD)(work)
        elif work:
            st.caption(word("odds.of_earlier_race"))


def _opened_or_closed(key: str) -> None:
    st.session_state[_OPEN] = st.session_state[key]


def _show_controls(scene: Scene, running: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        vary = "noise"
        if scene.loss.loss.rows:
            vary = st.segmented_control(
                word("odds.against"),
                ["noise", "batch"],
                format_func=lambda name: word(f"odds.{name}"),
                default="noise",
                key="odds_vary",
                required=True,
                persist_state="session",
            )
        seeds = st.selectbox(
            word("odds.seeds"),
            SEED_CHOICES,
            index=SEED_CHOICES.index(SEEDS),
            key="odds_seeds",
            persist_state="session",
            width=140,
        )
        st.button(
            word("odds.work_out"),
            key="odds_work_out",
            type="primary",
            disabled=running,
            on_click=_begin,
            args=(scene, vary, seeds),
        )
        st.button(word("odds.cancel"), key="odds_cancel", disabled=not running, on_click=_cancel)


def _begin(scene: Scene, vary: str, seeds: int) -> None:
    st.session_state[_STATE] = Work(Sweep.over(scene, vary, seeds))


def _cancel() -> None:
    st.session_state[_STATE].ended = "cancelled"


def _results(work: Work) -> None:
    """What is known, and then more work: what is not drawn anew meanwhile would fade."""
    if work.ended == "failed":
        st.warning(word("odds.failed"))
    elif not work.sweep.seeds:
        st.warning(word("odds.too_much"))
    elif work.doubt:
        st.info(translated(work.doubt))
    else:
        _show_progress(work)
        _show_found(work)
    if not work.ended:
        work.go_on()
        if work.ended:
            st.rerun()  # the whole page, so that no timer asks any more


def _show_progress(work: Work) -> None:
    done, every = len(work.found), len(work.sweep.pieces)
    if work.next and not work.ended:
        runner = next(r for r in runners(work.sweep.scene) if r.key == work.next.key)
        doing = word(
            f"odds.doing_{work.sweep.vary}",
            name=runner.name,
            strength=f"{work.next.strength:g}",
            done=done,
            every=every,
        )
        st.progress(done / every, text=doing)
    elif work.ended == "cancelled":
        st.caption(word("odds.cancelled", done=done, every=every))
    if work.sweep.seeds < work.sweep.asked:
        st.caption(word("odds.fewer_seeds", seeds=work.sweep.seeds, asked=work.sweep.asked))


def _show_found(work: Work) -> None:
    sweep = work.sweep
    running = zip(runners(sweep.scene), sweep.scene.entrants, strict=True)
    curves = [_curve(runner, entrant, work) for runner, entrant in running]
    curves = [curve for curve in curves if curve.strengths]
    if not curves:
        return
    st.plotly_chart(
        odds_curves(
            curves,
            sweep.strengths,
            word(f"odds.{sweep.vary}_axis"),
            word("odds.share_axis"),
        ),
        key="odds_chart",
        config={"displayModeBar": False},
        alt=word("odds.chart_alt"),
    )
    st.caption(word("odds.how_to_read", seeds=sweep.seeds, alike=word(_alike(sweep))))
    st.markdown(f"**{word('odds.of_this_race')}**")
    _show_table(work)


def _alike(sweep: Sweep) -> str:
    """The text on whether seeds differ where what is swept shakes least."""
    scene = sweep.scene
    if sweep.vary == "noise":
        return "odds.batches_differ" if scene.batches else "odds.alike_without_noise"
    noisy = any(own_strength(scene, entrant, "noise") > 0 for entrant in scene.entrants)
    return "odds.noise_differs" if noisy else "odds.alike_with_all_rows"


def _curve(runner: Runner, entrant: Entrant, work: Work) -> OddsCurve:
    key, name = runner.key, runner.name
    known = {s: work.found[key, s] for s in work.drawn if (key, s) in work.found}
    shares = [one.escaped for one in known.values()]
    return OddsCurve(
        key=key,
        name=name,
        strengths=tuple(known),
        shares=tuple(share.value for share in shares),
        intervals=tuple(
            share.interval if share.trials > 1 else (share.value, share.value) for share in shares
        ),
        notes=tuple(
            f"<b>{name}</b><br>{word(f'odds.{work.sweep.vary}')} {strength:g}<br>{_said(share)}"
            for strength, share in zip(known, shares, strict=True)
        ),
        own=own_strength(work.sweep.scene, entrant, work.sweep.vary),
    )


def _show_table(work: Work) -> None:
    sweep = work.sweep
    running = runners(sweep.scene)
    own = [own_strength(sweep.scene, entrant, sweep.vary) for entrant in sweep.scene.entrants]
    found = [work.found.get((r.key, s)) for r, s in zip(running, own, strict=True)]
    columns = {
        "": [marker_picture(runner.key) for runner in running],
        word("odds.optimizer"): [runner.name for runner in running],
        word("odds.escaped"): [_said(one.escaped) if one else None for one in found],
        word(f"odds.{sweep.vary}"): [f"{strength:g}" for strength in own],
    }
    if any(one and one.lost.count for one in found):
        columns[word("odds.lost")] = [_said(one.lost) if one else None for one in found]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        placeholder="–",
        column_config={"": st.column_config.ImageColumn(width=36)},
        alt=word("odds.table_alt"),
    )


def _said(share: Share) -> str:
    """62 % (58 to 66)."""
    if share.trials == 1:
        return word("odds.every_run" if share.count else "odds.no_run")
    low, high = share.interval
    return word("odds.share", share=_percent(share.value), low=_percent(low), high=_percent(high))


def _percent(value: float) -> str:
    """Whole percents, but no 0 for what is not none and no 100 for what is not all."""
    percent = 100 * value
    from_end = min(percent, 100 - percent)
    if not 0 < from_end < 1:
        return f"{percent:.0f}"
    return f"{percent:.{max(1, math.ceil(-math.log10(from_end)))}f}"
