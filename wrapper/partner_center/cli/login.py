"""``partner-center login`` and ``logout``: a user's sign-in, kept for the commands that follow."""

import os

from ..auth import DeviceCodeCredential, InteractiveBrowserCredential, MemoryTokenStore, read_claims
from ..auth.sign_in_errors import SIGN_IN_AGAIN
from ..client import PartnerCenter
from ..clouds import Cloud
from ..config import settings_from_environment
from ..errors import CredentialError
from .failures import failures_for_people, messages, printable, wrong_use
from .sign_in import SignIn, forget_sign_in, keep_sign_in


def login(*, tenant: str, client_id: str, device_code: bool) -> None:
    """Sign in as a user, in a browser here or by a code elsewhere, and keep the sign-in."""
    with failures_for_people():
        authority = os.environ.get("PARTNER_CENTER_AUTHORITY") or None
        store = MemoryTokenStore()
        kind = DeviceCodeCredential if device_code else InteractiveBrowserCredential
        with wrong_use():
            settings = settings_from_environment(os.environ)
            cloud = settings.get("cloud", Cloud.GLOBAL)
            credential = kind(tenant_id=tenant, client_id=client_id, authority=authority, store=store)
            partner = PartnerCenter(credential, cloud=cloud, verify=settings.get("verify", True))
        with partner:
            claims = read_claims(partner.sign_in().token)
        refresh_token = store.load()
        if claims is not None and not claims.has_second_factor:
            raise CredentialError(
                "Signed in, but without a second factor: Partner Center refuses such a token. Nothing was kept.",
                hint=SIGN_IN_AGAIN,
            )
        if refresh_token is None:
            raise CredentialError("Signed in, but Microsoft Entra gave no refresh token, so there is nothing to keep.")
        sign_in = SignIn(tenant_id=tenant, client_id=client_id, cloud=cloud.name, authority=authority)
        keep_sign_in(sign_in, refresh_token)
    user = claims.user if claims is not None and claims.user else "a user"
    messages.print(f"Signed in as {printable(user)}, with a second factor." if claims else "Signed in.")
    if claims is None:
        messages.print("The token cannot be read, so whether a second factor was used is not known.")


def logout() -> None:
    """Forget the sign-in that login kept."""
    with failures_for_people():
        messages.print("Signed out." if forget_sign_in() else "There was no sign-in.")
