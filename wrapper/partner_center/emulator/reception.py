"""What happens to every request first: it is written down, and shown to `Behaviour.intercept`."""

from contextlib import suppress
from email.utils import formatdate

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.exchange import ReceivedRequest


class Reception:
    """ASGI middleware in front of both sides of the emulator."""

    def __init__(self, app: ASGIApp, *, requests: list[ReceivedRequest], behaviour: Behaviour) -> None:
        self._app = app
        self._requests = requests
        self._behaviour = behaviour

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        request = ReceivedRequest(
            side="api" if f"{path}/".startswith("/v1/") else "identity",
            method=scope["method"],
            path=path,
            query=QueryParams(scope["query_string"]),
            headers=Headers(scope=scope),
        )
        self._requests.append(request)

        async def receive_noting_body() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                request.body += message.get("body", b"")
            return message

        async def send_noting_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = int(message["status"])
                MutableHeaders(scope=message).setdefault("Date", formatdate(usegmt=True))
            await send(message)

        intercept = self._behaviour.intercept
        answer = intercept(request) if intercept else None
        app = Response(answer.body, answer.status, answer.headers) if answer else self._app
        # A caller that has gone, as one that was killed, wants no answer and is no fault of the emulator.
        with suppress(ClientDisconnect):
            await app(scope, receive_noting_body, send_noting_status)
