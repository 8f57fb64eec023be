"""A drawing as SVG. All text is escaped; nothing is loaded, nothing runs."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from reportedly.brief.pictures.drawing import Circle, Drawing, Label, Path, Shape, colours
from reportedly.show.words import clean

__all__ = ["style", "svg"]


def style() -> str:
    """The rules of CSS by which drawings are coloured, in light and dark."""
    light = "".join(f"--d-{role}:{colour};" for role, colour in colours().items())
    dark = "".join(f"--d-{role}:{colour};" for role, colour in colours(dark=True).items())
    fills = "".join(
        f".d-{role}{{fill:var(--d-{role})}}" for role in ("paper", "sea", "land", "mark", "bar", "text", "faint")
    )
    lines = "".join(
        f".d-{role}{{fill:none;stroke:var(--d-{role})}}" for role in ("grid", "axis", "vague", "border", "dashed")
    )
    return (
        f".drawing{{{light}font-family:system-ui,sans-serif;max-width:100%;height:auto}}"
        f"@media (prefers-color-scheme:dark){{.drawing{{{dark}}}}}@media print{{.drawing{{{light}}}}}"
        f"{fills}{lines}.d-dashed{{stroke-dasharray:4 3}}.d-grid{{stroke-width:.6}}"
        ".d-mark{fill-opacity:.8}.d-vague{stroke-width:2}"
    )


def svg(drawing: Drawing, name: str, *, alone: bool = False) -> str:
    """The drawing; `name` makes its ids unique in a page, `alone` brings its own style along, for a file of its own."""
    rules = f"<style>{style()}</style>" if alone else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    shapes = "\n".join(_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg{space} class="drawing" role="img" aria-labelledby="{name}-title {name}-words" width="{drawing.width}" '
        f'height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}">'
        f'<title id="{name}-title">{_text(drawing.title)}</title>'
        f'<desc id="{name}-words">{_text(drawing.description)}</desc>{rules}\n{shapes}\n</svg>'
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Path():
            points = "L".join(f"{x:.1f} {y:.1f}" for x, y in shape.points)
            return f'<path class="d-{shape.role}" d="M{points}{"Z" if shape.closed else ""}"/>'
        case Circle():
            title = f"<title>{_text(shape.title)}</title>" if shape.title else ""
            x, y = shape.centre
            return f'<circle class="d-{shape.role}" cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius:.1f}">{title}</circle>'
        case Label():
            x, y = shape.at
            anchor = quoteattr(shape.anchor)
            return (
                f'<text class="d-{shape.role}" x="{x:.1f}" y="{y:.1f}" text-anchor={anchor} '
                f'font-size="{shape.size}">{_text(shape.text)}</text>'
            )


def _text(text: str) -> str:
    return escape(clean(text))
