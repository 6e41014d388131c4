"""Measuring side by side: round after round each candidate once, so that what else the machine does hits all alike."""

import statistics
import time
from collections.abc import Callable, Mapping

import attrs

Work = Callable[[], object]


@attrs.frozen
class Timing:
    """What the rounds say of one candidate.

    Attributes:
        seconds: The median of the rounds.
        ratio: The median of what each round took, as multiples of what the first candidate took in the same round.
        slow: The 90th percentile, in seconds.
    """

    seconds: float
    ratio: float
    slow: float


def interleaved(candidates: Mapping[str, Work], *, rounds: int, warm_up: int = 1) -> dict[str, Timing]:
    """Time candidates; the first is the measure of the others."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for round_ in range(-warm_up, rounds):
        for name, work in candidates.items():
            begin = time.perf_counter()
            result = work()
            took = time.perf_counter() - begin
            del result  # freed outside the time that is measured
            if round_ >= 0:
                taken[name].append(took)
    measure = taken[next(iter(candidates))]
    return {
        name: Timing(
            seconds=statistics.median(times),
            ratio=statistics.median(time_ / unit for time_, unit in zip(times, measure, strict=True)),
            slow=sorted(times)[len(times) * 9 // 10],
        )
        for name, times in taken.items()
    }
