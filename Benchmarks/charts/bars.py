"""Panels of bars, one panel for each kind of work, each with a scale of its own."""

from dataclasses import dataclass

from charts.svg import Drawing

WIDTH, LABELS, NUMBERS = 760, 120, 90
BAR, STEP, HEAD, GAP = 14, 20, 26, 18


@dataclass
class Bar:
    name: str
    value: float
    text: str
    kind: str = "theirs"


@dataclass
class Panel:
    title: str
    bars: list

    @property
    def height(self):
        return HEAD + STEP * len(self.bars) + GAP


def draw(panels, path):
    drawing = Drawing(WIDTH, sum(panel.height for panel in panels))
    top = 0
    for panel in panels:
        draw_panel(drawing, panel, top)
        top += panel.height
    drawing.save(path)


def draw_panel(drawing, panel, top):
    drawing.text(0, top + 16, panel.title, "title")
    widest = max(bar.value for bar in panel.bars)
    for number, bar in enumerate(panel.bars):
        y = top + HEAD + STEP * number
        length = max(1, (WIDTH - LABELS - NUMBERS) * bar.value / widest)
        drawing.text(LABELS - 8, y + 11, bar.name, anchor="end")
        drawing.bar(LABELS, y, length, BAR, bar.kind)
        drawing.text(LABELS + length + 6, y + 11, bar.text, "faint")
