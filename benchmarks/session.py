"""A visitor without a browser: one session of a Streamlit app over its own websocket protocol.

    async with visit("http://127.0.0.1:8501") as session:
        answer = await session.change({"adam.eta": "0.2"})

The messages are those of Streamlit 1.67 between its page and its server: the page sends the
values of all its widgets and asks for a rerun; the server answers with one message an element.
Large messages that the page still has come as a reference to what it has.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

PATIENCE = 30
"""Seconds after which no answer is an error."""
KEPT_RUNS = 2
"""For how many runs a page keeps a large message (Streamlit's global.maxCachedMessageAge)."""
FIELDS = {
    "text_input": ("string_value", "value"),
    "text_area": ("string_value", "value"),
    "number_input": ("double_value", "value"),
    "checkbox": ("bool_value", "value"),
    "slider": ("double_array_value", "value"),
    "select_slider": ("string_array_value", "raw_value"),
    "selectbox": ("string_value", "raw_value"),
    "radio": ("string_value", "raw_value"),
    "multiselect": ("string_array_value", "raw_values"),
    "button_group": ("string_array_value", "raw_values"),
}
"""Where the value of a widget travels: to the server, and from it."""
PICTURES = ("plotly_chart", "bidi_component")


@dataclass(frozen=True)
class Widget:
    """A widget of the page.

    Its `value` travels in the named field of its state, and it belongs to a fragment of the
    script or, if that is empty, to the whole.
    """

    id: str
    field: str
    value: Any
    options: tuple[str, ...] = ()
    fragment: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of a rerun; seconds from its request."""

    seconds: float
    """Until the script had finished."""
    picture: float
    """Until the first picture of the page was there: a chart or a component."""
    received: int
    """Bytes."""
    errors: tuple[str, ...] = ()

    def waited(self, seconds: float) -> Answer:
        """The same, asked for that much earlier."""
        return replace(self, seconds=self.seconds + seconds, picture=self.picture + seconds)


@asynccontextmanager
async def visit(address: str, query: str = "") -> AsyncIterator[Session]:
    """A session whose first run is over; it is closed like a tab."""
    async with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        max_size=None,
    ) as socket:
        session = Session(socket, query)
        session.first = await session.change({})
        yield session


class Session:
    """What a page knows: its widgets, its address, and the large messages it keeps."""

    first: Answer

    def __init__(self, socket: ClientConnection, query: str = "") -> None:
        self.widgets: dict[str, Widget] = {}
        self.query = query
        self._socket = socket
        self._page = ""
        self._kept: dict[str, int] = {}
        self._runs = 0

    def name(self, key: str) -> str:
        """The whole name of a widget from its key, its label, or the beginning of its key.

        Raises `KeyError` where the page shows none.
        """
        for name in self.widgets:
            if name == key or name.startswith(f"{key}."):
                return name
        raise KeyError(f"{key}: the page shows only {', '.join(self.widgets) or 'no widget'}")

    async def change(self, values: Mapping[str, Any]) -> Answer:
        """Gives widgets new values and waits until the page has been built anew.

        Errors are returned, not raised, unless the connection is gone before they are sent.
        """
        began = time.perf_counter()
        try:
            await self.ask(values)
            async with asyncio.timeout(PATIENCE):
                return await self.answered(began)
        except TimeoutError:
            return _failed(began, f"no answer in {PATIENCE} s")
        except ConnectionClosed as closed:
            return _failed(began, f"connection closed: {closed}")

    async def ask(self, values: Mapping[str, Any]) -> None:
        """Sends new values, and does not wait."""
        fragments = set()
        for key, value in values.items():
            name = self.name(key)
            widget = self.widgets[name]
            alone = _many(widget.field) and not isinstance(value, tuple)
            self.widgets[name] = replace(widget, value=(value,) if alone else value)
            fragments.add(widget.fragment)
        message = BackMsg()
        request = message.rerun_script
        request.query_string = self.query
        request.page_script_hash = self._page
        request.widget_states.widgets.extend(map(_state, self.widgets.values()))
        request.cached_message_hashes.extend(self._kept)
        request.fragment_id = fragments.pop() if len(fragments) == 1 else ""
        await self._socket.send(message.SerializeToString())

    async def answered(self, began: float) -> Answer:
        """Reads messages until a script has finished, from its beginning on."""
        picture, received, run = None, 0, ""
        seen: dict[str, Widget] = {}
        errors: list[str] = []
        while True:
            data = await self._socket.recv()
            received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable or kind == "ref_hash":
                self._kept[message.hash or message.ref_hash] = self._runs
            if kind == "new_session":
                self._page = message.new_session.page_script_hash
                run, seen = message.metadata.run.script_run_id, {}
            elif kind == "delta" and run and message.delta.HasField("new_element"):
                element = message.delta.new_element
                if picture is None and element.WhichOneof("type") in PICTURES:
                    picture = time.perf_counter() - began
                errors += _errors(element)
                seen |= self._widget(element, message.delta.fragment_id)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished" and message.metadata.run.script_run_id == run:
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    errors.append("the script does not compile")
                whole = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                self._learn(seen, whole)
                seconds = time.perf_counter() - began
                return Answer(seconds, picture or seconds, received, tuple(errors))

    def _widget(self, element: Element, fragment: str) -> dict[str, Widget]:
        """The widget that the element is, by its key, or by its label if it has no key.

        Its value is what the visitor gave it, unless the server sets another one.
        """
        kind = element.WhichOneof("type")
        if kind not in FIELDS:
            return {}
        proto = getattr(element, kind)
        options = tuple(getattr(one, "content", one) for one in getattr(proto, "options", ()))
        field, current = FIELDS["select_slider" if kind == "slider" and options else kind]
        key = proto.id.split("-", 2)[-1]
        name = proto.label if key == "None" else key
        known = self.widgets.get(name)
        if proto.set_value:
            value = getattr(proto, current)
        elif known and known.id == proto.id:
            value = known.value
        else:
            value = _initial(proto, options, field)
        value = tuple(value) if _many(field) else value
        return {name: Widget(proto.id, field, value, options, fragment)}

    def _learn(self, seen: dict[str, Widget], whole: bool) -> None:
        """A page drops what a run of the whole script no longer shows."""
        self.widgets = seen if whole else self.widgets | seen
        self._runs += 1
        self._kept = {k: run for k, run in self._kept.items() if self._runs - run <= KEPT_RUNS}


def _initial(proto: Any, options: tuple[str, ...], field: str) -> Any:
    """The value with which a widget begins."""
    declared = proto.DESCRIPTOR.fields_by_name["default"]
    if declared.has_presence and not proto.HasField("default"):
        return None
    if not options:
        return proto.default
    return [options[int(i)] for i in proto.default] if _many(field) else options[proto.default]


def _many(field: str) -> bool:
    return field.endswith("_array_value")


def _failed(began: float, error: str) -> Answer:
    seconds = time.perf_counter() - began
    return Answer(seconds, seconds, 0, (error,))


def _errors(element: Element) -> list[str]:
    """What the element says went wrong."""
    if element.HasField("exception"):
        return [f"{element.exception.type}: {element.exception.message}"]
    if element.HasField("alert") and element.alert.format == Alert.ERROR:
        return [element.alert.body]
    return []


def _state(widget: Widget) -> WidgetState:
    state = WidgetState(id=widget.id)
    if widget.value is None:
        return state
    if _many(widget.field):
        getattr(state, widget.field).data.extend(widget.value)
    else:
        setattr(state, widget.field, widget.value)
    return state
