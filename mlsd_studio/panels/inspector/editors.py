"""From the type of a field to the editor for it: one rule for each type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

from mlsd_studio.analysis.numbers.wording import signed
from mlsd_studio.catalog import catalog
from mlsd_studio.model.quantities import Backup, Quantity, QuantityError, format_number, split_number
from mlsd_studio.model.targets import METRICS, normalised_target
from mlsd_studio.panels.forms.base import Editor
from mlsd_studio.panels.forms.choice import YES_NO, ChipsEditor, ChoiceEditor
from mlsd_studio.panels.forms.entry import LongTextEditor, TextEditor
from mlsd_studio.panels.forms.pairs import PairsEditor
from mlsd_studio.panels.forms.picker import PickerEditor
from mlsd_studio.panels.inspector.fields import Field, type_of

REQUIRED = {
    ("boundaries", "kind"), ("flows", "source"), ("flows", "target"), ("requirements", "category"),
    ("constraints", "category"), ("journeys", "entry"),
}  # fmt: skip
READ_ONLY = ("id",)
AT_LEAST = {"retries": 0, "autoscaling.min": 0}


def editor_for(table: str, field: Field, record: Callable[[], Any] = lambda: None) -> Editor:
    """A new editor for a field of a table. Raises TypeError for a type nobody can edit.

    `record` answers the record that is shown, for fields that are read in the light of another.
    """
    kind = type_of(table, field)
    if (table, field.path) == ("requirements", "target"):
        return TextEditor(lambda text: _target(record(), text), signed)
    if (table, field.path) == ("constraints", "value"):
        return TextEditor(_scalar, str)
    if field.refers == "elements":
        return PickerEditor()
    if field.refers:
        return ChoiceEditor(optional=(table, field.path) not in REQUIRED, search=True)
    if get_origin(kind) is Literal:
        titles = {name: info.title for name, info in METRICS.items()} if field.path == "metric" else {}
        options = [(one, titles.get(one) or words(one)) for one in get_args(kind)]
        return ChoiceEditor(options, optional=(table, field.path) not in REQUIRED)
    if kind is bool:
        return ChoiceEditor(YES_NO)
    if get_origin(kind) is dict:
        return _pairs(table, field)
    if get_origin(kind) is tuple:
        return _chips() if get_origin(get_args(kind)[0]) is Literal else _list(field)
    return _typed(kind, field)


def words(value: str) -> str:
    """A word of the file as people read it."""
    known = {
        "api_key": "API key", "oidc": "OIDC", "mtls": "mTLS", "iam": "IAM", "pii": "PII", "scc": "SCC",
        "bcr": "BCR", "ml": "ML", "prod": "production", "dev": "development",
    }  # fmt: skip
    return known.get(value, value.replace("_", " "))


def _typed(kind: type, field: Field) -> Editor:
    if kind is str and field.wide:
        return LongTextEditor()
    if kind is str:
        editor = TextEditor(str, str)
        editor.line.setReadOnly(field.path in READ_ONLY)
        return editor
    if kind is int:
        return TextEditor(_whole(AT_LEAST.get(field.path, 1)), str)
    if kind is float:
        return TextEditor(_number, format_number)
    if issubclass(kind, (Quantity, Backup)):
        return TextEditor(_quantity(kind, field.unit), str, field.unit)
    raise TypeError(f"no editor for {kind}")


def _quantity(kind: Any, unit: str) -> Callable[[str], Any]:
    """Reads the quantity; a number without a unit takes the field's."""

    def parse(text: str) -> Any:
        try:
            return kind.parse(text)
        except QuantityError as error:
            if not unit or not text.replace(" ", "").replace(",", "").replace(".", "", 1).isdigit():
                raise QuantityError(_in_words(kind, text)) from error
            return kind.parse(f"{text} {unit}")

    return parse


def _in_words(kind: Any, text: str) -> str:
    example = "1 h or none" if kind is Backup else kind.example
    return f"“{text}” is not {kind.dimension}. Write it like {example}."


def _whole(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            amount, rest = split_number(text)
        except QuantityError:
            amount, rest = 0.5, text
        if rest or amount != int(amount) or amount < least:
            raise ValueError(f"“{text}” is not a whole number of at least {least}.")
        return int(amount)

    return parse


def _number(text: str) -> float:
    try:
        amount, rest = split_number(text)
    except QuantityError:
        amount, rest = -1.0, text
    if rest or amount < 0:
        raise ValueError(f"“{text}” is not a number. Write it like 1 or 0.25.")
    return amount


def _target(requirement: Any, text: str) -> str:
    """The target in its one spelling, read in the light of the requirement's metric."""
    metric = getattr(requirement, "metric", None)
    if metric is None:
        raise ValueError("Choose a metric first; what cannot be computed is said in words.")
    return normalised_target(metric, text)


def _scalar(text: str) -> str | int | float:
    """A number where the text is nothing but one, else the text."""
    try:
        amount, rest = split_number(text)
    except QuantityError:
        return text
    if rest:
        return text
    return int(amount) if amount == int(amount) else amount


def _list(field: Field) -> TextEditor:
    separator = None if field.path == "links" else ","

    def parse(text: str) -> tuple[str, ...] | None:
        return tuple(dict.fromkeys(part.strip() for part in text.split(separator) if part.strip())) or None

    return TextEditor(parse, (" " if separator is None else ", ").join)


def _chips() -> ChipsEditor:
    return ChipsEditor([(id, words(id), one.about) for id, one in catalog().data_classes.items()])


def _pairs(table: str, field: Field) -> PairsEditor:
    if field.path == "origin":
        return PairsEditor(plain=True)
    extras = catalog().component_extras if table == "components" else catalog().flow_extras
    return PairsEditor([(name, one.about) for name, one in extras.items()])
