"""The sign-in that ``partner-center login`` keeps: who signed in where, and the refresh token."""

import json
from hashlib import sha256
from pathlib import Path

import attrs
import typer

from ..auth import FileTokenStore, RefreshTokenCredential
from ..clouds import Cloud

_TOKEN = "refresh-token-"  # noqa: S105  the beginning of a file's name


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
            tenant_id=self.tenant_id, client_id=self.client_id, authority=self.authority, store=self.store()
        )

    def store(self) -> FileTokenStore:
        """Return where the refresh token of this sign-in is kept.

        Each sign-in has a place of its own: the token of one never goes to the tenant or the cloud of another, neither
        after a crash between two files nor from a command that runs while somebody else signs in.
        """
        whose = "|".join((self.authority or "", self.cloud, self.tenant_id, self.client_id))
        return FileTokenStore(_folder() / f"{_TOKEN}{sha256(whose.encode()).hexdigest()[:16]}")


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
    sign_in.store().save(refresh_token)
    new = _folder() / "sign-in.json.new"
    new.write_text(json.dumps(attrs.asdict(sign_in), indent=2) + "\n", "utf-8")
    new.replace(_folder() / "sign-in.json")
    _forget_tokens(but=sign_in.store().path)


def forget_sign_in() -> bool:
    """Forget the sign-in, and tell whether there was one."""
    path = _folder() / "sign-in.json"
    there = path.exists()
    path.unlink(missing_ok=True)
    _forget_tokens(but=None)
    return there


def _forget_tokens(*, but: Path | None) -> None:
    for path in _folder().glob(f"{_TOKEN}*"):
        if not path.suffix and path != but:
            FileTokenStore(path).save(None)


def _folder() -> Path:
    return Path(typer.get_app_dir("partner-center"))
