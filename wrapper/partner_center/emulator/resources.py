"""What tokens are for: Partner Center as each cloud knows it."""

GLOBAL = "https://api.partnercenter.microsoft.com"
"""Partner Center for the world, and for the US government."""
CHINA = "https://partner.partnercenterapi.microsoftonline.cn"
"""Partner Center as 21Vianet operates it."""

ISSUERS = {GLOBAL: "https://sts.windows.net", CHINA: "https://sts.chinacloudapi.cn"}
"""Who signs the tokens for a resource."""


def resources_at(host: str) -> tuple[str, ...]:
    """Return which resources a host knows: a cloud knows its own, and localhost stands for them all."""
    if host == "localhost":
        return GLOBAL, CHINA
    return (CHINA,) if host.endswith(".cn") else (GLOBAL,)
