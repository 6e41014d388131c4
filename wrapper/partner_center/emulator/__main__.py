"""`python -m partner_center.emulator`: serves the emulator, and prints the environment variables of its clients."""

import argparse
import os
import shlex
import signal
import sys
import threading

from partner_center.emulator.emulator import Emulator


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m partner_center.emulator",
        description="Serve an emulator of Partner Center on loopback until SIGTERM or Ctrl-C. "
        "The environment variables of its clients are printed as export lines on stdout.",
        epilog='In a shell: eval "$(python -m partner_center.emulator &)", and kill "$EMULATOR_PID" at the end.',
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="the port (default: a free one)")
    port: int = parser.parse_args().port

    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    # Background processes of a shell ignore SIGINT, because Ctrl-C is for the process in the foreground.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
    try:
        emulator = Emulator(port=port).start()
    except OSError as error:
        parser.error(f"port {port} is not available: {error}")
    try:
        variables = {**emulator.environment(), "EMULATOR_PID": str(os.getpid())}
        print(*(f"export {name}={shlex.quote(value)}" for name, value in variables.items()), sep="\n", flush=True)
        # A shell that reads the lines waits for the end of stdout. Nothing else is printed there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        markets = ", ".join(emulator.catalog.markets)
        customers = ", ".join(f"{customer.id} ({customer.country})" for customer in emulator.catalog.customers)
        print(f"Serving {emulator.base_url}. Markets: {markets}. Customers: {customers}.", file=sys.stderr)
        stopped.wait()
    finally:
        emulator.stop()


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 2**16:
        raise argparse.ArgumentTypeError(f"the port must be a number from 0 to 65535, got {port}")
    return port


if __name__ == "__main__":
    main()
