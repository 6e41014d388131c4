"""The headers that the service puts on each of its answers."""

import secrets
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ServiceHeaders:
    """ASGI middleware: echoes the ids of the caller, or makes them, and names the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = Headers(scope=scope)
        added = {
            "MS-RequestId": sent.get("MS-RequestId") or str(uuid.uuid4()),
            "MS-CorrelationId": sent.get("MS-CorrelationId") or str(uuid.uuid4()),
            "MS-CV": sent.get("MS-CV") or f"{secrets.token_urlsafe(12)}.0",
            "MS-ServerId": "000000E1",
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self._app(scope, receive, send_with_headers)
