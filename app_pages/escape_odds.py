"""Below the race: how often its paths escape, under many seeds, against what shakes them."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import streamlit as st

from app_pages.language import language, translated, word
from app_pages.naming import Runner, marker_picture, runners
from app_pages.odds_work import OddsWork
from app_pages.session import session, store, stored
from app_pages.widgets import kept, show_chart
from charts.odds import OddsCurve, odds_curves
from experiments import Experiment
from experiments.limits import SEED_CHOICES
from experiments.sweep import Sweep, own_strengths
from studies import Odds, Share
from studies.odds import SEEDS

PERIOD = 0.4  # seconds from the begin of one burst to that of the next


def show_odds(experiment: Experiment) -> None:
    """The section of this race: closed, and without cost, until it is asked for."""
    if experiment.entrants:
        config = replace(experiment.config, seed=0)
        _section(replace(experiment.unviewed, config=config))


@st.fragment
def _section(experiment: Experiment) -> None:
    # With the label of another language it is another section, and forgets that it was open. What
    # is known of that is no widget's, so no run that is broken off can take it away.
    key = f"odds_section_{language()}"
    if stored(key) != session.odds_open:
        store(key, session.odds_open)
    section = st.expander(word("odds.title"), key=key, on_change=_opened_or_closed, args=(key,))
    if not section.open:
        return
    with section:
        st.markdown(word("odds.what"))
        work = session.odds_work
        of_this = work is not None and work.sweep.experiment == experiment
        _show_controls(experiment, bool(work and of_this and not work.ended))
        if work and of_this:
            st.fragment(_results, run_every=None if work.ended else PERIOD)(work)
        elif work:
            st.caption(word("odds.of_earlier_race"))


def _opened_or_closed(key: str) -> None:
    session.odds_open = stored(key)


def _show_controls(experiment: Experiment, running: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        vary = "noise"
        if experiment.landscape.loss.rows:
            vary = kept(
                st.segmented_control, "odds.against", "odds_vary", ["noise", "batch"],
                format_func=lambda name: word(f"odds.{name}"), default="noise", required=True,
            )  # fmt: skip
        usual = SEED_CHOICES.index(SEEDS)
        seeds = kept(st.selectbox, "odds.seeds", "odds_seeds", SEED_CHOICES, index=usual, width=140)
        st.button(
            word("odds.work_out"),
            key="odds_work_out",
            type="primary",
            disabled=running,
            on_click=_begin,
            args=(experiment, vary, seeds),
        )
        st.button(word("odds.cancel"), key="odds_cancel", disabled=not running, on_click=_cancel)


def _begin(experiment: Experiment, vary: str, seeds: int) -> None:
    session.odds_work = OddsWork(Sweep.over(experiment, vary, seeds))


def _cancel() -> None:
    if session.odds_work:
        session.odds_work.ended = "cancelled"


def _results(work: OddsWork) -> None:
    """What is known, and then more work: what is not drawn anew meanwhile would fade."""
    if work.ended == "failed":
        st.warning(word("odds.failed"))
    elif not work.sweep.seeds:
        st.warning(word("odds.too_much"))
    elif work.doubt:
        st.info(translated(work.doubt))
    else:
        _show_progress(work)
        _show_odds(work)
    if not work.ended:
        work.go_on()
        if work.ended:
            st.rerun()  # the whole page, so that no timer asks any more


def _show_progress(work: OddsWork) -> None:
    done, every = len(work.odds), len(work.sweep.pieces)
    if work.next and not work.ended:
        runner = next(r for r in runners(work.sweep.experiment) if r.key == work.next.key)
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


def _show_odds(work: OddsWork) -> None:
    sweep = work.sweep
    own = own_strengths(sweep.experiment, sweep.vary)
    running = zip(runners(sweep.experiment), own, strict=True)
    curves = [_curve(runner, strength, work) for runner, strength in running]
    curves = [curve for curve in curves if curve.strengths]
    if not curves:
        return
    axes = word(f"odds.{sweep.vary}_axis"), word("odds.share_axis")
    show_chart(odds_curves(curves, sweep.strengths, *axes), "odds_chart", "odds.chart_alt")
    gone = word("odds.dotted") if any(any(curve.gone) for curve in curves) else ""
    alike = word(_alike(sweep))
    st.caption(word("odds.how_to_read", seeds=sweep.seeds, alike=alike) + gone)
    st.markdown(f"**{word('odds.of_this_race')}**")
    _show_table(work)


def _alike(sweep: Sweep) -> str:
    """The text on whether seeds differ where what is swept shakes least."""
    if sweep.vary == "noise":
        batches = sweep.experiment.config.batches
        return "odds.batches_differ" if batches else "odds.alike_without_noise"
    noisy = any(own_strengths(sweep.experiment, "noise"))
    return "odds.noise_differs" if noisy else "odds.alike_with_all_rows"


def _curve(runner: Runner, own: float, work: OddsWork) -> OddsCurve:
    key, name = runner.key, runner.name
    known = {s: work.odds[key, s] for s in work.drawn if (key, s) in work.odds}
    shares = tuple(one.escaped for one in known.values())
    return OddsCurve(
        key=key,
        name=name,
        strengths=tuple(known),
        shares=tuple(share.value for share in shares),
        intervals=tuple(
            share.interval if share.trials > 1 else (share.value, share.value) for share in shares
        ),
        gone=tuple(one.gone.value for one in known.values()),
        notes=tuple(
            f"<b>{name}</b><br>{word(f'odds.{work.sweep.vary}')} {strength:g}<br>{_note(one)}"
            for strength, one in known.items()
        ),
        own=own,
    )


def _note(one: Odds) -> str:
    """Who escaped, and who ended where no basin is known, if anybody did."""
    shares = {"escaped": one.escaped, "outside": one.outside, "lost": one.lost}
    return "<br>".join(
        f"{word(f'odds.{name}')}: {_sentence(share)}"
        for name, share in shares.items()
        if name == "escaped" or share.count
    )


def _show_table(work: OddsWork) -> None:
    sweep = work.sweep
    running = runners(sweep.experiment)
    own = own_strengths(sweep.experiment, sweep.vary)
    rows = [work.odds.get((r.key, s)) for r, s in zip(running, own, strict=True)]
    columns = {
        "": [marker_picture(runner.key) for runner in running],
        word("odds.optimizer"): [runner.name for runner in running],
        word("odds.escaped"): [_sentence(one.escaped) if one else None for one in rows],
        word(f"odds.{sweep.vary}"): [f"{strength:g}" for strength in own],
    }
    for name in ("outside", "lost"):
        shares = [getattr(one, name) if one else None for one in rows]
        if any(share and share.count for share in shares):
            columns[word(f"odds.{name}")] = [_sentence(one) if one else None for one in shares]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        placeholder="–",
        column_config={"": st.column_config.ImageColumn(width=36)},
        alt=word("odds.table_alt"),
    )


def _sentence(share: Share) -> str:
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
