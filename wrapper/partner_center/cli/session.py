"""The client of a command: the credential of the environment or of ``partner-center login``, and its settings."""

import logging
import os

import attrs

from partner_center import Cloud, PartnerCenter, RetryPolicy
from partner_center.auth import Credential, EnvironmentCredential

from .network import verify_setting
from .sign_in import SignIn, load_sign_in

_log = logging.getLogger("partner_center.cli")
_CREDENTIAL_VARIABLES = tuple(
    f"PARTNER_CENTER_{name}" for name in ("ACCESS_TOKEN", "CLIENT_SECRET", "CERTIFICATE_PATH", "REFRESH_TOKEN")
)


@attrs.frozen(kw_only=True)
class Session:
    """How a command signs in, and to which cloud. Other settings come from the environment.

    Attributes:
        credential: The credential.
        origin: Where the credential comes from, for people.
        cloud: The cloud of the credential.
    """

    credential: Credential
    origin: str
    cloud: Cloud

    def client(
        self,
        *,
        credential: Credential | None = None,
        retry: RetryPolicy | None = RetryPolicy(),  # noqa: B008 - it is frozen
        max_concurrency: int = 8,
    ) -> PartnerCenter:
        """Return a new client, with another credential if one is given.

        Raises:
            ValueError: A setting of the environment is invalid.
        """
        client = PartnerCenter.from_env(
            credential=credential or self.credential,
            cloud=self.cloud,
            retry=retry,
            max_concurrency=max_concurrency,
            verify=verify_setting(),
        )
        _log.info(
            "Cloud %s, base URL %s, locale %s, credential from %s",
            client.cloud.name,
            client.base_url,
            client.locale,
            self.origin,
        )
        return client


def current_session() -> Session:
    """Return the session of a command.

    Raises:
        ValueError: The environment has no credential and no sign-in is stored; or a variable is invalid.
        OSError: The stored sign-in cannot be read.
    """
    cloud = environment_cloud()
    try:
        return Session(credential=EnvironmentCredential(), origin="the environment", cloud=cloud or Cloud.GLOBAL)
    except ValueError as error:
        # A credential in the environment that is incomplete or wrong must not lead to a sign-in as somebody else.
        if any(os.environ.get(name) for name in _CREDENTIAL_VARIABLES):
            raise
        sign_in = load_sign_in()
        if sign_in is None:
            raise ValueError(f"{error}. Or sign in as a user: partner-center login") from error
    _check_same_place(sign_in, cloud)
    return Session(credential=sign_in.credential(), origin="partner-center login", cloud=Cloud.named(sign_in.cloud))


def environment_cloud() -> Cloud | None:
    """Return the cloud of ``PARTNER_CENTER_CLOUD``, or None if it is not set.

    Raises:
        ValueError: There is no cloud of that name.
    """
    name = os.environ.get("PARTNER_CENTER_CLOUD")
    return Cloud.named(name, source="PARTNER_CENTER_CLOUD") if name else None


def _check_same_place(sign_in: SignIn, cloud: Cloud | None) -> None:
    """Check that the environment names no other tenant, application or authority than those of the stored sign-in.

    A refresh token is sent only to the authority that issued it.

    Raises:
        ValueError: It does.
    """
    authority = sign_in.authority or Cloud.named(sign_in.cloud).authority
    stored = {
        "PARTNER_CENTER_TENANT_ID": sign_in.tenant_id,
        "PARTNER_CENTER_CLIENT_ID": sign_in.client_id,
        "PARTNER_CENTER_CLOUD": sign_in.cloud,
        "PARTNER_CENTER_AUTHORITY": authority.rstrip("/"),
    }
    requested = {name: os.environ.get(name, "") for name in stored}
    requested["PARTNER_CENTER_AUTHORITY"] = requested["PARTNER_CENTER_AUTHORITY"].rstrip("/")
    requested["PARTNER_CENTER_CLOUD"] = "" if cloud is None else cloud.name
    for name, value in requested.items():
        if value and value != stored[name]:
            raise ValueError(
                f"{name} is {value!r}, but the stored sign-in is for {stored[name]!r}. Run 'partner-center login' "
                "again, or unset the variable."
            )
