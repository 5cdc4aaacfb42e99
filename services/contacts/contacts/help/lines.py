"""The lines to turn to beside this one, as the page shows them: data, checked by people."""

from dataclasses import dataclass

from shared.pages.language import N_


@dataclass(frozen=True)
class OtherLine:
    """A line: its name, whom it is for (in English, translated), its numbers and its site.

    `numbers` are as people write them; without its separators one is what a telephone dials.
    """

    name: str
    is_for: str
    numbers: tuple[str, ...]
    site: str | None = None


DANGER = "112"

LINES = (
    OtherLine("112", N_("When a life is in danger: police, ambulance, fire brigade"), (DANGER,)),
    OtherLine(
        "113 Zelfmoordpreventie", N_("When you think of suicide, or worry about somebody who does"),
        ("113", "0800-0113"), "https://www.113.nl/",
    ),
    OtherLine(
        "Veilig Thuis", N_("Violence at home, or child abuse: yours or that of somebody else"),
        ("0800-2000",), "https://veiligthuis.nl/",
    ),
    OtherLine(
        "Kindertelefoon", N_("For children and young people up to 18, about anything"),
        ("0800-0432",), "https://www.kindertelefoon.nl/",
    ),
)  # fmt: skip
