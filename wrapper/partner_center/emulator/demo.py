"""`make demo`: lists offers of a market and of a customer from the emulator, with the command and a real sign-in."""

import os
import subprocess
import sys

from partner_center.emulator import Emulator


def main() -> int:
    """Run the two commands and return the exit status of the first that fails, or 0."""
    with Emulator() as emulator:
        customer = next(iter(emulator.catalog.customers))
        for arguments in (("--country", "DE", "--locale", "de-DE"), ("--customer", customer.id)):
            command = ("partner-center", "offers", "list", *arguments)
            print(f"\n$ {' '.join(command)}", flush=True)
            ended = subprocess.run(  # noqa: S603 - the command of this package
                [sys.executable, "-m", "partner_center.cli", *command[1:]],
                env=os.environ | emulator.environment(),
                check=False,
            )
            if ended.returncode != 0:
                return ended.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
