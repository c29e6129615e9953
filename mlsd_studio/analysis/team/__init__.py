"""What a team adds to the studio without code: kinds and prices, rules, and its own view of the rules.

The one idea: a folder `.mlsd` beside the design, and in each folder above it up to the root of the
repository, holds `catalog/*.yaml`, `prices.yaml`, `rules/*.yaml` and `config.yaml`; the user's folder holds
the same for all designs. The nearer the folder, the later it is read and the more it counts. A mistake costs
the entry it stands in, and is told. Where there is no such folder, nothing of it is loaded: a window opens
without reading a single rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.team.reading import MAX_FILES, TeamProblem
from mlsd_studio.catalog import Catalog, CatalogError, bundled, use, with_team
from mlsd_studio.catalog.overlay import CATALOG_FOLDER
from mlsd_studio.paths import team_folders

if TYPE_CHECKING:
    from mlsd_studio.analysis.team.rules import TeamRule
    from mlsd_studio.analysis.team.settings import Setting

RULES_FOLDER = "rules"
MISTAKE = "TEAM001"
SHOWN = 20
"""How many mistakes of a file a finding lists."""

__all__ = ["Team", "TeamProblem", "fingerprint", "in_use", "load_team", "team_of"]


@dataclass(frozen=True)
class Team:
    """What the folders of a team say; without folders, the studio as it comes.

    `design` is the file name of the design it was read for; `only` are the rules that count instead of all.
    """

    folders: tuple[Path, ...] = ()
    design: str = ""
    catalog: Catalog = field(default_factory=bundled)
    own: tuple[TeamRule, ...] = ()
    settings: tuple[Setting, ...] = ()
    problems: tuple[TeamProblem, ...] = ()
    only: dict[str, Rule] | None = None

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule that counts, by its code: the bundled ones, read on first use, and the team's own."""
        return _with_bundled(self.own) if self.only is None else self.only

    def install(self) -> Team:
        """Make `catalog()` and `in_use()` answer with this team in this process; the team itself."""
        use(None if self.catalog is bundled() else self.catalog)
        _in_use[:] = [self]
        return self

    def findings(self) -> list[Finding]:
        """TEAM001: one for each file with mistakes; what they leave out was not checked."""
        return [_mistaken(key, problems) for key, problems in self._mistakes().items()]

    def place_of(self, key: str) -> tuple[Path, int | None] | None:
        """File and line of the first mistake behind a finding of `findings`."""
        problems = self._mistakes().get(key)
        return (Path(problems[0].file), problems[0].line) if problems else None

    def _mistakes(self) -> dict[str, list[TeamProblem]]:
        found: dict[str, list[TeamProblem]] = {}
        for problem in self.problems:
            found.setdefault(f"{MISTAKE}@{_short(Path(problem.file))}", []).append(problem)
        return found


_in_use: list[Team] = []


def in_use() -> Team:
    """The team of the design that is open in this process; without one, the studio as it comes."""
    return _in_use[0] if _in_use else Team()


def team_of(design: Path | None) -> Team:
    """What counts for a design at a path; for one without a file, what the user's folder says."""
    return load_team(team_folders(design), design.name if design is not None else "")


def load_team(folders: Iterable[Path], design: str = "") -> Team:
    """Read the folders, the nearest last. Never raises: mistakes are in `problems`."""
    there = tuple(folder for folder in folders if folder.is_dir())
    if not there:
        return Team(design=design)
    from mlsd_studio.analysis.team.rules import read_rules
    from mlsd_studio.analysis.team.settings import CONFIG_FILE, read_settings

    catalog, mistakes = with_team(there)
    problems = [_told(error) for error in mistakes]
    own: dict[str, TeamRule] = {}
    for file in _rule_files(there):
        found, wrong = read_rules(file, catalog)
        problems += wrong
        own.update((one.rule.code, one) for one in found)
    settings: list[Setting] = []
    for folder in there:
        if (folder / CONFIG_FILE).is_file():
            lines, wrong = read_settings(folder / CONFIG_FILE, _with_bundled(own.values()))
            settings += lines
            problems += wrong
    return Team(there, design, catalog, tuple(own.values()), tuple(settings), tuple(problems))


def _with_bundled(own: Collection[TeamRule]) -> dict[str, Rule]:
    from mlsd_studio.analysis.rules import RULES

    return dict(sorted({**RULES, **{one.rule.code: one.rule for one in own}}.items())) if own else RULES


def _rule_files(folders: Sequence[Path]) -> list[Path]:
    return [
        file
        for folder in folders
        for file in sorted((folder / RULES_FOLDER).glob("*.y*ml"))[:MAX_FILES]
        if file.is_file() and file.suffix in (".yaml", ".yml")
    ]


def fingerprint(design: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file that `team_of` would read: it changes when the team's files do."""
    found: list[tuple[str, int, int]] = []
    for folder in team_folders(design):
        for part in (folder, folder / CATALOG_FOLDER, folder / RULES_FOLDER):
            with suppress(OSError):
                for file in sorted(part.glob("*.y*ml"))[:MAX_FILES]:
                    state = file.stat()
                    found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def _told(error: CatalogError) -> TeamProblem:
    about = [f"entry {error.entry}"] if error.entry else []
    about += [f"field {error.field}"] if error.field else []
    return TeamProblem(str(error.file), error.line, ", ".join(about), error.message)


def _short(file: Path) -> str:
    """A file's name from the team's folder on."""
    return "/".join(file.parts[file.parts.index(".mlsd") :]) if ".mlsd" in file.parts else file.name


def _mistaken(key: str, problems: Sequence[TeamProblem]) -> Finding:
    name = key.partition("@")[2]
    count = "a mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    first = problems[0]
    place = f"line {first.line}, " if first.line else ""
    stop = "" if first.message.endswith(("?", ".")) else "."
    return Finding(
        code=MISTAKE,
        key=key,
        severity="warning",
        title=f"{name} has {count}",
        message=f"{place}{first.where}: {first.message}{stop} What is wrong is left out, the rest counts.",
        evidence=tuple(
            Evidence(
                f"line {one.line}" if one.line else "file", f"{one.where}: {one.message}", origin="stated"
            )
            for one in problems[:SHOWN]
        ),
    )
