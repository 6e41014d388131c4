"""The national clouds of Partner Center: where the API is, where tokens come from, and what they are issued for."""

from typing import ClassVar

import attrs


@attrs.frozen(kw_only=True)
class Cloud:
    """A national cloud of Partner Center.

    Args:
        name: Its name in ``PARTNER_CENTER_CLOUD``.
        base_url: The root of the API with its version.
        authority: The Microsoft Entra host that issues tokens, ``https://host``.
        resource: What tokens are issued for. Scopes begin with it.

    Sources: the developer guide's page on national clouds for API and resource, the Entra page on national clouds for
    authorities. Microsoft does not document that a US government token is for the global resource.
    """

    GLOBAL: ClassVar["Cloud"]
    US_GOVERNMENT: ClassVar["Cloud"]
    CHINA: ClassVar["Cloud"]

    name: str
    base_url: str
    authority: str
    resource: str

    @property
    def app_only_scope(self) -> str:
        """The scope for an application without a user."""
        return f"{self.resource}/.default"

    @property
    def app_and_user_scope(self) -> str:
        """The scope for an application that acts for a signed-in user."""
        return f"{self.resource}/user_impersonation"

    @classmethod
    def named(cls, name: str, *, source: str = "cloud") -> "Cloud":
        """Return the cloud global, us_government or china, in any letter case. Other names raise a ValueError."""
        clouds = {cloud.name: cloud for cloud in (cls.GLOBAL, cls.US_GOVERNMENT, cls.CHINA)}
        if name.lower() not in clouds:
            raise ValueError(f"{source} must be one of {', '.join(clouds)}, got {name!r}")
        return clouds[name.lower()]


_GLOBAL = "https://api.partnercenter.microsoft.com"
_CHINA = "https://partner.partnercenterapi.microsoftonline.cn"
Cloud.GLOBAL = Cloud(
    name="global", base_url=f"{_GLOBAL}/v1", authority="https://login.microsoftonline.com", resource=_GLOBAL
)
Cloud.US_GOVERNMENT = attrs.evolve(Cloud.GLOBAL, name="us_government", authority="https://login.microsoftonline.us")
Cloud.CHINA = Cloud(
    name="china", base_url=f"{_CHINA}/v1", authority="https://login.partner.microsoftonline.cn", resource=_CHINA
)
