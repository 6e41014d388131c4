"""Tasks that are let go of, so that nothing is left behind: neither they nor what they hold.

asyncio is imported where it is used: it costs a third of what httpx costs, and synchronous programs do without.
"""

import threading
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar, cast

import anyio

if TYPE_CHECKING:
    from asyncio import Future, Task

Result = TypeVar("Result")


def start(work: "Coroutine[Any, Any, Result]") -> "Task[Result]":
    """Start some work in a task."""
    import asyncio

    return asyncio.create_task(work)


def start_in_thread(work: Callable[[], Result]) -> "Future[Result]":
    """Start some work that blocks, in a thread that a program does not wait for when it ends."""
    import asyncio

    loop = asyncio.get_running_loop()
    future: Future[Result] = loop.create_future()

    def settle(set_outcome: Callable[[Any], None], outcome: Any) -> None:
        if not future.done():
            set_outcome(outcome)

    def run() -> None:
        with suppress(RuntimeError):  # of a loop that is closed, where nobody waits any more
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - it is raised where the outcome is waited for
                loop.call_soon_threadsafe(settle, future.set_exception, error)
            else:
                loop.call_soon_threadsafe(settle, future.set_result, result)

    threading.Thread(target=copy_context().run, args=(run,), daemon=True, name="partner-center").start()
    return future


async def outcome_of(future: "Future[Result]") -> Result:
    """Return what comes of something that others may wait for too, and that goes on where this caller is cancelled."""
    import asyncio

    return await asyncio.shield(future)


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


async def in_own_task(work: "Callable[[], Coroutine[Any, Any, Result]]", *, seconds: float) -> Result:
    """Do some work in a task of its own, which has ended when this returns, whatever it brought.

    When a call is cancelled, httpcore gives its connection back under a shield, which keeps off anyio's cancellation
    but not asyncio's: cancelled by that at a bad moment, it keeps the connection for good, until there are none left.
    Here every cancellation is passed on as anyio's.

    Raises:
        TimeoutError: It took more than so many seconds.
    """
    import asyncio

    scope = anyio.CancelScope(deadline=anyio.current_time() + seconds)

    async def work_in_scope() -> Result | None:
        with scope:
            return await work()
        return None

    task = asyncio.create_task(work_in_scope())
    try:
        result = await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        await _end_of(task)
        raise
    finally:
        del task  # or its exception and this frame would hold each other
    if scope.cancelled_caught:
        raise TimeoutError
    return cast(Result, result)


async def _end_of(task: "Task[Any]") -> None:
    """Wait until a task has ended, however often the caller is cancelled meanwhile."""
    import asyncio

    with anyio.CancelScope(shield=True):
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
