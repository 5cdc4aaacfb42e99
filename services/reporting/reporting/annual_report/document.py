"""What the annual report is made of; page and PDF draw the same document."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Key:
    """A figure that stands out: its name, its value, and what is to be known of it."""

    name: str
    value: str
    beside: str


@dataclass(frozen=True)
class Table:
    """Numbers in rows; the first column names the row."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Plot:
    """A plot as an SVG element, the sentence that says what it shows, and its numbers."""

    name: str
    title: str
    sentence: str
    svg: str
    table: Table
    wide: bool = False


@dataclass(frozen=True)
class Term:
    """A word and what it means here."""

    name: str
    says: str


@dataclass(frozen=True)
class Chapter:
    """A chapter: paragraphs, then key figures, plots, tables and terms, as far as it has them."""

    code: str
    title: str
    says: Sequence[str]
    keys: Sequence[Key] = field(default=())
    plots: Sequence[Plot] = field(default=())
    tables: Sequence[Table] = field(default=())
    terms: Sequence[Term] = field(default=())


@dataclass(frozen=True)
class Document:
    """The annual report of a year in one language."""

    language: str
    year: int
    title: str
    subtitle: str
    published: str
    chapters: Sequence[Chapter]
