"""Where a client may be used: in the process of its first call, and an asynchronous one in the event loop of that call.

A process that was forked from it shares its connections without knowing, and would read answers that are not its own.
In another event loop, what is waited for never comes.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


class OneProcess:
    """The process of a client's first call."""

    def __init__(self) -> None:
        self._process: int | None = None

    def check(self) -> None:
        """Take note of the process at the first call, and refuse each call in another.

        Raises:
            RuntimeError: The client is used in another.
        """
        process = os.getpid()
        if self._process is None:
            self._process = process
        elif self._process != process:
            raise RuntimeError(
                f"This client has made calls in process {self._process} and is used in {process}, which was forked "
                "from it and shares its connections. Make a client in each process."
            )


class OneLoop:
    """The event loop of a client's first call."""

    def __init__(self) -> None:
        self._loop: AbstractEventLoop | None = None

    def check(self) -> None:
        """Take note of the running event loop at the first call, and refuse each call in another.

        Raises:
            RuntimeError: The client is used in another.
        """
        import asyncio  # see _tasks

        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError(
                "This client has made calls in one event loop and is used in another, where its connections do not "
                "work. Make a client in each event loop."
            )
