"""Asyncio tasks that are let go of, so that none is left behind.

asyncio is imported where it is used: it costs a third of what httpx costs, and synchronous programs do without.
"""

from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

if TYPE_CHECKING:
    from asyncio import Task

Result = TypeVar("Result")


def start(work: "Coroutine[Any, Any, Result]") -> "Task[Result]":
    """Start some work in a task."""
    import asyncio

    return asyncio.create_task(work)


async def first_done(tasks: "Iterable[Task[Result]]") -> "set[Task[Result]]":
    """Wait until at least one task is done, and return all that are."""
    import asyncio

    done, _ = await asyncio.wait(set(tasks), return_when=asyncio.FIRST_COMPLETED)
    return done


async def cancel_and_await(*tasks: "Task[Any]") -> None:
    """Cancel tasks and wait until they have ended, also where the caller is being cancelled itself."""
    import asyncio

    for task in tasks:
        task.cancel()
    if tasks:
        with anyio.CancelScope(shield=True):
            await asyncio.gather(*tasks, return_exceptions=True)
