"""Tasks that are let go of, so that nothing is left behind: neither they nor what they hold.

asyncio is imported where it is used: it costs a third of what httpx costs, and synchronous programs do without.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
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


async def in_own_task(work: Callable[[], Awaitable[Result]], *, seconds: float) -> Result:
    """Do some work in a task of its own, which has ended when this returns, whatever it brought.

    When a call is cancelled, httpcore gives its connection back under a shield, which keeps off anyio's cancellation
    but not asyncio's: cancelled by that at a bad moment, it keeps the connection for good, until there are none left.
    A task group passes every cancellation on as anyio's.

    Raises:
        TimeoutError: It took more than so many seconds.
    """
    outcomes: list[Result | Exception] = []

    async def note_outcome() -> None:
        try:
            outcomes.append(await work())
        except Exception as error:  # noqa: BLE001 - raised again below, and out of no group
            outcomes.append(error)

    async with anyio.create_task_group() as group:
        group.cancel_scope.deadline = anyio.current_time() + seconds
        group.start_soon(note_outcome)
    if not outcomes:
        if group.cancel_scope.cancelled_caught:
            raise TimeoutError
        raise anyio.get_cancelled_exc_class()  # it was cancelled from within, which the group keeps to itself
    outcome = outcomes.pop()
    if isinstance(outcome, Exception):
        try:
            raise outcome
        finally:
            del outcome  # or it and this frame would hold each other
    return outcome
