"""Signing in with a browser: the page that sends it back with a code, and the grant that redeems the code."""

import html
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import attrs
from starlette.responses import HTMLResponse, RedirectResponse, Response

from partner_center.emulator.authorization_codes import AuthorizationCodes, AuthorizationRequest
from partner_center.emulator.sign_in_error import SignInError, new_id
from partner_center.emulator.sign_in_request import SignInRequest
from partner_center.emulator.user_tokens import UserTokens, client_info

LOOPBACK = ("localhost", "127.0.0.1")


@attrs.frozen
class BrowserSignIn:
    """Answers both endpoints, as if the user of `Behaviour.user` had signed in at once."""

    codes: AuthorizationCodes
    user_tokens: UserTokens

    def authorize(self, request: SignInRequest) -> Response:
        """Return the page that sends the browser back to the application, with a code or with an error.

        Raises SignInError where the browser cannot be sent back: the application or its address is not known.
        """
        self.user_tokens.application.identify(request)
        redirect_uri = _loopback(request.required("redirect_uri"))
        send_back = {"query": _redirect, "form_post": _form}.get(request.form.get("response_mode") or "query")
        if send_back is None:
            description = f"The response_mode '{request.form['response_mode']}' is not query or form_post."
            raise SignInError("invalid_request", 70007, description)
        try:
            fields = self._sign_in(request, redirect_uri)
        except SignInError as error:
            fields = {"error": error.error, "error_description": error.message()}
        state = request.form.get("state")
        return send_back(redirect_uri, {**fields, **({"state": state} if state else {})})

    def redeem(self, request: SignInRequest) -> dict[str, Any]:
        """Return the tokens of the user who has signed in. Raises SignInError where the code is no good."""
        proof = self.user_tokens.check_client(request)
        code = self.codes.redeem(
            request.required("code"),
            redirect_uri=request.required("redirect_uri"),
            code_verifier=request.form.get("code_verifier"),
        )
        asked = request.scopes() if request.form.get("scope") else code.request.asked
        self.user_tokens.check_permissions(asked)
        self.user_tokens.check_user(code.user, asked.resource)
        return self.user_tokens.answer(request, user=code.user, asked=asked, proof=proof, nonce=code.request.nonce)

    def _sign_in(self, request: SignInRequest, redirect_uri: str) -> dict[str, str]:
        response_type = request.required("response_type")
        if response_type != "code":
            description = f"The response_type '{response_type}' is not code."
            raise SignInError("unsupported_response_type", 70005, description)
        challenge = request.form.get("code_challenge")
        if challenge and request.form.get("code_challenge_method") != "S256":
            raise SignInError("invalid_request", 50149, "The code_challenge_method has to be S256.")
        asked = request.scopes()
        self.user_tokens.check_permissions(asked)
        user = self.codes.behaviour.user
        if user.declines:
            raise SignInError("access_denied", 65004, "The user has declined to sign in to the application.")
        wanted = AuthorizationRequest(
            redirect_uri=redirect_uri,
            asked=asked,
            code_challenge=challenge or None,
            nonce=request.form.get("nonce"),
        )
        fields = {"code": self.codes.issue(wanted, user), "session_state": new_id()}
        if request.form.get("client_info") == "1":
            fields["client_info"] = client_info(user, self.user_tokens.application.tenant_id)
        return fields


def _loopback(redirect_uri: str) -> str:
    address = urlsplit(redirect_uri)
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        description = f"The redirect_uri '{redirect_uri}' is not registered; those of loopback, http://localhost, are."
        raise SignInError("invalid_request", 50011, description)
    return redirect_uri


def _redirect(address: str, fields: Mapping[str, str]) -> Response:
    separator = "&" if urlsplit(address).query else "?"
    return RedirectResponse(f"{address}{separator}{urlencode(fields)}", HTTPStatus.FOUND)


def _form(address: str, fields: Mapping[str, str]) -> Response:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items()
    )
    form = f'<form method="POST" action="{html.escape(address)}">{inputs}<button>Continue</button></form>'
    page = f"<!doctype html><title>Sign in</title>{form}<script>document.forms[0].submit()</script>"
    return HTMLResponse(page)
