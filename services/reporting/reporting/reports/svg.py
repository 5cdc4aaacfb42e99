"""SVG that is fit to stand within a page: elements of it, and what matplotlib wrote.

The page's content security policy allows no inline style. So each style attribute becomes
presentation attributes, and each colour of the palette a class as well: the style sheet sets the
colour of the class (light or dark), and the attribute is what a page without a style sheet shows.
"""

import re
from collections.abc import Iterable, Mapping

from markupsafe import escape

# The names are those of the classes in static/reports.css: `fill-ink`, `stroke-lines`.
PALETTE = {
    "ink": "#17333b",
    "soft": "#4c6168",
    "lines": "#d5dee0",
    "paper": "#ffffff",
    "main": "#1f6f78",
    "second": "#e0a03c",
    "edge": "#7a4b00",
    "night": "#eef3f4",
}
NAMES = {colour: name for name, colour in PALETTE.items()}
# Removed with matplotlib's style element, which would apply to the whole page.
INHERITED = ' stroke-linejoin="round" stroke-linecap="butt"'


def inline_svg(svg: str, name: str) -> str:
    """Return the SVG element of a document of matplotlib: without style, with ids of its own.

    `name` starts each id, so that several SVG elements can stand in one page.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"| height="[^"]*"', r"\1", svg, count=2)
    svg = re.sub(r'style="([^"]*)"', _presentation_attributes, svg)
    return svg.replace("<svg", f"<svg{INHERITED}", 1)


def described(svg: str, name: str, title: str, description: str) -> str:
    """Return the SVG with a title and a description for screen readers; both are escaped already.

    It is one image to them: nothing within it is read.
    """
    texts = f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
    opening = f'<svg role="img" aria-labelledby="{name}-title {name}-desc"'
    svg = svg.replace("<svg", opening, 1)
    end = svg.index(">") + 1
    return svg[:end] + texts + svg[end:]


def _presentation_attributes(style: re.Match[str]) -> str:
    properties = dict(
        property_.strip().split(": ", 1) for property_ in style[1].split(";") if property_.strip()
    )
    properties.pop("font-family", None)  # the page's
    attributes = [f'{name}="{value}"' for name, value in properties.items()]
    classes = [f"{name}-{NAMES[value]}" for name, value in properties.items() if value in NAMES]
    if classes:
        attributes.insert(0, f'class="{" ".join(classes)}"')
    return " ".join(attributes)


def element(name: str, **attributes: object) -> str:
    """Return an element without content; `stroke_width=2` is its attribute stroke-width."""
    return f"<{name} {_written(attributes)}/>"


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """Return words at a place, in the colour of the text unless said."""
    attributes = {"x": round(x, 1), "y": round(y, 1), **fill("ink"), **attributes}
    return f"<text {_written(attributes)}>{escape(words)}</text>"


def fill(colour: str) -> dict[str, object]:
    """Return the attributes that fill with a colour of the palette, by class and by itself."""
    return {"class": f"fill-{colour}", "fill": PALETTE[colour]}


def stroke(colour: str) -> dict[str, object]:
    """Return the attributes of a line of a colour of the palette."""
    return {"class": f"stroke-{colour}", "stroke": PALETTE[colour], "fill": "none"}


def edged() -> dict[str, object]:
    """Return the attributes of the second colour, which alone has too little contrast."""
    return {
        "class": "fill-second stroke-edge", "fill": PALETTE["second"], "stroke": PALETTE["edge"],
    }  # fmt: skip


def hidden_mark(x: float, y: float) -> str:
    """Return the open circle that stands for a count that is not shown."""
    look = {
        "class": "fill-paper stroke-soft", "fill": PALETTE["paper"], "stroke": PALETTE["soft"],
    }  # fmt: skip
    return element("circle", cx=round(x, 1), cy=round(y, 1), r=3.2, stroke_width=1.3, **look)


def drawing(width: float, height: float, parts: Iterable[str]) -> str:
    """Return an SVG element of these parts; its letters are of 14 units."""
    box = f"0 0 {round(width)} {round(height)}"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-size="14">'
    return f"{opening}{''.join(parts)}</svg>"


def _written(attributes: Mapping[str, object]) -> str:
    return " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
