"""The network of ties on a day: ties in, a figure of sides and signed lines out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from zenobia.exports.plot_figure import (
    EDGE,
    HEAD,
    WIDTH,
    Plot,
    Theme,
    add_axes,
    add_legend,
    drawing,
    empty_figure,
    foot_of,
    height_of_legend,
    mix,
    new_figure,
    say,
    theme_of,
    width_of,
    wrap_notes,
)
from zenobia.exports.plot_layout import Points, distances_between, fit, pack, push_apart, spread
from zenobia.exports.wording import say_count
from zenobia.situation_types import Side, Tie
from zenobia.types import TieKind

OFFICES = frozenset({TieKind.PART_OF, TieKind.LEADS})
ONE_WAY = frozenset({TieKind.BACKS, TieKind.SUPPORTS, TieKind.PRESSES})
"""Ties that are left out, and those that are drawn as arrows."""

LENGTHS = {1: 1.0, 0: 1.5, -1: 1.9}
"""How far apart ties want their sides, by sign: who stands together is drawn together."""

BENDS = {1: (0.0,), 2: (0.13, -0.13), 3: (0.2, 0.0, -0.2)}
"""How the lines of one pair part, by how many they are."""

DETOURS = (0.0, 0.1, -0.1, 0.2, -0.2)
"""Bends tried until a line touches no other side, the straightest first."""

WIDEST, FINEST = 6.0, 0.7
LARGEST, SMALLEST = 8.0, 3.5
"""Points: width of a line, radius of a side."""

ROOM = 8.0
"""A sheet is so many times what its names take, that of the greatest group within LOWEST and HIGHEST inches."""

LOWEST, HIGHEST = 4.6, 9.0
ACROSS = 1.6
"""Width of a small group by its height."""


@dataclass(frozen=True, slots=True)
class Line:
    """The ties of one sign between two sides, by their ids. to: those of the two that an arrow points to."""

    pair: tuple[str, str]
    sign: int
    weight: float
    to: frozenset[str]


@dataclass(frozen=True, slots=True)
class Node:
    """A side where it stands: points from the sheet's lower left corner. radius: of its mark; label: as written under it."""

    side: Side
    x: float
    y: float
    radius: float
    label: str


@drawing()
def draw_ties(ties: Iterable[Tie], *, most: int, title: str, dark: bool) -> Plot:
    """The figure of `plots.plot_ties`."""
    theme = theme_of(dark)
    known = sorted((t for t in ties if t.kind not in OFFICES), key=lambda t: (-t.weight, t.kind, t.source.id, t.target.id))
    shown = known[:most]
    if not shown:
        return empty_figure("No tie is told of.", theme, title=title)
    lines = lines_of(shown)
    notes = wrap_notes(
        "Lines are as wide as the ties of a pair weigh together: the more outlets tell them, and the later, the wider. Arrows point from who backs, "
        "supports or presses. Who leads and belongs to whom is left out; where sides stand means nothing but that ties join those near each other."
    )
    sides = {side.id: side for tie in shown for side in (tie.source, tie.target)}
    size = 8.5 if len(sides) <= 40 else 7.5
    handles, words = _legend(lines, list(sides.values()), theme)
    foot = foot_of(notes) + height_of_legend(words) + 0.15
    nodes, sheet = place_sides(sides, lines, (WIDTH - 2 * EDGE) * 72, size)
    height = HEAD + sheet[1] / 72 + foot
    under = f"the {len(shown)} weightiest of {len(known):,} ties" if len(known) > len(shown) else say_count(len(shown), "tie")
    figure = new_figure(height, theme, title=title, under=f"{under}, {say_count(len(sides), 'side')}", notes=notes)
    axes = add_axes(figure, EDGE, foot, WIDTH - 2 * EDGE, sheet[1] / 72, theme)
    axes.set(xlim=(0, sheet[0]), ylim=(0, sheet[1]), xticks=[], yticks=[])
    for line, bend in _bent(lines, nodes):
        _draw_line(axes, line, bend, nodes, max(found.weight for found in lines), theme)
    for node in nodes.values():
        _draw_node(axes, node, size, theme)
    add_legend(figure, handles, words, theme, bottom=foot_of(notes))
    return figure


def lines_of(ties: Iterable[Tie]) -> tuple[Line, ...]:
    """The ties of each sign between two sides as one line, the lightest first, so that the weightiest lie above."""
    weights: dict[tuple[tuple[str, str], int], float] = defaultdict(float)
    to: dict[tuple[tuple[str, str], int], set[str]] = defaultdict(set)
    for tie in ties:
        first, second = sorted((tie.source.id, tie.target.id))
        key = ((first, second), tie.sign)
        weights[key] += tie.weight
        to[key] |= {tie.target.id} if tie.kind in ONE_WAY else set()
    lines = (Line(pair, sign, weight, frozenset(to[pair, sign])) for (pair, sign), weight in weights.items())
    return tuple(sorted(lines, key=lambda line: (line.weight, line.pair, line.sign)))


