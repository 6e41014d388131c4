"""The application that serves the contract. Only this file uses connexion.

Requests are validated against the contract before an operation is called, and responses, including faults, before they
are sent. Errors of connexion become the documented fault.
"""

import functools
import re
import secrets
import uuid
import warnings
from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partner_center.emulator.api.faults import CONTENT_TYPE, Fault, FaultCode, invalid_input, token_missing
from partner_center.emulator.server.contract import Contract, Json

with warnings.catch_warnings():
    # It imports a test client and a reference resolver that starlette and jsonschema have deprecated.
    warnings.simplefilter("ignore")
    import connexion  # type: ignore[import-untyped]  # it has no types, here and below
    from connexion.exceptions import ProblemException  # type: ignore[import-untyped]
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse  # type: ignore[import-untyped]
    from connexion.options import SwaggerUIOptions  # type: ignore[import-untyped]
    from connexion.security import NO_VALUE, AbstractSecurityHandler  # type: ignore[import-untyped]
    from connexion.validators.json import JSONResponseBodyValidator  # type: ignore[import-untyped]
    from connexion.validators.parameter import ParameterValidator  # type: ignore[import-untyped]

WHOLE_NUMBER = re.compile("-?[0-9]{1,19}")
JSON = CONTENT_TYPE.partition(";")[0]
BITS = {"int32": 32, "int64": 64}
"""The size of a whole number, by the `format` of its schema."""

Operation = Callable[..., tuple[Json, Mapping[str, str]]]
"""Serves an operation of the contract: takes its path and query parameters by name, in snake case, and returns the body
and the headers of the response, or raises a Fault."""
TokenCheck = Callable[[str, Headers], Mapping[str, Any]]
"""Takes the token and the headers of a request, and returns the claims of the token or raises a Fault."""


def connexion_app(
    contract: Contract,
    *,
    operations: Mapping[str, Operation],
    check_token: TokenCheck,
    validates_responses: Callable[[], bool] = lambda: True,
) -> ASGIApp:
    """Return the application that serves a contract.

    Args:
        contract: The contract.
        operations: The function that serves each operation, by its operationId. A missing operation returns 501.
        check_token: Called with the bearer token of each request.
        validates_responses: Called with each response: whether its body is validated.
    """

    class BearerToken(AbstractSecurityHandler):  # type: ignore[misc]  # connexion has no types
        # connexion expects the dotted name of a function in the contract. This function is a closure.
        def get_fn(self, security_scheme: Json, required_scopes: object) -> Any:
            def claims(request: ConnexionRequest) -> object:
                kind, token = self.get_auth_header_value(request)
                return check_token(token, Headers(scope=request.scope)) if kind == "bearer" and token else NO_VALUE

            return claims

    class ResponseValidator(JSONResponseBodyValidator):  # type: ignore[misc]  # connexion has no types
        def wrap_send(self, send: Send) -> Send:
            validating: Send = super().wrap_send(send)
            return validating if validates_responses() else send

    handlers = {
        operation["operationId"]: _handler(operations.get(operation["operationId"]) or _not_served(method, path))
        for method, path, operation in contract.operations()
    }
    app = connexion.AsyncApp(__name__)
    app.add_api(
        _with_default_responses(contract),
        resolver=connexion.Resolver(handlers.__getitem__),
        security_map={"bearer": BearerToken},
        validator_map={"parameter": _ParameterValidator, "response": {JSON: ResponseValidator}},
        pythonic_params=True,
        validate_responses=True,
        swagger_ui_options=SwaggerUIOptions(swagger_ui=False, serve_spec=False),
    )
    for kind in (Fault, ProblemException, HTTPException, Exception):
        app.add_error_handler(kind, _respond_to_error)
    return _with_service_headers(GZipMiddleware(_without_redirects(app)))


def request_headers() -> Headers:
    """Return the headers of the current request."""
    headers: Headers = connexion.request.headers
    return headers


def token_claims() -> Mapping[str, Any]:
    """Return the claims of the token of the current request."""
    claims: Mapping[str, Any] = connexion.request.context["token_info"]
    return claims


