"""The one application of the tenant, and the ways in which it proves that a request comes from it."""

from enum import StrEnum

import attrs

from partner_center.emulator import assertions
from partner_center.emulator.assertions import Assertions
from partner_center.emulator.behaviour import Behaviour
from partner_center.emulator.sign_in_error import SignInError, invalid_client
from partner_center.emulator.sign_in_request import SignInRequest


class Proof(StrEnum):
    """How an application has proved itself; the value is that of the claim `appidacr`."""

    NONE = "0"
    SECRET = "1"  # noqa: S105 - the value of a claim
    CERTIFICATE = "2"


@attrs.frozen
class Application:
    """What is registered for the application: an id, a secret and a certificate."""

    id: str
    tenant_id: str
    secret: str = attrs.field(repr=False)
    assertions: Assertions
    behaviour: Behaviour

    def prove(self, request: SignInRequest) -> Proof:
        """Return how the application proved itself. Raises SignInError where it did not, or is unknown."""
        proof = self.identify(request)
        if proof is Proof.NONE:
            raise invalid_client(7000218, "The request has to hold 'client_assertion' or 'client_secret'.")
        return proof

    def identify(self, request: SignInRequest) -> Proof:
        """Return how the application proved itself, if it did. Raises SignInError where it is unknown or failed."""
        client_id = request.required("client_id")
        if client_id.lower() != self.id:
            description = f"There is no application '{client_id}' in the tenant '{self.tenant_id}'."
            raise SignInError("unauthorized_client", 700016, description)
        if assertion := request.form.get("client_assertion"):
            self._check_assertion(assertion, request)
            return Proof.CERTIFICATE
        if secret := request.form.get("client_secret"):
            self._check_secret(secret)
            return Proof.SECRET
        return Proof.NONE

    def _check_assertion(self, assertion: str, request: SignInRequest) -> None:
        kind = request.required("client_assertion_type")
        if kind != assertions.TYPE:
            raise SignInError("invalid_request", 70002, f"The client_assertion_type '{kind}' is not {assertions.TYPE}.")
        tenant = f"{request.origin}/{self.tenant_id}"
        self.assertions.check(assertion, audiences=frozenset({f"{tenant}/oauth2/v2.0/token", f"{tenant}/v2.0"}))

    def _check_secret(self, secret: str) -> None:
        if secret != self.secret:
            raise invalid_client(7000215, f"The client secret is not one of the application '{self.id}'.")
        if self.behaviour.secret_expired:
            raise invalid_client(7000222, f"The client secret of the application '{self.id}' has expired.")
