"""Serves the contract with connexion, and keeps connexion to this file: it has no types of its own.

Requests are checked against the contract on their way in, answers on their way out, faults among them. Whatever
connexion refuses is turned into the documented fault.
"""

import functools
import re
import warnings
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partner_center.emulator.faults import CONTENT_TYPE, Fault, FaultCode, invalid_input, token_missing

with warnings.catch_warnings():
    # It imports a test client and a reference resolver that starlette and jsonschema have announced to go.
    warnings.simplefilter("ignore")
    import connexion  # type: ignore[import-untyped]  # it ships no types, here and below
    from connexion.exceptions import ProblemException  # type: ignore[import-untyped]
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse  # type: ignore[import-untyped]
    from connexion.options import SwaggerUIOptions  # type: ignore[import-untyped]
    from connexion.security import BearerSecurityHandler  # type: ignore[import-untyped]
    from connexion.validators.parameter import ParameterValidator  # type: ignore[import-untyped]

WHOLE_NUMBER = re.compile("-?[0-9]+")

Operation = Callable[..., tuple[dict[str, Any], Mapping[str, str]]]
"""What answers an operation of the contract: takes its path and query parameters by name, in snake_case, and returns
the body and the headers of the answer, or raises a Fault."""
TokenCheck = Callable[[str, Headers], Mapping[str, Any]]
"""Takes a token and the headers of its request, and returns the claims of the token or raises a Fault."""


def connexion_app(contract: dict[str, Any], *, operations: Mapping[str, Operation], check_token: TokenCheck) -> ASGIApp:
    """Return the application that serves a contract.

    `operations` has one for each operationId. `check_token` is asked about the bearer token of each request.
    """

    def check(token: str, request: ConnexionRequest) -> Mapping[str, Any]:
        return check_token(token, Headers(scope=request.scope))

    class BearerToken(BearerSecurityHandler):  # type: ignore[misc]  # connexion has no types
        def _resolve_func(self, security_scheme: dict[str, Any]) -> Callable[..., Mapping[str, Any]]:
            # Connexion would look for the dotted name of a function in the contract; ours is a closure.
            return check

    class WholeNumbers(ParameterValidator):  # type: ignore[misc]  # connexion has no types
        def validate(self, scope: Scope) -> None:
            # Connexion leaves it to int(), which takes 1_0 and foreign digits, and does not name the parameter.
            sent = QueryParams(scope["query_string"])
            for parameter in self.parameters["query"]:
                name = parameter["name"]
                if parameter["schema"]["type"] == "integer" and not WHOLE_NUMBER.fullmatch(sent.get(name, "0")):
                    raise invalid_input(f"The value '{sent[name]}' of {name} is not a whole number.", name)
            super().validate(scope)

    for path in contract["paths"].values():
        for operation in path.values():
            # Connexion knows no ranges such as 4XX, and checks against `default` what it does not find.
            operation["responses"]["default"] = operation["responses"]["4XX"]

    app = connexion.AsyncApp(__name__)
    app.add_api(
        contract,
        resolver=connexion.Resolver(lambda operation_id: _handler(operations[operation_id])),
        security_map={"bearer": BearerToken},
        validator_map={"parameter": WholeNumbers},
        pythonic_params=True,
        validate_responses=True,
        swagger_ui_options=SwaggerUIOptions(swagger_ui=False, serve_spec=False),
    )
    for kind in (Fault, ProblemException, HTTPException, Exception):
        app.add_error_handler(kind, _answer_error)
    return _without_redirects(app)


def request_headers() -> Headers:
    """Return the headers of the request that is being served."""
    headers: Headers = connexion.request.headers
    return headers


def token_claims() -> Mapping[str, Any]:
    """Return the claims of the token of the request that is being served."""
    claims: Mapping[str, Any] = connexion.request.context["token_info"]
    return claims


def _without_redirects(app: ASGIApp) -> ASGIApp:
    """Return the application without the redirects, to a path with or without a slash at its end, of its routers."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
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

    return served


def _handler(operation: Operation) -> Callable[..., Awaitable[Response]]:
    @functools.wraps(operation)
    async def handler(**parameters: Any) -> Response:
        try:
            body, headers = operation(**parameters)
            return JSONResponse(body, headers={**headers, "Content-Type": CONTENT_TYPE})
        except Fault as fault:
            return fault.response()

    return handler


async def _answer_error(_request: ConnexionRequest, error: Exception) -> ConnexionResponse:
    response = _fault_for(error).response()
    return ConnexionResponse(response.status_code, body=response.body, headers=dict(response.headers))


def _fault_for(error: Exception) -> Fault:
    if isinstance(error, Fault):
        return error
    if not isinstance(error, HTTPException):
        return _unexpected(f"{type(error).__name__}: {error}")
    description = str(error.detail).partition("\n")[0]  # what follows is a piece of the schema
    match error.status_code:
        case HTTPStatus.UNAUTHORIZED:
            return token_missing()
        case HTTPStatus.NOT_FOUND:
            return _not_found()
        case HTTPStatus.METHOD_NOT_ALLOWED:
            description = "The path does not take this method."
            return Fault(
                HTTPStatus.METHOD_NOT_ALLOWED, FaultCode.INVALID_INPUT, description, headers=error.headers or {}
            )
        case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return invalid_input(description)
        case _:
            return _unexpected(description)


def _not_found() -> Fault:
    return Fault(HTTPStatus.NOT_FOUND, FaultCode.NOT_FOUND, "There is nothing at this path.")


def _unexpected(description: str) -> Fault:
    return Fault(HTTPStatus.INTERNAL_SERVER_ERROR, FaultCode.UNEXPECTED, description)
