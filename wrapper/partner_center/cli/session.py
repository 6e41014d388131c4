"""Whom a command acts for: the credential of the environment, else the sign-in that was kept."""

import os

import attrs

from .. import AsyncPartnerCenter, PartnerCenter
from ..auth import Credential, EnvironmentCredential
from ..clouds import Cloud
from ..config import ClientSettings, settings_from_environment
from .sign_in import load_sign_in


@attrs.frozen(kw_only=True)
class Session:
    """A credential, where it comes from, and the settings of its client."""

    credential: Credential
    origin: str
    settings: ClientSettings

    @property
    def cloud(self) -> Cloud:
        """The cloud that the credential is for."""
        return self.settings.get("cloud", Cloud.GLOBAL)

    def client(self) -> PartnerCenter:
        """Return a new client."""
        return PartnerCenter(self.credential, **self.settings)

    def async_client(self, *, max_concurrency: int) -> AsyncPartnerCenter:
        """Return a new asynchronous client, with at most so many calls at once."""
        settings: ClientSettings = {**self.settings, "max_concurrency": max_concurrency}
        return AsyncPartnerCenter(self.credential, **settings)


_WHAT_GIVES_A_CREDENTIAL = tuple(
    f"PARTNER_CENTER_{name}" for name in ("ACCESS_TOKEN", "CLIENT_SECRET", "CERTIFICATE_PATH", "REFRESH_TOKEN")
)


def current_session() -> Session:
    """Return whom a command acts for.

    Raises:
        ValueError: The environment has no credential and no sign-in was kept; or its credential or a setting cannot be
            right.
        OSError: The sign-in that was kept cannot be read.
    """
    settings = settings_from_environment(os.environ)
    try:
        return Session(credential=EnvironmentCredential(), origin="the environment", settings=settings)
    except ValueError as error:
        # Who set a credential means to be signed in by it, and by nobody else's where it is wrong.
        if any(os.environ.get(name) for name in _WHAT_GIVES_A_CREDENTIAL):
            raise
        sign_in = load_sign_in()
        if sign_in is None:
            raise ValueError(f"{error} Or sign in as a user: partner-center login") from error
    cloud = Cloud.named(sign_in.cloud)
    for name, asked, kept in (
        ("PARTNER_CENTER_TENANT_ID", os.environ.get("PARTNER_CENTER_TENANT_ID"), sign_in.tenant_id),
        ("PARTNER_CENTER_CLIENT_ID", os.environ.get("PARTNER_CENTER_CLIENT_ID"), sign_in.client_id),
        ("PARTNER_CENTER_CLOUD", settings["cloud"].name if "cloud" in settings else None, cloud.name),
        (
            "PARTNER_CENTER_AUTHORITY",
            os.environ.get("PARTNER_CENTER_AUTHORITY", "").rstrip("/"),
            (sign_in.authority or cloud.authority).rstrip("/"),
        ),
    ):
        # A refresh token goes where it comes from, and nowhere else.
        if asked and asked != kept:
            raise ValueError(
                f"{name} is {asked!r}, but the sign-in is of {kept!r}. Sign in there: partner-center login"
            )
    settings["cloud"] = cloud
    return Session(credential=sign_in.credential(), origin="the sign-in of partner-center login", settings=settings)
