"""The sign-in that ``partner-center login`` keeps: who signed in where, and the refresh token."""

import json
from pathlib import Path

import attrs
import typer

from ..auth import FileTokenStore, RefreshTokenCredential
from ..clouds import Cloud


@attrs.frozen(kw_only=True)
class SignIn:
    """Who signed in where."""

    tenant_id: str
    client_id: str
    cloud: str = attrs.field(validator=lambda _sign_in, _attribute, value: Cloud.named(value))
    authority: str | None

    def credential(self) -> RefreshTokenCredential:
        """Return the credential that goes on with this sign-in."""
        return RefreshTokenCredential(
            tenant_id=self.tenant_id, client_id=self.client_id, authority=self.authority, store=refresh_token_store()
        )


def load_sign_in() -> SignIn | None:
    """Return the sign-in that was kept, or None where there is none.

    Raises:
        ValueError: It is not what was kept.
        OSError: The file cannot be read.
    """
    path = _folder() / "sign-in.json"
    try:
        return SignIn(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path} cannot be read ({error}). Sign in again: partner-center login") from error


def keep_sign_in(sign_in: SignIn, refresh_token: str) -> None:
    """Keep a sign-in, in the place of the last one."""
    refresh_token_store().save(refresh_token)
    new = _folder() / "sign-in.json.new"
    new.write_text(json.dumps(attrs.asdict(sign_in), indent=2) + "\n", "utf-8")
    new.replace(_folder() / "sign-in.json")


def forget_sign_in() -> bool:
    """Forget the sign-in, and tell whether there was one."""
    refresh_token_store().save(None)
    path = _folder() / "sign-in.json"
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def refresh_token_store() -> FileTokenStore:
    """Return where the refresh token is kept."""
    return FileTokenStore(_folder() / "refresh-token")


def _folder() -> Path:
    return Path(typer.get_app_dir("partner-center"))