def place_sides(
    sides: Mapping[str, Side], lines: Sequence[Line], width: float, size: float
) -> tuple[dict[str, Node], tuple[float, float]]:
    """Where each side stands, no name upon another, and the sheet's width and height in points: the greatest group that ties hang together above,
    the others in rows below. size: of the names in points."""
    weights: dict[str, float] = defaultdict(float)
    for line in lines:
        for ident in line.pair:
            weights[ident] += line.weight
    most = max(weights.values())
    radii = {ident: SMALLEST + (LARGEST - SMALLEST) * (weights[ident] / most) ** 0.5 for ident in sides}
    found = [
        _place_group(group, sides, lines, radii, width if not n else 0.0, size) for n, group in enumerate(_groups(sides, lines))
    ]
    corners, height = pack([sheet for _, sheet in found], width)
    nodes: dict[str, Node] = {}
    for (group, _), (left, below) in zip(found, corners, strict=True):
        nodes |= {node.side.id: replace(node, x=node.x + left, y=node.y + height - below) for node in group}
    return nodes, (width, height)


def _groups(sides: Iterable[str], lines: Sequence[Line]) -> list[list[str]]:
    """The sides that ties hang together, the greatest group first."""
    group_of = {ident: {ident} for ident in sides}
    for line in lines:
        one, other = (group_of[ident] for ident in line.pair)
        if one is not other:
            one |= other
            group_of |= dict.fromkeys(other, one)
    each = {id(group): group for group in group_of.values()}
    return sorted((sorted(group) for group in each.values()), key=lambda group: (-len(group), group))


def _place_group(
    ids: Sequence[str], sides: Mapping[str, Side], lines: Iterable[Line], radii: Mapping[str, float], width: float, size: float
) -> tuple[list[Node], tuple[float, float]]:
    """Where the sides of a group stand on a sheet of their own, and that sheet; width: of it, 0 for what they need."""
    number = {ident: n for n, ident in enumerate(ids)}
    lengths: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.pair[0] in number:
            pair = number[line.pair[0]], number[line.pair[1]]
            lengths[pair] = min(lengths.get(pair, np.inf), LENGTHS[line.sign])
    labels = [say(sides[ident].name) for ident in ids]
    boxes = np.array([_box(label, radii[ident], size) for ident, label in zip(ids, labels, strict=True)])
    sheet = _sheet(boxes, width)
    if len(ids) == 2 and not width:
        points = np.array([[boxes[0, 0] / 2, sheet[1] / 2], [sheet[0] - boxes[1, 0] / 2, sheet[1] / 2]])
    else:
        low = boxes.max(axis=0) / 2  # names at the rim stand within the sheet
        points = fit(spread(distances_between(len(ids), lengths)), *(np.array(sheet) - 2 * low)) + low
        points = push_apart(points, boxes, *sheet)
    nodes = []
    for ident, label, (x, y), box in zip(ids, labels, points, boxes, strict=True):
        nodes.append(Node(sides[ident], float(x), float(y + box[1] / 2) - radii[ident] - 2, radii[ident], label))
    return nodes, sheet


def _box(label: str, radius: float, size: float) -> tuple[float, float]:
    """Points that a side's mark and the name under it take, with a rim."""
    return max(width_of(label, size) * 72, 2 * radius) + 8, 2 * radius + size * 1.35 + 6


def _sheet(boxes: Points, width: float) -> tuple[float, float]:
    """Width and height with room for these boxes, shape (n, 2)."""
    widest, tallest = boxes.max(axis=0)
    if not width and len(boxes) == 2:  # side by side, a line between
        return float(boxes[:, 0].sum()) + 30, float(tallest) + 12
    area = (ROOM if width else ROOM / 2) * float((boxes[:, 0] * boxes[:, 1]).sum())
    wide = width or max(float(widest) * 1.6, (area * ACROSS) ** 0.5)
    high = max(area / wide, 2.5 * float(tallest))
    return wide, min(HIGHEST * 72, max(LOWEST * 72, high)) if width and len(boxes) > 4 else high


