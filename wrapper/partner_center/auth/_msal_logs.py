"""Keeps the codes of a sign-in out of msal's debug log: it masks tokens and secrets itself, but not these."""

import logging
import re

_CODE = re.compile(r"""(["'](?:code|device_code|code_verifier)["']: ?["'])[^"']*""")
# The loggers that write down what was sent or came back.
_LOGGERS = ("msal.token_cache", "msal.oauth2cli.authcode", "msal.oauth2cli.oauth2")


class _CodeMask(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _CODE.sub(r"\1********", record.getMessage()), None
        return True


_MASK = _CodeMask()


def mask_codes() -> None:
    """Mask the codes in all that msal logs from now on."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_MASK)
