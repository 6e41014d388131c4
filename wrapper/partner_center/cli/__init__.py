"""The command ``partner-center``."""

import sys


def main() -> None:
    """Run the command. Its dependencies are an extra, which services that import only the client do not need."""
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
