"""A component's card: what it says (`CardLook`) and how that is drawn at each level of detail.

A look is a plain, hashable value without a position: the canvas keeps one sprite per look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing import icons, text
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.drawing.picture import Box, Circle, Fill, Path, Point, Shape, Stroke, Text
from mlsd_studio.drawing.theme import Theme, mix
from mlsd_studio.model.records import Component

Detail = Literal["full", "medium", "block", "color"]

RADIUS = 10.0
TILE = 34.0
PAD = 12.0
SHEET = 4
"""Pixels by which each sheet below the card of a collapsed boundary looks out."""
ICON_SIZE = 20.0
TEXT_LEFT = PAD + TILE + 10.0
BAR_WIDTH = 44.0
CHIP_PAD = 11.0
SEPARATOR = " · "
SHADOWS = ((0.5, 1.0, 0.07), (1.5, 1.5, 0.035), (3.0, 2.5, 0.025), (5.0, 4.0, 0.016))
"""Soft shadow: (pixels the box grows, pixels it sinks, opacity), from the inside out."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What the analysis says of a component: open findings, the worst severity, load over capacity."""

    count: int = 0
    severity: str = "warning"
    utilisation: float | None = None


@dataclass(frozen=True, slots=True)
class CardLook:
    """All that a card shows, as plain values."""

    title: str
    subtitle: str
    metric: str
    replicas: str
    icon: str
    layer: str
    count: int = 0
    severity: str = ""
    utilisation: float | None = None
    external: bool = False
    stacked: bool = False
    w: float = 196.0
    h: float = 72.0


def badges(marks: Iterable[tuple[str, str]], busy: Mapping[str, float] | None = None) -> dict[str, Badge]:
    """Badges from (component id, severity) of open findings (infos raise none) and load over capacity by id."""
    found = {id: Badge(utilisation=used) for id, used in (busy or {}).items()}
    for id, severity in marks:
        if severity in ("error", "warning"):
            known = found.get(id, Badge())
            worst = "error" if "error" in (severity, known.severity) else "warning"
            found[id] = Badge(known.count + 1, worst, known.utilisation)
    return found


def detail_at(zoom: float) -> Detail:
    """How much a card shows at a zoom (1.0 = 100 %)."""
    if zoom > 0.6:
        return "full"
    if zoom >= 0.3:
        return "medium"
    return "block" if zoom >= 0.12 else "color"


def names_of(component: Component) -> tuple[str, str]:
    """Title and subtitle of a card: the name over the technology, or over the kind where none is stated."""
    known = catalog()
    kind = known.kinds.get(component.kind)
    kind_name = kind.name if kind else component.kind
    technology = known.technologies.get(component.technology or "")
    product = technology.name if technology else component.technology
    title = component.name or (product if product and kind is None else kind_name)
    subtitle = product or kind_name
    return title, "" if subtitle == title else subtitle


def layer_of(component: Component) -> str:
    """The layer of a component's kind; kinds nobody knows count as platform."""
    kind = catalog().kinds.get(component.kind)
    return kind.layer if kind else "platform"


def metric_line(component: Component) -> str:
    """Up to three stated figures, such as "14 ms · 99.5 % · 360 rps"; empty where nothing is stated."""
    latency, cost = component.latency, component.cost
    values = (
        (latency.p50 or latency.p95) if latency else None,
        component.availability,
        component.capacity,
        component.schedule,
        component.duration,
        cost.replica if cost else None,
        component.storage,
        component.retention,
    )
    return SEPARATOR.join([str(value) for value in values if value is not None][:3])


def look_of(
    component: Component, badge: Badge | None = None, *, w: float = 196.0, h: float = 72.0
) -> CardLook:
    """What the card of a component shows, with what the analysis says of it."""
    title, subtitle = names_of(component)
    badge = badge or Badge()
    return CardLook(
        title=title,
        subtitle=subtitle,
        metric=metric_line(component),
        replicas=_replicas(component),
        icon=icons.kind_icon(component.kind, component.technology),
        layer=layer_of(component),
        count=badge.count,
        severity=badge.severity if badge.count else "",
        utilisation=badge.utilisation,
        external=component.scope == "external",
        w=float(w),
        h=float(h),
    )


def ports(w: float, h: float) -> tuple[Point, Point, Point, Point]:
    """Middles of the sides: right, bottom, left, top."""
    return (w, h / 2), (w / 2, h), (0.0, h / 2), (w / 2, 0.0)


