"""Single values in YAML: what a plain word means, and how a text is written so that it stays a text.

Reading knows only whole numbers, decimal numbers, true, false and null; every other plain word is a
text. Writing quotes whatever YAML 1.1 or 1.2 readers would take for something else.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from typing import Any

CONSTANTS: dict[str, bool | None] = {
    word: value
    for words, value in (("true True TRUE", True), ("false False FALSE", False), ("null Null NULL ~", None))
    for word in words.split()
} | {"": None}

INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?")
SPECIAL_FLOATS = {
    spelling: value
    for stem, value in ((".inf", math.inf), ("+.inf", math.inf), ("-.inf", -math.inf), (".nan", math.nan))
    for spelling in (stem, stem.replace("inf", "Inf").replace("nan", "NaN"), stem.upper())
}
MAX_DIGITS = 18
"""Whole numbers up to this length fit 64 bits; no design needs longer ones."""


def resolve(text: str) -> Any:
    """The value of a plain (unquoted) scalar. Raises ValueError for a number of too many digits."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] in "0123456789+-.":
        if INTEGER.fullmatch(text):
            if len(text) > MAX_DIGITS:
                raise ValueError(f"a number of more than {MAX_DIGITS} digits; put a text in quotes")
            return int(text)
        if DECIMAL.fullmatch(text):
            return float(text)
        return SPECIAL_FLOATS.get(text, text)
    return text


_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"])
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0[xX][0-9a-fA-F_]*|0[bB][01_]*|0[oO][0-7_]*|[0-9.][0-9_.,:]*(?:[eE][-+]?[0-9]*)?)"
    r"|[-+]?\.(?:inf|nan)"
    r"|\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?",
    re.IGNORECASE,
)
_PLAIN_FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|><'\"%@`=~]")
_BREAKS_PLAIN = re.compile(r":(?=\s|$)|\s#|\s$|[\t]")
_BREAKS_FLOW = re.compile(r"[,\[\]{}?]|:(?![A-Za-z0-9/])")
_NEEDS_ESCAPE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=8192)
def quoted(text: str, flow: bool = False) -> str:
    """A text as one YAML scalar on one line, plain where that is safe; `flow` inside [ ] and { }."""
    if _NEEDS_ESCAPE.search(text):
        return _double(text)
    if _is_plain(text, flow):
        return text
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, flow: bool) -> bool:
    if not text or not _PLAIN_FIRST.match(text) or _BREAKS_PLAIN.search(text):
        return False
    if flow and _BREAKS_FLOW.search(text):
        return False
    return not (_NUMBER_LIKE.fullmatch(text) or text.lower() in _WORDS)


def _double(text: str) -> str:
    """Double quotes with escapes. Lone surrogates, which no file can hold, become U+FFFD."""
    body = json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False)
    return _NEEDS_ESCAPE.sub(lambda match: f"\\u{ord(match.group()):04x}", body)


def number(value: int | float) -> str:
    """A number as `resolve` reads it back; whole floats are written without a point."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    return text if not mark or "." in mantissa else f"{mantissa}.0e{exponent}"


def can_be_literal(text: str) -> bool:
    """Whether a text of several lines reads back the same from a literal block (`|` or `|-`)."""
    if "\n" not in text or _NEEDS_ESCAPE.search(text.replace("\n", "")):
        return False
    body = text.removesuffix("\n")
    return bool(body) and not body.startswith((" ", "\n")) and not body.endswith("\n")
