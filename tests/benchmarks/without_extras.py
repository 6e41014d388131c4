"""An environment with this project and none of its extras. With rich and click installed, httpx itself imports more."""

import hashlib
import subprocess
import sys
from pathlib import Path

from peers import FOLDER, ROOT

_ENVIRONMENT = FOLDER.with_name("benchmark-without-extras")
_FILES = (ROOT / "pyproject.toml", ROOT / "constraints.txt")


def prepare() -> Path | str:
    """Return the interpreter of the environment, or the reason why it cannot be created."""
    python, stamp = _ENVIRONMENT / "bin" / "python", _ENVIRONMENT / "made-from"
    key = hashlib.sha256(b"".join(file.read_bytes() for file in _FILES)).hexdigest()
    if not stamp.exists() or stamp.read_text() != key:
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        commands = [
            [sys.executable, "-m", "venv", "--clear", str(_ENVIRONMENT)],
            [*pip, "--constraint", str(ROOT / "constraints.txt"), "--editable", str(ROOT)],
        ]
        for command in commands:
            made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the command is above
            if made.returncode:
                return f"the environment could not be created ({made.stderr.strip()[-200:]})"
        stamp.write_text(key)
    return python
