"""The command ``partner-center``."""

import io
import sys


def main() -> None:
    """Run the command. Its libraries are an extra, so that services that only import the client do without them."""
    try:
        from .app import app
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit(f"partner-center needs {error.name}. Install it with: pip install 'partner-center-offers[cli]'")
    if sys.stdout is None:
        sys.exit("partner-center: standard output is closed. Send it to a file, to a pipe or to the null device.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 on every machine; what UTF-8 cannot hold, lone surrogates, becomes the escape that JSON has.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app()
