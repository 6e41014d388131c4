"""``partner-center login`` and ``logout``: the sign-in of a user, stored for later commands."""

import os

from partner_center import Cloud, CredentialError
from partner_center.auth import DeviceCodeCredential, InteractiveBrowserCredential, MemoryTokenStore, read_claims

from .reporting import messages, printable, reported_errors, usage_errors
from .session import Session, environment_cloud
from .sign_in import SIGN_IN_AGAIN, SignIn, check_storage, delete_sign_in, describe_storage, store_sign_in


def login(*, tenant: str, client_id: str, device_code: bool) -> None:
    """Sign in as a user, in a browser or with a code on another device, and store the sign-in."""
    with reported_errors():
        store = MemoryTokenStore()
        kind = DeviceCodeCredential if device_code else InteractiveBrowserCredential
        with usage_errors():
            cloud = environment_cloud() or Cloud.GLOBAL
            authority = os.environ.get("PARTNER_CENTER_AUTHORITY") or None
            credential = kind(tenant_id=tenant, client_id=client_id, authority=authority, store=store)
            partner = Session(credential=credential, origin="login", cloud=cloud).client()
            check_storage()
        with partner:
            claims = read_claims(partner.sign_in().token)
        refresh_token = store.load()
        if claims is not None and not claims.has_second_factor:
            raise CredentialError(
                "The user signed in without multi-factor authentication (MFA), and Partner Center rejects such a "
                "token. The sign-in was not stored.",
                hint=SIGN_IN_AGAIN,
            )
        if refresh_token is None:
            raise CredentialError("Microsoft Entra issued no refresh token, so there is no sign-in to store.")
        sign_in = SignIn(tenant_id=tenant, client_id=client_id, cloud=cloud.name, authority=authority)
        store_sign_in(sign_in, refresh_token)
        storage = describe_storage(sign_in, refresh_token)
    if claims is None:
        messages.print("Signed in. The token cannot be read, so it is unknown whether the user signed in with MFA.")
    else:
        messages.print(f"Signed in as {printable(claims.user or 'a user')}, with multi-factor authentication (MFA).")
    messages.print(f"{storage} 'partner-center logout' deletes it.")


def logout() -> None:
    """Delete the stored sign-in."""
    with reported_errors():
        messages.print("Signed out." if delete_sign_in() else "No sign-in was stored.")
