"""Letting go of asyncio tasks, so that none is left behind."""

import asyncio
from typing import Any

import anyio


async def cancel_and_await(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel tasks and wait until they have ended, also where the caller is being cancelled itself."""
    for task in tasks:
        task.cancel()
    if tasks:
        with anyio.CancelScope(shield=True):
            await asyncio.gather(*tasks, return_exceptions=True)
