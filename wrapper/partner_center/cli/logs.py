"""``--verbose``: the log of the package on standard error."""

import logging

from rich.text import Text

from .reporting import messages, printable


class _MessageHandler(logging.Handler):
    """Writes records to the console of messages, above the progress of an export."""

    def emit(self, record: logging.LogRecord) -> None:
        messages.print(Text(printable(self.format(record))))


def show_log(verbosity: int) -> None:
    """Show the records of the logger ``partner_center``: from level INFO for 1, from DEBUG for 2 and more.

    The loggers of other packages stay as they are, because that of httpx writes the ids of customers.
    """
    log = logging.getLogger("partner_center")
    log.setLevel(logging.INFO if verbosity == 1 else logging.DEBUG)
    if not any(isinstance(handler, _MessageHandler) for handler in log.handlers):
        handler = _MessageHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
        log.addHandler(handler)
