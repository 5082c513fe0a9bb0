"""The odds of a race worked out in bursts, one session at a time.

Between bursts a page shows how far it is and hears a cancel. A whole class may ask at once.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace

import numpy as np

from experiments import query_text
from experiments.sweep import Piece, Sweep
from studies import Odds, odds

BURST = 0.2  # seconds of work, or one piece where that takes longer; and of waiting for one's turn

_TURN = threading.Lock()
_log = logging.getLogger(__name__)


@dataclass
class OddsWork:
    """A sweep and the odds of its pieces so far, by key and strength.

    It ends as "done", "cancelled" or "failed".
    """

    sweep: Sweep
    odds: dict[tuple[str, float], Odds] = field(default_factory=dict)
    ended: str = ""

    @property
    def doubt(self) -> str:
        """Why no run can escape, whatever shakes it."""
        return next((one.doubt for one in self.odds.values()), "")

    @property
    def next(self) -> Piece | None:
        """The piece to work out next; None where all are."""
        pieces = self.sweep.pieces
        return pieces[len(self.odds)] if len(self.odds) < len(pieces) else None

    @property
    def drawn(self) -> tuple[float, ...]:
        """The strengths in the chart: while more are worked out, those of which all pieces are."""
        # Each change of a chart is a flicker.
        if self.ended:
            return self.sweep.strengths
        coming = {piece.strength for piece in self.sweep.pieces[len(self.odds) :]}
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
            worked_out = replace(odds(piece.trials), ends=np.empty((0, 2)))
        except Exception:
            # Whatever a typed loss does to it, the race above stands.
            _log.exception("no odds of %s", query_text(self.sweep.experiment))
            self.ended = "failed"
            return
        self.odds[piece.key, piece.strength] = worked_out
