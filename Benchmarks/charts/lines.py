"""Panels of lines over a size that grows tenfold and tenfold."""

import math
from dataclasses import dataclass

from charts.svg import COLOURS, Drawing

COLUMNS, WIDTH, HEIGHT = 2, 380, 210
LEFT, RIGHT, TOP, BOTTOM, LEGEND = 52, 26, 30, 24, 15


@dataclass
class Panel:
    """Lines by their names, each a list of pairs: size, value."""

    title: str
    lines: dict
    unit: str = ""

    @property
    def values(self):
        return [value for line in self.lines.values() for _, value in line]

    @property
    def sizes(self):
        return sorted({size for line in self.lines.values() for size, _ in line})

    @property
    def height(self):
        return HEIGHT + LEGEND * math.ceil(len(self.lines) / 2)


def draw(panels, path):
    rows = [panels[first : first + COLUMNS] for first in range(0, len(panels), COLUMNS)]
    heights = [max(panel.height for panel in row) for row in rows]
    drawing = Drawing(COLUMNS * WIDTH, sum(heights))
    top = 0
    for row, height in zip(rows, heights):
        for column, panel in enumerate(row):
            draw_panel(drawing, panel, column * WIDTH, top)
        top += height
    drawing.save(path)


def draw_panel(drawing, panel, left, top):
    across = across_scale(panel.sizes, left + LEFT, left + WIDTH - RIGHT)
    highest = nice_ceiling(max(panel.values))

    def up(value):
        return top + HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest

    drawing.text(left, top + 16, f"{panel.title}, {panel.unit}".rstrip(", "), "title")
    for share in (0, 0.5, 1):
        y = up(highest * share)
        drawing.rule(left + LEFT, y, left + WIDTH - RIGHT, y)
        drawing.text(left + LEFT - 6, y + 4, short(highest * share), "faint", "end")
    for size in panel.sizes:
        drawing.text(across(size), top + HEIGHT - 8, short(size), "faint", "middle")
    for number, (name, line) in enumerate(panel.lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        drawing.line([(across(size), up(value)) for size, value in line], colour)
        legend(drawing, name, colour, left + LEFT, top + HEIGHT + 4, number)


def legend(drawing, name, colour, left, top, number):
    x = left + (number % 2) * (WIDTH - LEFT - RIGHT) / 2
    y = top + (number // 2) * LEGEND
    drawing.shapes.append(f'<circle cx="{x + 4:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
    drawing.text(x + 12, y + 4, name, "faint")


def across_scale(sizes, left, right):
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    if first == last:
        return lambda size: (left + right) / 2
    return lambda size: left + (right - left) * (math.log10(size) - first) / (last - first)


def nice_ceiling(value):
    """The next of 1, 2, 3, 5 and their tens above a value."""
    if value <= 0:
        return 1
    unit = 10 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 3, 5, 10) if step * unit >= value)


def short(number):
    """A number as an axis has it: 100k, 10M, 0.5."""
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if number >= unit:
            return f"{number / unit:g}{letter}"
    return f"{number:g}"
