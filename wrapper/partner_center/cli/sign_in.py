"""The sign-in that ``partner-center login`` stores: tenant, application, cloud, and the refresh token."""

import json
import os
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import attrs
import typer

from partner_center import Cloud
from partner_center.auth import FileTokenStore, RefreshTokenCredential

SIGN_IN_AGAIN = "Run 'partner-center login' and sign in with multi-factor authentication (MFA)."
# The variable that typer takes the folder from.
_FOLDER_VARIABLE = {"win32": "APPDATA", "darwin": "HOME"}.get(sys.platform, "XDG_CONFIG_HOME")
_SIGN_IN = "sign-in.json"
_NEW = ".new"  # the end of the name of a file that replaces another
_TOKEN = "refresh-token-"  # noqa: S105 - the beginning of a file name


@attrs.frozen(kw_only=True)
class SignIn:
    """The sign-in of a user, without the refresh token.

    Attributes:
        tenant_id: The partner's tenant.
        client_id: The application that the user signed in to.
        cloud: The name of the cloud.
        authority: The Microsoft Entra host; None for that of the cloud.
    """

    tenant_id: str
    client_id: str
    cloud: str = attrs.field(validator=lambda _sign_in, _attribute, value: Cloud.named(value))
    authority: str | None

    def credential(self) -> RefreshTokenCredential:
        """Return the credential that continues this sign-in."""
        return RefreshTokenCredential(
            tenant_id=self.tenant_id, client_id=self.client_id, authority=self.authority, store=self.store()
        )

    def store(self) -> FileTokenStore:
        """Return the store of the refresh token.

        Each sign-in has a store of its own, so that a token never goes to the tenant or cloud of another sign-in, not
        even after a crash between two files, or from a command that runs while a user signs in.
        """
        identity = "|".join((self.authority or "", self.cloud, self.tenant_id, self.client_id))
        return FileTokenStore(_folder() / f"{_TOKEN}{sha256(identity.encode()).hexdigest()[:16]}")


def check_storage() -> None:
    """Check that a sign-in can be stored, and leave nothing behind.

    Raises:
        ValueError: It cannot. The message says what to do.
    """
    folder = _folder()
    advice = f"Set {_FOLDER_VARIABLE} to the absolute path of a folder that can be written."
    if not folder.is_absolute():
        raise ValueError(f"the sign-in cannot be stored, because there is no home folder. {advice}")
    created = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(
            f"the sign-in cannot be stored, because {folder} cannot be written: {error.strerror}. {advice}"
        ) from error
    finally:
        for path in created:
            with suppress(OSError):
                path.rmdir()


def describe_storage(sign_in: SignIn, refresh_token: str) -> str:
    """Return a sentence on where a sign-in is stored, and how the refresh token is protected there."""
    path = sign_in.store().path
    # If the platform encrypts the token, or keeps it elsewhere, the file does not contain it.
    if refresh_token.encode() not in path.read_bytes():
        return f"The sign-in is stored in {path.parent}, and its refresh token is encrypted by the operating system."
    return (
        f"The sign-in is stored in {path.parent}. Its refresh token is not encrypted, because there is no secret "
        f"service: it is in {path.name}, which only you can read."
    )


def load_sign_in() -> SignIn | None:
    """Return the stored sign-in, or None if there is none.

    Raises:
        ValueError: The file does not hold a sign-in.
        OSError: The file cannot be read.
    """
    path = _folder() / _SIGN_IN
    if not path.is_absolute():  # there is no home folder, and the working directory may be anybody's
        return None
    try:
        return SignIn(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path} does not hold a sign-in ({error}). Run 'partner-center login' again.") from error


def store_sign_in(sign_in: SignIn, refresh_token: str) -> None:
    """Store a sign-in, and delete all others."""
    sign_in.store().save(refresh_token)
    new = _folder() / f"{_SIGN_IN}{_NEW}"
    new.write_text(json.dumps(attrs.asdict(sign_in), indent=2) + "\n", "utf-8")
    new.replace(_folder() / _SIGN_IN)
    _delete_tokens(keep=sign_in.store().path)


def delete_sign_in() -> bool:
    """Delete the stored sign-in, and everything that a crash left of it. Tell whether there was one."""
    path = _folder() / _SIGN_IN
    exists = path.exists()
    path.unlink(missing_ok=True)
    (_folder() / f"{_SIGN_IN}{_NEW}").unlink(missing_ok=True)
    _delete_tokens(keep=None)
    return exists


def _delete_tokens(*, keep: Path | None) -> None:
    """Delete all refresh tokens but one, and what a crash left of any while it was replaced."""
    for name in {path.name.partition(".")[0] for path in _folder().glob(f"{_TOKEN}*")}:
        store = FileTokenStore(_folder() / name)
        with store.locked():  # no other command is replacing the token
            for leftover in _folder().glob(f"{name}.*{_NEW}"):
                leftover.unlink()
            if store.path != keep:
                store.save(None)


def _folder() -> Path:
    """Return the folder of the stored sign-in. It is relative if there is no home folder."""
    return Path(typer.get_app_dir("partner-center"))
