"""A small writer of SVG: plain shapes, legible on a light and on a dark page."""

from xml.sax.saxutils import escape

# Room around everything, so that no letter is cut.
MARGIN = 8

# Colours that keep their distance for the colour-blind (Okabe and Ito), on either background.
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999", "#8c6bb1"]

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 13px; }
.faint { fill: #59636e; font-size: 11px; }
.rule { stroke: #d1d9e0; stroke-width: 1; }
.ours { fill: #0072b2; }
.theirs { fill: #afb8c1; }
.limit { fill: none; stroke: #818b98; stroke-dasharray: 3 2; }
.line { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .faint { fill: #9198a1; }
  .rule { stroke: #3d444d; }
  .ours { fill: #4493f8; }
  .theirs { fill: #656c76; }
}
"""


class Drawing:
    """Shapes in the order in which they are drawn."""

    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.shapes = []

    def text(self, x, y, words, kind="", anchor="start"):
        self.shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )

    def bar(self, x, y, width, height, kind):
        self.shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'class="{kind}"/>'
        )

    def rule(self, x1, y1, x2, y2):
        self.shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="rule"/>'
        )

    def line(self, points, colour):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(f'<polyline points="{path}" class="line" stroke="{colour}"/>')
        for x, y in points:
            self.shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')

    def save(self, path):
        width, height = self.width + 2 * MARGIN, self.height + 2 * MARGIN
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{-MARGIN} {-MARGIN} {width} {height}">'
        )
        lines = [head, f"<style>{STYLE}</style>", *self.shapes, "</svg>"]
        path.write_text("\n".join(lines) + "\n")
