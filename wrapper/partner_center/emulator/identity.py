"""The identity side: enough of Microsoft Entra that the real msal gets its tokens here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from partner_center.emulator.addresses import Addresses
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.discovery import Discovery
from partner_center.emulator.resources import resources_at
from partner_center.emulator.sign_in_error import SignInError, new_id
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.tokens import TokenMint

Grant = Callable[[SignInRequest], dict[str, Any]]
"""Answers the token endpoint for one `grant_type`: returns the body, or raises SignInError."""
NOT_TO_BE_KEPT = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}
Endpoint = Callable[[Request], Awaitable[Response]]


@attrs.frozen
class Identity:
    """The endpoints of one tenant."""

    tenant_id: str
    addresses: Addresses
    discovery: Discovery
    grants: Mapping[str, Grant]
    device_codes: Grant
    """Answers the endpoint where a sign-in with a device code begins."""
    authorize: Callable[[SignInRequest], Response]
    """Answers the endpoint that a browser is sent to."""
    mint: TokenMint
    behaviour: Behaviour

    def routes(self) -> list[Route]:
        """Return the endpoints with their paths."""
        return [
            Route("/common/discovery/instance", self._instance),
            Route("/{tenant}/v2.0/.well-known/openid-configuration", self._answering(self._configuration)),
            Route("/{tenant}/discovery/v2.0/keys", self._answering(self._keys)),
            Route("/{tenant}/oauth2/v2.0/token", self._answering(self._token), methods=["GET", "POST"]),
            Route("/{tenant}/oauth2/v2.0/authorize", self._answering(self._authorize)),
            Route("/{tenant}/oauth2/v2.0/devicecode", self._answering(self._device_code), methods=["GET", "POST"]),
        ]

    def _answering(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint that checks the tenant first, says no as Entra does, and names the request."""

        async def answer(request: Request) -> Response:
            trace_id = new_id()
            correlation_id = request.headers.get("client-request-id")
            try:
                self._check_tenant(request.path_params["tenant"])
                response = await endpoint(request)
            except SignInError as error:
                response = error.response(
                    correlation_id=correlation_id or new_id(),
                    trace_id=trace_id,
                    origin=self._origin(request),
                    now=self.behaviour.clock(),
                )
            response.headers["x-ms-request-id"] = trace_id
            if correlation_id:
                response.headers["client-request-id"] = correlation_id
            return response

        return answer

    async def _instance(self, request: Request) -> Response:
        return JSONResponse(self.discovery.instance(request.query_params.get("authorization_endpoint", "")))

    async def _configuration(self, request: Request) -> Response:
        return JSONResponse(self.discovery.configuration(self._origin(request)))

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse(self.mint.public_keys())

    async def _token(self, request: Request) -> Response:
        asked = await self._asked(request)
        grant_type = asked.required("grant_type")
        grant = self.grants.get(grant_type)
        if grant is None:
            raise SignInError("unsupported_grant_type", 70003, f"The grant type '{grant_type}' is not supported.")
        return JSONResponse(grant(asked), headers=NOT_TO_BE_KEPT)

    async def _device_code(self, request: Request) -> Response:
        return JSONResponse(self.device_codes(await self._asked(request)), headers=NOT_TO_BE_KEPT)

    async def _authorize(self, request: Request) -> Response:
        return self.authorize(self._sent(request, dict(request.query_params)))

    async def _asked(self, request: Request) -> SignInRequest:
        if request.method != "POST":
            raise SignInError("invalid_request", 900561, f"The endpoint takes POST, not {request.method}.")
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        return self._sent(request, form)

    def _sent(self, request: Request, form: Mapping[str, str]) -> SignInRequest:
        host = self.addresses.host(request.headers.get("Host"))
        return SignInRequest(form=form, origin=self._origin(request), resources=resources_at(host))

    def _origin(self, request: Request) -> str:
        return self.addresses.origin(request.headers.get("Host"))

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() != self.tenant_id:
            description = f"There is no tenant '{tenant}'. Check the tenant id and the cloud."
            raise SignInError("invalid_tenant", 90002, description)
