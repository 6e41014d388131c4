"""The identity side: enough of Microsoft Entra that the real msal gets its tokens here."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.tokens import AUDIENCE, TokenMint

SCOPE = f"{AUDIENCE}/.default"
Form = Mapping[str, str]


@attrs.frozen
class SignInError(Exception):
    """An answer of the identity side that is no success. `number` is that of the AADSTS code."""

    error: str
    number: int
    description: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST

    def response(self, correlation_id: str, now: float) -> JSONResponse:
        """Return the HTTP answer; `now` is in seconds since 1970."""
        timestamp = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S}Z"
        trace_id = str(uuid.uuid4())
        lines = [
            f"AADSTS{self.number}: {self.description}",
            f"Trace ID: {trace_id}",
            f"Correlation ID: {correlation_id}",
            f"Timestamp: {timestamp}",
        ]
        body = {
            "error": self.error,
            "error_description": " ".join(lines),
            "error_codes": [self.number],
            "timestamp": timestamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
        }
        return JSONResponse(body, self.status)


@attrs.frozen
class Identity:
    """One tenant with one application in it, which has one secret.

    A grant type is one entry of `_grants`; a way for the application to prove itself is a step of `_check_client`.
    """

    authority: str
    tenant_id: str
    client_id: str
    client_secret: str = attrs.field(repr=False)
    mint: TokenMint
    behaviour: Behaviour

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        return [
            Route("/common/discovery/instance", self._instance),
            Route("/{tenant}/v2.0/.well-known/openid-configuration", self._answering(self._configuration)),
            Route("/{tenant}/discovery/v2.0/keys", self._answering(self._keys)),
            Route("/{tenant}/oauth2/v2.0/token", self._answering(self._token), methods=["GET", "POST"]),
        ]

    def _answering(
        self, endpoint: Callable[[Request], Awaitable[JSONResponse]]
    ) -> Callable[[Request], Awaitable[JSONResponse]]:
        async def answer(request: Request) -> JSONResponse:
            try:
                self._check_tenant(request.path_params["tenant"])
                return await endpoint(request)
            except SignInError as error:
                correlation_id = request.headers.get("client-request-id") or str(uuid.uuid4())
                return error.response(correlation_id, self.behaviour.clock())

        return answer

    async def _instance(self, request: Request) -> JSONResponse:
        asked_for = urlsplit(request.query_params.get("authorization_endpoint", ""))
        tenant = asked_for.path.strip("/").partition("/")[0] or self.tenant_id
        host = urlsplit(self.authority).netloc
        return JSONResponse(
            {
                "tenant_discovery_endpoint": f"{self.authority}/{tenant}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
            }
        )

    async def _configuration(self, _request: Request) -> JSONResponse:
        tenant = f"{self.authority}/{self.tenant_id}"
        return JSONResponse(
            {
                "issuer": f"{tenant}/v2.0",
                "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{tenant}/oauth2/v2.0/devicecode",
                "token_endpoint": f"{tenant}/oauth2/v2.0/token",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "jwks_uri": f"{tenant}/discovery/v2.0/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _keys(self, _request: Request) -> JSONResponse:
        return JSONResponse(self.mint.public_keys())

    async def _token(self, request: Request) -> JSONResponse:
        if request.method != "POST":
            raise SignInError("invalid_request", 900561, f"The endpoint takes POST, not {request.method}.")
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        grant_type = _required(form, "grant_type")
        grant = self._grants().get(grant_type)
        if grant is None:
            raise SignInError("unsupported_grant_type", 70003, f"The grant type '{grant_type}' is not supported.")
        return JSONResponse(grant(form), headers={"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})

    def _grants(self) -> dict[str, Callable[[Form], dict[str, Any]]]:
        return {"client_credentials": self._client_credentials}

    def _client_credentials(self, form: Form) -> dict[str, Any]:
        self._check_client(form)
        scope = _required(form, "scope")
        if not scope.endswith("/.default"):
            description = f"The scope '{scope}' is not valid: client credentials take one that ends in /.default."
            raise SignInError("invalid_scope", 1002012, description)
        if scope != SCOPE:
            raise SignInError("invalid_scope", 70011, f"The scope '{scope}' is not known. Ask for {SCOPE}.")
        return {
            "token_type": "Bearer",
            "expires_in": self.behaviour.token_lifetime,
            "ext_expires_in": self.behaviour.token_lifetime,
            "access_token": self.mint.issue(client_id=self.client_id),
        }

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() != self.tenant_id:
            description = f"There is no tenant '{tenant}'. Check the tenant id and the cloud."
            raise SignInError("invalid_tenant", 90002, description)

    def _check_client(self, form: Form) -> None:
        client_id = _required(form, "client_id")
        if client_id.lower() != self.client_id:
            description = f"There is no application '{client_id}' in the tenant '{self.tenant_id}'."
            raise SignInError("unauthorized_client", 700016, description)
        secret = form.get("client_secret")
        if not secret:
            description = "The request has to hold 'client_assertion' or 'client_secret'."
            raise SignInError("invalid_client", 7000218, description, HTTPStatus.UNAUTHORIZED)
        if secret != self.client_secret:
            description = f"The client secret is not one of the application '{client_id}'."
            raise SignInError("invalid_client", 7000215, description, HTTPStatus.UNAUTHORIZED)


def _required(form: Form, name: str) -> str:
    value = form.get(name)
    if not value:
        raise SignInError("invalid_request", 900144, f"The request has to hold the parameter '{name}'.")
    return value
