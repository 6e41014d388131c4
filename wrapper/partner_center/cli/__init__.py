"""The command ``partner-center``."""

import sys

from .interrupts import INTERRUPTED, handle_interrupts, ignore_interrupts


def main() -> None:
    """Run the command. Its dependencies are an extra, which services that import only the client do not need."""
    handle_interrupts()
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        ignore_interrupts()


def _run() -> None:
    try:
        from .app import app
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit(f"partner-center needs {error.name}. Install it with: pip install 'partner-center-offers[cli]'")
    from .standard_output import output_errors_reported, prepare_standard_output

    prepare_standard_output()
    with output_errors_reported():
        app(prog_name="partner-center")
