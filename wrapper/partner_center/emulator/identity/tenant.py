"""The tenant: the tokens and codes that it has issued, and the endpoints of Microsoft Entra that msal uses."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from partner_center.emulator.behavior import Behavior
from partner_center.emulator.identity import device_codes
from partner_center.emulator.identity.application import Application
from partner_center.emulator.identity.authorization_codes import AuthorizationCodes
from partner_center.emulator.identity.device_codes import DeviceCodes
from partner_center.emulator.identity.protocol import IdentityRequest, SignInError, new_id
from partner_center.emulator.identity.refresh_tokens import RefreshTokens
from partner_center.emulator.identity.token_responses import TokenResponses
from partner_center.emulator.identity.tokens import TokenIssuer, resources_of_host
from partner_center.emulator.server.https_server import Addresses

Endpoint = Callable[[Request], Awaitable[Response]]
NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


class Tenant:
    """One tenant with one application. Its tokens and codes stay valid after a restart of the emulator."""

    def __init__(self, application: Application, tokens: TokenIssuer, behavior: Behavior) -> None:
        self.application = application
        self.tokens = tokens
        self.behavior = behavior
        self.refresh_tokens = RefreshTokens(behavior)
        responses = TokenResponses(application, tokens, self.refresh_tokens, behavior)
        self.device_codes = DeviceCodes(responses)
        self.authorization_codes = AuthorizationCodes(responses)
        self.grants: Mapping[str, Callable[[IdentityRequest], dict[str, Any]]] = {
            "client_credentials": responses.for_application,
            "refresh_token": responses.for_refresh_token,
            "authorization_code": self.authorization_codes.redeem,
            device_codes.GRANT_TYPE: self.device_codes.redeem,
        }

    def forget_sign_ins(self) -> None:
        """Forget every code and refresh token that has been issued."""
        self.refresh_tokens.issued.clear()
        self.device_codes.issued.clear()
        self.authorization_codes.issued.clear()

    def routes(self, addresses: Addresses) -> list[Route]:
        """Return the endpoints with their paths, for the addresses of the emulator."""
        endpoints = _Endpoints(self, addresses)
        respond = endpoints.respond
        return [
            Route("/common/discovery/instance", endpoints.instance),
            Route("/{tenant}/v2.0/.well-known/openid-configuration", respond(endpoints.configuration)),
            Route("/{tenant}/discovery/v2.0/keys", respond(endpoints.keys)),
            Route("/{tenant}/oauth2/v2.0/token", respond(endpoints.token), methods=["GET", "POST"]),
            Route("/{tenant}/oauth2/v2.0/authorize", respond(endpoints.authorize)),
            Route("/{tenant}/oauth2/v2.0/devicecode", respond(endpoints.device_code), methods=["GET", "POST"]),
        ]


@attrs.frozen
class _Endpoints:
    """The endpoints. Documents and errors have the address that the client used."""

    tenant: Tenant
    addresses: Addresses

    def respond(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint that checks the tenant, responds to errors as Entra does, and adds the request id."""

        async def respond(request: Request) -> Response:
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
                    now=self.tenant.behavior.clock(),
                )
            response.headers["x-ms-request-id"] = trace_id
            if correlation_id:
                response.headers["client-request-id"] = correlation_id
            return response

        return respond

    async def instance(self, request: Request) -> Response:
        """Return the address of the configuration of the tenant, and the host names without aliases."""
        authorization = urlsplit(request.query_params.get("authorization_endpoint", ""))
        tenant = authorization.path.strip("/").partition("/")[0] or self.tenant.application.tenant_id
        origin = self.addresses.origin(authorization.netloc)
        names = [urlsplit(self.addresses.local).netloc, *self.addresses.hosts]
        return JSONResponse(
            {
                "tenant_discovery_endpoint": f"{origin}/{tenant}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [{"preferred_network": name, "preferred_cache": name, "aliases": [name]} for name in names],
            }
        )

    async def configuration(self, request: Request) -> Response:
        """Return the addresses of the endpoints, and their features."""
        tenant = f"{self._origin(request)}/{self.tenant.application.tenant_id}"
        return JSONResponse(
            {
                "issuer": f"{tenant}/v2.0",
                "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{tenant}/oauth2/v2.0/devicecode",
                "token_endpoint": f"{tenant}/oauth2/v2.0/token",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
                "jwks_uri": f"{tenant}/discovery/v2.0/keys",
                "response_modes_supported": ["query", "form_post"],
                "response_types_supported": ["code"],
                "scopes_supported": ["openid", "profile", "offline_access"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def keys(self, _request: Request) -> Response:
        """Return the keys that verify tokens."""
        return JSONResponse(self.tenant.tokens.public_keys())

    async def token(self, request: Request) -> Response:
        """Return the response of the grant that the request names."""
        received = await self._posted(request)
        grant_type = received.required("grant_type")
        grant = self.tenant.grants.get(grant_type)
        if grant is None:
            raise SignInError("unsupported_grant_type", 70003, f"The grant type '{grant_type}' is not supported.")
        return JSONResponse(grant(received), headers=NO_STORE)

    async def device_code(self, request: Request) -> Response:
        """Return a new device code."""
        return JSONResponse(self.tenant.device_codes.begin(await self._posted(request)), headers=NO_STORE)

    async def authorize(self, request: Request) -> Response:
        """Return the sign-in page."""
        return self.tenant.authorization_codes.authorize(self._received(request, dict(request.query_params)))

    async def _posted(self, request: Request) -> IdentityRequest:
        if request.method != "POST":
            raise SignInError("invalid_request", 900561, f"The method must be POST, got {request.method}.")
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        return self._received(request, form)

    def _received(self, request: Request, parameters: Mapping[str, str]) -> IdentityRequest:
        host = self.addresses.host(request.headers.get("Host"))
        return IdentityRequest(parameters, self._origin(request), resources_of_host(host))

    def _origin(self, request: Request) -> str:
        return self.addresses.origin(request.headers.get("Host"))

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() != self.tenant.application.tenant_id:
            description = f"The tenant '{tenant}' was not found. Check the tenant id and the cloud."
            raise SignInError("invalid_tenant", 90002, description)
