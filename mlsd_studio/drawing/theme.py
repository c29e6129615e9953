"""Colours by token: light, dark and high contrast; `resources/themes/tokens.json` is the one place that names them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, get_args

from mlsd_studio.paths import resource

ThemeName = Literal["light", "dark", "contrast"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
ExportTheme = Literal["light", "dark"]
"""What leaves the studio is light or dark: paper and slides have no high contrast."""
LAYER_TOKENS = {
    "actor": "application",
    "data": "data",
    "ml": "ml",
    "application": "application",
    "observability": "observability",
    "platform": "platform",
    "security": "platform",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of tokens; `theme["accent"]` is a colour `#RRGGBB`. Raises KeyError for no token."""

    name: ThemeName
    tokens: dict[str, str] = field(compare=False, repr=False)

    def __getitem__(self, token: str) -> str:
        return self.tokens[token]

    @property
    def is_dark(self) -> bool:
        """True where the ground is dark: the dark theme and the one of high contrast."""
        return self.name != "light"

    @property
    def exported(self) -> ExportTheme:
        """The theme that pictures leave the studio in: high contrast is for the screen only."""
        return "dark" if self.name == "dark" else "light"

    def opacity(self, wanted: float) -> float:
        """The opacity of a line that means something: `wanted`, but full where contrast is high."""
        return 1.0 if self.name == "contrast" else wanted

    def layer(self, layer: str) -> str:
        """The colour of a layer of the catalogue; an unknown layer takes the platform's."""
        return self[LAYER_TOKENS.get(layer, "platform")]

    def severity(self, severity: str) -> str:
        """The colour of a finding: bad, warn or muted."""
        return self[{"error": "bad", "warning": "warn"}.get(severity, "muted")]


@cache
def theme(name: ThemeName) -> Theme:
    """The theme of this name."""
    tokens = json.loads(resource("themes", "tokens.json").read_text("utf-8"))[name]
    return Theme(name, tokens)


@lru_cache(maxsize=4096)
def mix(color: str, other: str, share: float) -> str:
    """`share` of `color` over `other`: what a translucent tint looks like on a solid ground."""
    a, b = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (color, other))
    return "#" + "".join(f"{round(x * share + y * (1 - share)):02X}" for x, y in zip(a, b, strict=True))


def contrast(color: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
