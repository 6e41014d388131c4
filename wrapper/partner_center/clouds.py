"""The clouds that Partner Center runs in: where the API is, where tokens come from, and what they are for."""

from typing import ClassVar

import attrs


@attrs.frozen(kw_only=True)
class Cloud:
    """A cloud of Partner Center.

    Args:
        name: What ``PARTNER_CENTER_CLOUD`` calls it.
        base_url: The root of the API with its version.
        authority: The Microsoft Entra host that issues tokens, ``https://host``.
        resource: What tokens are issued for; scopes begin with it.

    Sources: the developer guide's page on national clouds for API and resource, the Entra page on national clouds
    for authorities. That a US government token is for the global resource is not documented by Microsoft.
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
    def named(cls, name: str) -> "Cloud":
        """Return the cloud of that name, in any letter case: global, us_government or china.

        Raises:
            ValueError: There is no cloud of that name.
        """
        clouds = {cloud.name: cloud for cloud in (cls.GLOBAL, cls.US_GOVERNMENT, cls.CHINA)}
        try:
            return clouds[name.lower()]
        except KeyError:
            raise ValueError(f"There is no cloud {name!r}. Use one of: {', '.join(clouds)}.") from None


Cloud.GLOBAL = Cloud(
    name="global",
    base_url="https://api.partnercenter.microsoft.com/v1",
    authority="https://login.microsoftonline.com",
    resource="https://api.partnercenter.microsoft.com",
)
Cloud.US_GOVERNMENT = Cloud(
    name="us_government",
    base_url="https://api.partnercenter.microsoft.com/v1",
    authority="https://login.microsoftonline.us",
    resource="https://api.partnercenter.microsoft.com",
)
Cloud.CHINA = Cloud(
    name="china",
    base_url="https://partner.partnercenterapi.microsoftonline.cn/v1",
    authority="https://login.partner.microsoftonline.cn",
    resource="https://partner.partnercenterapi.microsoftonline.cn",
)
