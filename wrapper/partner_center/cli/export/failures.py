"""The keys that an export could not read: what a report needs of each, without its exception and response."""

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs
from rich.text import Text

from partner_center import ApiError, BadRequestError, NotFoundError, PartnerCenterError, PermissionDeniedError

from ..network import explain
from ..reporting import counted, printable

_REFUSALS = (BadRequestError, PermissionDeniedError, NotFoundError)
_LONGEST_LINE = 200
_MOST_NAMES = 12
_NOTABLE_RUN = 25


@attrs.frozen
class Failure:
    """Why a key could not be read.

    Attributes:
        key: The market or the id of the customer.
        kind: The name of the error.
        status: The HTTP status; None if there was no complete response.
        code: The service's number of the error; None if it has none.
        line: What the service or the client says about it.
        request_id: The id of the call.
        is_refusal: Whether the service refuses the key to this partner. Another attempt would not help.
    """

    key: str
    kind: str
    status: int | None
    code: str | None
    line: str
    request_id: str | None
    is_refusal: bool

    @classmethod
    def of(cls, key: str, error: PartnerCenterError, *, has_pages: bool) -> "Failure":
        """Return the failure of a key. A key whose first pages were sent is not refused, whatever the error."""
        line = (error.description if isinstance(error, ApiError) else None) or str(error)
        return cls(
            key=key,
            kind=type(error).__name__,
            status=error.status if isinstance(error, ApiError) else None,
            code=error.code if isinstance(error, ApiError) else None,
            line=printable(line[:_LONGEST_LINE]),
            request_id=getattr(error, "request_id", None),
            is_refusal=isinstance(error, _REFUSALS) and not has_pages,
        )

    @property
    def cause(self) -> str:
        """What a failure has in common with others, in a few words."""
        if self.status is None:
            return self.kind
        return f"{self.kind} {self.status} (code {self.code})" if self.code else f"{self.kind} {self.status}"


class Failures:
    """The failures of an export.

    Args:
        noun: What a key is: ``country`` or ``customer``.
        allows_refusals: Whether refusals are normal, because the user named no key.
    """

    def __init__(self, noun: str, *, allows_refusals: bool) -> None:
        self._noun = noun
        self._allows_refusals = allows_refusals
        self._failures: dict[str, Failure] = {}
        self._lines: dict[str, str] = {}
        self._first_messages: dict[tuple[bool, str], str] = {}
        self._causes: Counter[str] = Counter()
        self._in_a_row = 0
        self._last_cause: str | None = None
        self._announced: set[str] = set()
        self.unexpected = 0
        """How many keys failed, without refusals if they are normal."""
        self.is_stopped = False
        """Whether reading was stopped, because too many keys failed."""

    @property
    def can_be_retried(self) -> bool:
        """Whether another attempt may read more: reading was stopped, or keys failed that are not refused."""
        return self.is_stopped or not all(failure.is_refusal for failure in self._failures.values())

    @property
    def causes(self) -> Sequence[tuple[str, int]]:
        """The causes, and how many failures have each, the most frequent first."""
        return self._causes.most_common()

    def add(self, key: str, error: PartnerCenterError, *, has_pages: bool) -> str | None:
        """Add the failure of a key. Return a notice if many of one kind have come in a row, once for each kind."""
        failure = Failure.of(key, error, has_pages=has_pages)
        # Many failures have the same texts: each is kept once.
        failure = attrs.evolve(failure, line=self._lines.setdefault(failure.line, failure.line))
        self._failures[key] = failure
        self._causes[failure.cause] += 1
        self._first_messages.setdefault((failure.is_refusal, failure.cause), printable(explain(error)))
        if failure.is_refusal and self._allows_refusals:
            return None
        self.unexpected += 1
        self._in_a_row = self._in_a_row + 1 if failure.cause == self._last_cause else 1
        self._last_cause = failure.cause
        if self._in_a_row < _NOTABLE_RUN or failure.cause in self._announced:
            return None
        self._announced.add(failure.cause)
        return (
            f"{counted(self._in_a_row, self._noun)} in a row failed with {failure.cause}: {failure.line.rstrip('.')}. "
            "Ctrl-C stops the export, and --max-failures stops it by itself."
        )

    def add_success(self) -> None:
        """End a run of failures."""
        self._in_a_row = 0

    def report(self, keys: Sequence[str]) -> Iterator[Text]:
        """Yield a line for each cause, because many of 248 markets have the same one. Keys are in the order given."""
        groups: dict[tuple[bool, str], list[str]] = {}
        for failure in filter(None, map(self._failures.get, keys)):
            groups.setdefault((failure.is_refusal, failure.cause), []).append(failure.key)
        for (is_refusal, cause), failed in sorted(groups.items(), key=lambda group: group[0][0]):
            names = ", ".join(failed[:_MOST_NAMES])
            if len(failed) > _MOST_NAMES:
                names += f" and {len(failed) - _MOST_NAMES:,} more"
            if is_refusal and self._allows_refusals:
                yield Text(f"Left out, because the service refuses them with {cause}: {printable(names)}.")
                continue
            outcome = "refused by the service" if is_refusal else "could not be read"
            first = self._first_messages[is_refusal, cause]
            kind = cause.partition(" ")[0]
            yield Text.assemble((f"{kind}: ", "bold red"), f"{outcome}: {printable(names)}. For example: {first}")
