"""What a benchmark gives: lines of one table, each with ours beside a reference measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Row:
    """One line: seconds or bytes of ours and of the reference, and the ratio or the amount that is the goal."""

    work: str
    size: int
    ours: str
    reference: str
    reached: float
    goal: float
    unit: str = "x"
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.reached >= self.goal if self.at_least else self.reached <= self.goal

    def __str__(self) -> str:
        sign, verdict = (">=" if self.at_least else "<="), ("ok" if self.is_met else "MISSED")
        goal = f"{sign} {self.goal:g} {self.unit}"
        reached = f"{self.reached:.2f} {self.unit}" if self.reached < 100 else f"{self.reached:,.0f} {self.unit}"
        return (
            f"| {self.work:<44} | {self.size:>7,} | {self.ours:>10} | {self.reference:<40} "
            f"| {reached:>9} | {goal:>9} | {verdict:<6} |"
        )


HEAD = (
    f"| {'work':<44} | {'papers':>7} | {'ours':>10} | {'reference':<40} | {'reached':>9} | {'goal':>9} | {'':<6} |\n"
    f"| {'-' * 44} | {'-' * 7} | {'-' * 10} | {'-' * 40} | {'-' * 9} | {'-' * 9} | {'-' * 6} |"
)


def seconds(value: float) -> str:
    """A time in the unit that suits it."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.2f} ms"


def megabytes(value: float) -> str:
    """An amount of memory."""
    return f"{value / 1e6:,.0f} MB"


def middle(rounds: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Ours and the reference in the round whose ratio is the middle one: machines change their speed between rounds."""
    in_order = sorted(rounds, key=lambda both: both[0] / both[1])
    return in_order[len(in_order) // 2]
