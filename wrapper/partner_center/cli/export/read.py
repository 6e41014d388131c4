"""Reads the offers of an export into its journal."""

import threading
from contextlib import closing
from typing import Self

from rich.console import Console

from partner_center import BatchEnd, BatchPage, PartnerCenter

from ..options import MAX_CONCURRENCY
from .failures import Failures
from .journal import Journal
from .progress import ExportProgress
from .query import ExportQuery
from .writers import page_lines

_SECONDS_BETWEEN_SYNCS = 1.0


def read_offers(
    client: PartnerCenter,
    query: ExportQuery,
    journal: Journal,
    *,
    concurrency: int,
    max_failures: int | None,
    console: Console,
) -> Failures:
    """Read all keys that the journal does not have, or stop after a number of failures.

    The synchronous client takes half of the time of the asynchronous one for pages of a few offers.

    Raises:
        ValueError: A part of the query is invalid.
        PartnerCenterError: No call can succeed, for example because there is no token.
        OSError: The journal cannot be written.
    """
    failures = Failures(query.key_noun, allows_refusals=query.all_markets)
    done = set(journal.keys)
    missing = [key for key in query.keys if key not in done]
    # The client limits the calls. With one key more, a call can be sent while a page is decoded and written.
    batch = query.batch(client.offers, missing, concurrency=min(concurrency + 1, MAX_CONCURRENCY))
    progress = ExportProgress(console, kind=query.kind, total=len(query.keys), done=len(done))
    with _Syncs(journal) as syncs, closing(batch.events()) as events, progress:
        for event in events:
            key = event.key
            if isinstance(event, BatchPage):
                offers = len(event.page.items)
                journal.add_page(key, page_lines(key, event.page), offers=offers)
                progress.add_offers(offers)
                continue
            progress.finish_key()
            if isinstance(event, BatchEnd):
                journal.end_key(key)
                failures.add_success()
                syncs.check()
                continue
            notice = failures.add(key, event.error, has_pages=journal.has_pages(key))
            progress.show_failures(failures.causes, notice)
            journal.drop_key(key)
            if failures.unexpected == max_failures:
                failures.is_stopped = True
                break
    return failures


class _Syncs:
    """Writes a journal to the disk every second, in a thread, so that reading does not wait for the disk."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._is_over = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def check(self) -> None:
        """Raise an OSError if the disk does not take the journal."""
        if self._error is not None:
            raise self._error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.wait(_SECONDS_BETWEEN_SYNCS):
            try:
                self._journal.sync()
            except OSError as error:
                self._error = error
                return
