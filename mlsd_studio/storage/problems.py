"""What can be wrong with a file, said with the line, the place and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing wrong with a file: its line (1-based, None where there is none), place and remedy."""

    line: int | None
    where: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.where) if part)
        return f"{place}: {self.message}" if place else self.message


class FileError(Exception):
    """A file that cannot be read or written; `problems` lists everything found, in file order."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems: tuple[FileProblem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def of(cls, message: str, where: str = "", line: int | None = None) -> FileError:
        """An error with a single problem."""
        return cls((FileProblem(line, where, message),))


def in_file_order(problems: Iterable[FileProblem]) -> tuple[FileProblem, ...]:
    """Problems by line; those without a line come last."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 10**9))