class _ParameterValidator(ParameterValidator):  # type: ignore[misc]  # connexion has no types
    def validate(self, scope: Scope) -> None:
        # Connexion leaves whole numbers to int(), which accepts 1_0 and foreign digits and knows no format, and it does
        # not name the parameter.
        sent = QueryParams(scope["query_string"])
        for parameter in self.parameters["query"]:
            name, schema = parameter["name"], parameter["schema"]
            if schema.get("type") == "integer" and name in sent:
                _check_whole_number(name, sent[name], schema)
        super().validate(scope)


def _check_whole_number(name: str, value: str, schema: Json) -> None:
    of_format = 2 ** (BITS.get(schema.get("format", ""), 64) - 1)
    smallest, largest = schema.get("minimum", -of_format), schema.get("maximum", of_format - 1)
    if not WHOLE_NUMBER.fullmatch(value) or not smallest <= int(value) <= largest:
        description = f"{name} must be a whole number from {smallest} to {largest}, got '{value[:100]}'."
        raise invalid_input(description, name)


def _with_default_responses(contract: Contract) -> Json:
    """Return the contract with `default` responses: connexion has no ranges such as 4XX, and uses `default`."""
    copy = Contract(deepcopy(contract.document))
    for _, _, operation in copy.operations():
        if "4XX" in operation["responses"]:
            operation["responses"].setdefault("default", operation["responses"]["4XX"])
    return copy.document


def _without_redirects(app: ASGIApp) -> ASGIApp:
    """Return the application with 404 in place of redirects to a path with or without a trailing slash."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        redirected = False

        async def send_no_redirect(message: Message) -> None:
            nonlocal redirected
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.TEMPORARY_REDIRECT:
                redirected = True
            elif not redirected:
                await send(message)

        await app(scope, receive, send_no_redirect)
        if redirected:
            await _not_found().response()(scope, receive, send)

    return serve


def _with_service_headers(app: ASGIApp) -> ASGIApp:
    """Return the application with the headers of the service on each response: its ids, and the name of a server."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
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

        await app(scope, receive, send_with_headers)

    return serve


def _handler(operation: Operation) -> Callable[..., Awaitable[Response]]:
    @functools.wraps(operation)
    async def handle(**parameters: Any) -> Response:
        try:
            body, headers = operation(**parameters)
            return JSONResponse(body, headers={**headers, "Content-Type": CONTENT_TYPE})
        except Fault as fault:
            return fault.response()

    return handle


def _not_served(method: str, path: str) -> Operation:
    description = f"The emulator does not serve this operation of the contract: {method} {path}."

    def operation(**_parameters: object) -> tuple[Json, Mapping[str, str]]:
        raise Fault(HTTPStatus.NOT_IMPLEMENTED, FaultCode.UNEXPECTED, description)

    return operation


async def _respond_to_error(_request: ConnexionRequest, error: Exception) -> ConnexionResponse:
    response = _fault_for(error).response()
    return ConnexionResponse(response.status_code, body=response.body, headers=dict(response.headers))


def _fault_for(error: Exception) -> Fault:
    if isinstance(error, Fault):
        return error
    if not isinstance(error, HTTPException):
        return _unexpected(f"{type(error).__name__}: {error}")
    description = str(error.detail).partition("\n")[0]  # the rest is part of the schema
    match error.status_code:
        case HTTPStatus.UNAUTHORIZED:
            return token_missing()
        case HTTPStatus.NOT_FOUND:
            return _not_found()
        case HTTPStatus.METHOD_NOT_ALLOWED:
            description = "The path does not support this method."
            return Fault(
                HTTPStatus.METHOD_NOT_ALLOWED, FaultCode.INVALID_INPUT, description, headers=error.headers or {}
            )
        case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return invalid_input(description)
        case _:
            return _unexpected(description)


def _not_found() -> Fault:
    return Fault(HTTPStatus.NOT_FOUND, FaultCode.NOT_FOUND, "The path does not exist.")


def _unexpected(description: str) -> Fault:
    return Fault(HTTPStatus.INTERNAL_SERVER_ERROR, FaultCode.UNEXPECTED, description)
