"""Prints the score of every rule, and what survived or spoke out of turn."""

from __future__ import annotations

from tests.analysis.mutation.judge import board

if __name__ == "__main__":
    print(board())
