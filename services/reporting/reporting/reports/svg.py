"""SVG from matplotlib, made fit to stand within a page.

The page's content security policy allows no inline style. So each style attribute becomes
presentation attributes, and each colour of the palette a class as well: the style sheet sets the
colour of the class (light or dark), and the attribute is what a page without a style sheet shows.
"""

import re

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