def card(look: CardLook, theme: Theme, detail: Detail = "full") -> tuple[Shape, ...]:
    """The shapes of a card with its top left corner at the origin."""
    if detail == "color":
        return (Box(0, 0, look.w, look.h, 6, Fill(theme.layer(look.layer))),)
    if detail == "block":
        return _block(look, theme)
    face = face_of(look)
    body = _full(face, theme) if detail == "full" else _medium(face, theme)
    return (*_ground(look, theme), *body, *_badge(look, theme, 10.0 if detail == "full" else 15.0))


def face_of(look: CardLook) -> CardLook:
    """The uppermost sheet of a card: all of it, but for a collapsed boundary, whose other sheets look out below.

    They lie within the box of the card, so that flows end at them.
    """
    return replace(look, h=look.h - len(_sheets(look)) * SHEET) if look.stacked else look


def _sheets(look: CardLook) -> tuple[int, ...]:
    """The sheets below a card, the lowest first."""
    return (2, 1) if look.stacked else ()


def ring(w: float, h: float, theme: Theme) -> tuple[Shape, ...]:
    """The outline of a selected card: a halo and an accent line just outside its border."""
    halo = Box(-5, -5, w + 10, h + 10, RADIUS + 5, None, Stroke(theme["accent"], 4, opacity=0.22))
    return halo, Box(-2.5, -2.5, w + 5, h + 5, RADIUS + 2.5, None, Stroke(theme["accent"], 2))


def _replicas(component: Component) -> str:
    scaling = component.autoscaling
    if scaling and scaling.max:
        low = scaling.min if scaling.min is not None else component.replicas
        return f"×{low}–{scaling.max}" if low is not None else f"≤{scaling.max}"
    return f"×{component.replicas}" if component.replicas and component.replicas > 1 else ""


def _ground(look: CardLook, theme: Theme) -> tuple[Shape, ...]:
    strength = 2.6 if theme.is_dark else 1.0
    face = face_of(look)
    shadows = tuple(
        Box(-grow, -grow + sink, look.w + 2 * grow, face.h + 2 * grow, RADIUS + grow,
            Fill(theme["shadow"], opacity * strength))
        for grow, sink, opacity in reversed(SHADOWS)
    )  # fmt: skip
    dash = (5.0, 4.0) if look.external else ()
    edge = Stroke(theme["faint"] if look.external else theme["line"], 1.0, dash)
    below = tuple(
        Box(0.5 + SHEET * n, 0.5 + SHEET * n, look.w - 1 - 2 * SHEET * n, face.h - 1, RADIUS - 0.5,
            Fill(theme["card"]), edge)
        for n in _sheets(look)
    )  # fmt: skip
    return (*shadows, *below, Box(0.5, 0.5, look.w - 1, face.h - 1, RADIUS - 0.5, Fill(theme["card"]), edge))


def _tile(look: CardLook, theme: Theme, x: float, y: float, size: float) -> tuple[Shape, ...]:
    color = theme.layer(look.layer)
    tint = Box(x, y, size, size, size * 8 / TILE, Fill(mix(color, theme["card"], 0.14)))
    return tint, *icon_shapes(look.icon, color, x + size / 2, y + size / 2, size * ICON_SIZE / TILE)


def icon_shapes(name: str, color: str, x: float, y: float, size: float) -> tuple[Shape, ...]:
    """An icon `size` pixels wide with its middle at (x, y): a line glyph or a filled brand mark."""
    icon = icons.icon(name)
    scale = size / icon.size
    fill, stroke = (None, Stroke(color, 1.75)) if icon.stroke else (Fill(color), None)
    return (Path(icon.commands, x - size / 2, y - size / 2, scale, fill, stroke),)


def title_box(look: CardLook, detail: Detail) -> tuple[float, float, float, float]:
    """Where the title of a card stands, as x, y, width and height from its corner."""
    look = face_of(look)
    if detail != "full":
        left = PAD + min(46.0, look.h - 20) + 12
        return left, look.h / 2 - 23, look.w - left - 8, 46.0
    middle = _top(look) + (10.5 if look.subtitle else 17.0)
    return TEXT_LEFT, middle - 10, look.w - TEXT_LEFT - 8, 20.0


def _top(look: CardLook) -> float:
    """Where tile and title of a full card begin: in the middle, unless figures stand below."""
    return PAD if look.metric or look.utilisation is not None else max(PAD, (look.h - TILE) / 2)


def _full(look: CardLook, theme: Theme) -> tuple[Shape, ...]:
    top = _top(look)
    return (*_tile(look, theme, PAD, top, TILE), *_header(look, theme, top), *_footer(look, theme))


