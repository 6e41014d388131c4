"""The requests that the emulator receives: recorded, shown to `Behavior.intercept`, then served."""

import inspect
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Literal, Self
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
import attrs
import starlette.responses
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@attrs.define(eq=False)
class ReceivedRequest:
    """A request that the emulator received."""

    side: Literal["identity", "api"]
    """`api` for every path of Partner Center, `identity` for all others."""
    method: str
    path: str
    query: QueryParams
    headers: Headers
    """The headers. Names are case-insensitive."""
    body: bytes = b""
    """The part of the body that was read to serve the request."""
    status: int | None = None
    """The status of the response; None before the response starts."""

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form body, such as that of a token request."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@attrs.frozen
class Response:
    """A response that `Behavior.intercept` returns.

    The emulator adds Content-Length and Date, and no other header.
    """

    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = attrs.field(factory=dict)
    body: bytes = b""
    delay: float = attrs.field(default=0, kw_only=True, validator=attrs.validators.ge(0))
    """The seconds before the response is sent. Other requests are served meanwhile."""

    @classmethod
    def json(
        cls, value: Any, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None, delay: float = 0
    ) -> Self:
        """Return a response with a JSON body and the header `Content-Type: application/json`.

        Args:
            value: The body, as `json.dumps` takes it.
            status: The status.
            headers: Further headers.
            delay: The seconds before the response is sent.
        """
        all_headers = {"Content-Type": "application/json", **(headers or {})}
        return cls(status, all_headers, json.dumps(value).encode(), delay=delay)


Intercept = Callable[[ReceivedRequest], Response | Awaitable[Response | None] | None]


class RequestRecorder:
    """ASGI middleware that records each request, and sends the response of the intercept if there is one."""

    def __init__(
        self, app: ASGIApp, *, requests: list[ReceivedRequest], intercept: Callable[[], Intercept | None], api_path: str
    ) -> None:
        """Wrap an application.

        Args:
            app: The application that serves the requests.
            requests: The list that each request is added to.
            intercept: Returns the current intercept.
            api_path: The path below which everything belongs to the API side, such as `/v1`.
        """
        self._app = app
        self._requests = requests
        self._intercept = intercept
        self._api_path = api_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        request = ReceivedRequest(
            side="api" if f"{path}/".startswith(f"{self._api_path}/") else "identity",
            method=scope["method"],
            path=path,
            query=QueryParams(scope["query_string"]),
            headers=Headers(scope=scope),
        )
        self._requests.append(request)

        async def receive_and_record() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                request.body += message.get("body", b"")
            return message

        async def send_and_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = int(message["status"])
                MutableHeaders(scope=message).setdefault("Date", formatdate(usegmt=True))
            await send(message)

        response = await self._intercepted(request)
        if response and response.delay and await _disconnects_within(response.delay, receive_and_record):
            return
        app = starlette.responses.Response(response.body, response.status, response.headers) if response else self._app
        # A client that disconnects, such as a process that was killed, is not an error of the emulator.
        with suppress(ClientDisconnect):
            await app(scope, receive_and_record, send_and_record)

    async def _intercepted(self, request: ReceivedRequest) -> Response | None:
        intercept = self._intercept()
        if intercept is None:
            return None
        is_async: bool = inspect.iscoroutinefunction(intercept)
        if is_async:
            result = intercept(request)
        else:
            # It may block. Without a limit on the threads, requests that block do not keep others from being served.
            limiter = anyio.CapacityLimiter(math.inf)
            result = await anyio.to_thread.run_sync(intercept, request, abandon_on_cancel=True, limiter=limiter)
        return await result if isinstance(result, Awaitable) else result


async def _disconnects_within(seconds: float, receive: Receive) -> bool:
    """Wait for some seconds, or until the client disconnects, and return whether it did."""
    with anyio.move_on_after(seconds):
        while (await receive())["type"] != "http.disconnect":
            pass
        return True
    return False
