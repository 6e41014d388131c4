"""The main job, shown on the emulator: the offers of a market and of a customer, by the command and a real sign-in."""

import os
import subprocess
import sys

from partner_center.emulator import Emulator


def main() -> int:
    """Run the two commands and return the exit status of the first that fails, or 0."""
    # No other sign-in comes in between.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNER_CENTER_")}
    with Emulator() as emulator:
        customer = next(iter(emulator.catalogue.customers))
        for question in (("--country", "DE", "--locale", "de-DE"), ("--customer", customer.id)):
            command = ("partner-center", "offers", "list", *question)
            print(f"\n$ {' '.join(command)}", flush=True)
            ended = subprocess.run(  # noqa: S603  the command is this package's own
                [sys.executable, "-m", "partner_center.cli", *command[1:]],
                env=environment | emulator.environment(),
                check=False,
            )
            if ended.returncode != 0:
                return ended.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