def _header(look: CardLook, theme: Theme, top: float) -> list[Shape]:
    """Title, subtitle and replica chip; the chip moves to the second row where the title needs its place."""
    room = look.w - TEXT_LEFT - PAD
    base = top + (15.0 if look.subtitle else 21.5)
    taken = text.width(look.replicas, 10.5, "medium") + CHIP_PAD if look.replicas else 0.0
    wide = text.width(look.title, 12.5, "semibold")
    lowered = bool(look.subtitle) and room - taken < wide <= room
    title = text.elide(look.title, 12.5, room if lowered else room - taken, "semibold")
    shapes: list[Shape] = [Text(TEXT_LEFT, base, title, 12.5, theme["text"], "semibold")]
    if look.replicas:
        shapes.extend(_chip(look, theme, taken, top + 17.5 if lowered else base - 13.0))
    if look.subtitle:
        subtitle = text.elide(look.subtitle, 11, room - taken if lowered else room)
        shapes.append(Text(TEXT_LEFT, top + 30.5, subtitle, 11, theme["muted"]))
    return shapes


def _footer(look: CardLook, theme: Theme) -> list[Shape]:
    """Stated figures on the left, how busy it is on the right."""
    shapes: list[Shape] = []
    base = look.h - 10.0
    if look.metric:
        space = look.w - 2 * PAD - (BAR_WIDTH + 8 if look.utilisation is not None else 0)
        shapes.append(Text(PAD, base, _fitting(look.metric, space), 10.5, theme["muted"]))
    if look.utilisation is not None:
        shapes.extend(_bar(look.utilisation, look.w - PAD - BAR_WIDTH, base - 6, theme))
    return shapes


def _medium(look: CardLook, theme: Theme) -> tuple[Shape, ...]:
    size = min(46.0, look.h - 20)
    left = PAD + size + 12
    lines = text.wrap(look.title, 17.5, look.w - left - 8, "semibold", max_lines=2)
    middle, step = look.h / 2 + 6, 21.0
    first = middle - step * (len(lines) - 1) / 2
    words = [
        Text(left, first + step * row, line, 17.5, theme["text"], "semibold")
        for row, line in enumerate(lines)
    ]
    return (*_tile(look, theme, PAD, (look.h - size) / 2, size), *words)


def _block(look: CardLook, theme: Theme) -> tuple[Shape, ...]:
    color = theme.layer(look.layer)
    ground = Fill(mix(color, theme["card"], 0.3))
    box = Box(1, 1, look.w - 2, look.h - 2, RADIUS, ground, Stroke(mix(color, theme["card"], 0.7), 2.5))
    size = look.h * 0.55
    shapes: list[Shape] = [box, *icon_shapes(look.icon, color, look.w / 2, look.h / 2, size)]
    return (*shapes, *_badge(look, theme, 22.0, number=False))


def _chip(look: CardLook, theme: Theme, w: float, y: float) -> tuple[Shape, ...]:
    x = look.w - 8 - w
    pill = Box(x, y, w, 18, 9, Fill(theme["track"]))
    return pill, Text(x + w / 2, y + 12.8, look.replicas, 10.5, theme["muted"], "medium", "middle")


def _fitting(metric: str, space: float) -> str:
    """As many whole figures as fit; half a number would read as another one."""
    parts = metric.split(SEPARATOR)
    while len(parts) > 1 and text.width(SEPARATOR.join(parts), 10.5) > space:
        parts.pop()
    return text.elide(SEPARATOR.join(parts), 10.5, space)


def _bar(utilisation: float, x: float, y: float, theme: Theme) -> tuple[Shape, ...]:
    token = utilisation_token(utilisation)
    share = max(0.1, min(1.0, utilisation))
    track = Box(x, y, BAR_WIDTH, 5, 2.5, Fill(theme["track"]))
    return track, Box(x, y, BAR_WIDTH * share, 5, 2.5, Fill(theme[token]))


def _badge(look: CardLook, theme: Theme, r: float, *, number: bool = True) -> tuple[Shape, ...]:
    """Errors are a disc, warnings a rounded square, so that colour is not all that tells them apart."""
    if not look.count or look.severity not in ("error", "warning"):
        return ()
    x, y = look.w - 3.0, 2.0
    fill, rim = Fill(theme.severity(look.severity)), Stroke(theme["card"], r * 0.18)
    mark: Shape = Circle(x, y, r, fill, rim)
    if look.severity == "warning":
        mark = Box(x - r * 0.95, y - r * 0.95, r * 1.9, r * 1.9, r * 0.5, fill, rim)
    if not number:
        return (mark,)
    size = r * 1.1
    label = str(look.count) if look.count < 100 else "99"
    return mark, Text(x, y + size * 0.364, label, size, theme["on_accent"], "semibold", "middle")