def _bent(lines: Sequence[Line], nodes: Mapping[str, Node]) -> list[tuple[Line, float]]:
    """Each line and its bend: the lines of a pair lie apart, and one alone goes round the marks of others where it can."""
    of_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in lines:
        of_pair[line.pair].append(line.sign)
    found = []
    for line in lines:
        bends = BENDS[len(of_pair[line.pair])]
        bend = bends[sorted(of_pair[line.pair]).index(line.sign)]
        if len(bends) == 1:
            bend = next((way for way in DETOURS if _is_clear(line, way, nodes)), bend)
        found.append((line, bend))
    return found


def _is_clear(line: Line, bend: float, nodes: Mapping[str, Node]) -> bool:
    """Whether a line of this bend touches no mark but those of its ends."""
    start, end = (np.array([nodes[ident].x, nodes[ident].y]) for ident in line.pair)
    way = end - start
    control = (start + end) / 2 + bend * np.array([way[1], -way[0]])  # as "arc3" of matplotlib bends
    along = np.linspace(0, 1, 40)[:, None]
    path = (1 - along) ** 2 * start + 2 * along * (1 - along) * control + along**2 * end
    others = (node for ident, node in nodes.items() if ident not in line.pair)
    return all(np.linalg.norm(path - (node.x, node.y), axis=1).min() > node.radius + 4 for node in others)


def _draw_line(axes: Axes, line: Line, bend: float, nodes: Mapping[str, Node], most: float, theme: Theme) -> None:
    start, end = (nodes[ident] for ident in line.pair)
    width = FINEST + (WIDEST - FINEST) * line.weight / most
    head = 7 + 1.7 * width
    heads = [ident in line.to for ident in line.pair]
    look: dict[str, Any] = {"connectionstyle": f"arc3,rad={bend}", "color": colour_of(line.sign, theme), "mutation_scale": head}
    ends = ((start.x, start.y), (end.x, end.y))
    near, far = start.radius + 2, end.radius + 2
    within = [near + 0.3 * head * heads[0], far + 0.3 * head * heads[1]]
    dashes: Any = "solid" if line.sign else (0, (4, 2.4))
    axes.add_patch(
        FancyArrowPatch(
            *ends,
            arrowstyle="-",
            shrinkA=within[0],
            shrinkB=within[1],
            linewidth=width,
            linestyle=dashes,
            capstyle="butt",
            **look,
        )
    )
    if any(heads):  # by themselves: with a line's width around it a head is a lump
        style = {(False, True): "-|>", (True, False): "<|-", (True, True): "<|-|>"}[heads[0], heads[1]]
        axes.add_patch(FancyArrowPatch(*ends, arrowstyle=style, shrinkA=near, shrinkB=far, linewidth=0, **look))


def colour_of(sign: int, theme: Theme) -> str:
    """Of ties that join, part, or do neither."""
    return {1: theme.joins, -1: theme.parts, 0: mix(theme.soft, theme.paper, 0.15)}[sign]


def _draw_node(axes: Axes, node: Node, size: float, theme: Theme) -> None:
    axes.plot(
        node.x, node.y, **_mark(node.side.kind, theme), markersize=2 * node.radius, linestyle="none", zorder=3, clip_on=False
    )
    ground = {"facecolor": theme.paper, "edgecolor": "none", "alpha": 0.78, "pad": 0.8}
    axes.text(
        node.x, node.y - node.radius - 3, node.label, size=size, color=theme.ink, ha="center", va="top", bbox=ground, zorder=4
    )


def _mark(kind: str, theme: Theme) -> dict[str, Any]:
    """States are squares, movements discs, those whom reports name no nearer rings."""
    if kind == "state":
        return {"marker": "s", "markerfacecolor": theme.ink, "markeredgecolor": theme.paper}
    ground = theme.paper if kind == "loose" else mix(theme.soft, theme.paper, 0.2)
    return {"marker": "o", "markerfacecolor": ground, "markeredgecolor": theme.ink if kind == "loose" else theme.paper}


def _legend(lines: Sequence[Line], sides: Sequence[Side], theme: Theme) -> tuple[list[Line2D], list[str]]:
    words = {1: "joins: backs, supports, agrees", -1: "parts: fights, opposes, presses", 0: "negotiates"}
    signs = [sign for sign in words if any(line.sign == sign for line in lines)]
    shown = [
        (
            Line2D([], [], color=colour_of(sign, theme), linewidth=2.5, linestyle="solid" if sign else (0, (2.4, 1.2))),
            words[sign],
        )
        for sign in signs
    ]
    kinds = {"state": "state", "movement": "movement", "loose": "named no nearer"}
    shown += [
        (Line2D([], [], linestyle="none", markersize=7, **_mark(kind, theme)), said)
        for kind, said in kinds.items()
        if any(side.kind == kind for side in sides)
    ]
    return [handle for handle, _ in shown], [said for _, said in shown]
