"""The command ``partner-center``."""

import io
import sys


def main() -> None:
    """Run the command. Its dependencies are an extra, which services that import only the client do not need."""
    try:
        from .app import app
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit(f"partner-center needs {error.name}. Install it with: pip install 'partner-center-offers[cli]'")
    if sys.stdout is None:
        sys.exit("partner-center: standard output is closed. Redirect it to a file, a pipe or the null device.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 on every platform. UTF-8 has no lone surrogates: they are written as JSON escapes.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app()
