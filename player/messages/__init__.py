"""Messages to the player beside its race: what takes longer, or was asked for.

They travel by themselves, in a component without a picture, so that the race never waits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from player.component import component

SCRIPT = Path(__file__).with_name("messages.js")


def tell(kind: str, detail: Mapping[str, Any], *, key: str) -> None:
    """Hands `detail`, ready for JSON, to the player as the event `sb-<kind>`."""
    message = {"kind": kind, "detail": detail}
    text = json.dumps(message, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    # Narrow, for until it has loaded a grey block stands there, as wide as it is.
    _component()(key=key, data=text, width=1)


@cache
def _component() -> Any:
    return component(
        "messages", SCRIPT.read_text("utf-8"), html='<div class="sb-messages" hidden></div>'
    )
