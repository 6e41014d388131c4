"""The emulator as a process: prints the environment of its clients as export lines, then serves until told to end."""

import argparse
import shlex
import signal
import sys
import threading

from partner_center.emulator.emulator import Emulator


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 2**16:
        raise argparse.ArgumentTypeError(f"{port} is no port: it wants a number from 0 to 65535")
    return port


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m partner_center.emulator",
        description="Serves an emulator of Partner Center on loopback until SIGTERM or Ctrl-C. "
        "Prints export lines for the shell of its clients on stdout.",
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="the port to take (default: a free one)")
    port: int = parser.parse_args().port

    told_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    try:
        emulator = Emulator(port=port).start()
    except OSError as error:
        parser.error(f"port {port} cannot be had: {error}")
    try:
        lines = [f"export {name}={shlex.quote(value)}\n" for name, value in emulator.environment().items()]
        # In one piece: whoever sees the first line sees them all.
        sys.stdout.write("".join(lines))
        sys.stdout.flush()
        markets = ", ".join(emulator.catalogue.markets)
        customers = ", ".join(f"{customer.id} ({customer.country})" for customer in emulator.catalogue.customers)
        print(f"Serving {emulator.base_url}. Markets: {markets}. Customers: {customers}.", file=sys.stderr)
        told_to_end.wait()
    finally:
        emulator.stop()


if __name__ == "__main__":
    main()
