"""The made-up person who signs in."""

import attrs


@attrs.frozen(kw_only=True)
class User:
    """A user of the tenant, and what this user does when asked to sign in."""

    mfa: bool = True
    """Whether the sign-in is with multi-factor authentication."""
    declines: bool = False
    """Whether the user says no."""
    id: str = "5f9d4c1a-7e36-4b8f-a2c5-9b0e6d3f8a17"
    name: str = "Adele Vance"
    principal_name: str = "adele@contoso.example"

    @property
    def methods(self) -> list[str]:
        """How the user has signed in: the claim `amr`."""
        return ["pwd", "mfa"] if self.mfa else ["pwd"]
