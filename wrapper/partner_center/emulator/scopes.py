"""What a caller asks for when it asks for a token."""

from collections.abc import Sequence

import attrs

from partner_center.emulator.sign_in_error import SignInError

OF_THE_SIGN_IN = frozenset({"openid", "profile", "offline_access", "email"})
"""Scopes that ask for no access to an API."""
DEFAULT = ".default"


@attrs.frozen
class AskedScopes:
    """The scopes of a request."""

    resource: str
    """The API that the access token is for."""
    permissions: tuple[str, ...]
    """What the caller wants to do there, such as `user_impersonation` or `.default`."""
    sign_in: frozenset[str]
    """What it wants to know of the sign-in, such as `openid`."""

    @classmethod
    def parse(cls, scope: str, *, resources: Sequence[str]) -> "AskedScopes":
        """Read the parameter `scope`. Raises SignInError unless it asks for one of the resources."""
        names = scope.split()
        apis = [name for name in names if name not in OF_THE_SIGN_IN]
        found = {name.rpartition("/")[0] for name in apis}
        if len(found) != 1 or not all(found):
            description = f"The scope '{scope}' does not ask for one API. Ask for {resources[0]}/{DEFAULT}."
            raise SignInError("invalid_scope", 70011, description)
        resource = found.pop()
        if resource not in resources:
            description = f"The resource principal named {resource} was not found in the tenant. Check the cloud."
            raise SignInError("invalid_resource", 500011, description)
        permissions = tuple(name.rpartition("/")[2] for name in apis)
        return cls(resource, permissions, frozenset(names) & OF_THE_SIGN_IN)
