"""Threads that a program does not wait for when it ends."""

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Job = tuple[Future[Any], Callable[[], Any]]


class DaemonThreads(Executor):
    """Runs functions in ``count`` daemon threads, in the context of their callers.

    ThreadPoolExecutor would delay the end of a program until its abandoned requests have ended.
    Ctrl-C at any moment leaves no thread behind: threads also end when this object is garbage collected.
    """

    def __init__(self, count: int) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        weakref.finalize(self, self._jobs.put, None).atexit = False
        for _ in range(count):
            threading.Thread(target=_work, args=(self._jobs,), daemon=True, name="partner-center").start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a thread, and return the future of its result."""
        future: Future[T] = Future()
        self._jobs.put((future, partial(copy_context().run, fn, *args, **kwargs)))
        return future

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = False) -> None:
        """End the threads after the functions that were submitted, without waiting for them."""
        self._jobs.put(None)


def _work(jobs: SimpleQueue[Job | None]) -> None:
    while (job := jobs.get()) is not None:
        future, function = job
        try:
            future.set_result(function())
        except BaseException as error:  # noqa: BLE001 - the future raises it again
            future.set_exception(error)
        del job, future, function  # while this waits, it must not keep the last result
    jobs.put(None)  # for the next thread
