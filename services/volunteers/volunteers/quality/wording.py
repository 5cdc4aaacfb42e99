"""What a quality file says in the language that is spoken now, on the page and in the PDF."""

from dataclasses import dataclass

from shared.pages.formats import day, number, percent
from shared.pages.language import N_, gettext

from volunteers.quality.views import NormView, QualityFileView
from volunteers.quality.vocabulary import Verdict

CHAPTERS = {
    "1": N_("Selection and training"),
    "2": N_("Upkeep of skill"),
    "3": N_("Guidance"),
    "4": N_("After-care"),
    "5": N_("Availability"),
    "6": N_("Passing on knowledge"),
}
VERDICTS: dict[Verdict, str] = {
    "kept": N_("kept"),
    "not_kept": N_("not kept"),
    "no_evidence": N_("no cases"),
    "counted": N_("counted"),
}


@dataclass(frozen=True)
class NormSaid:
    """A norm in words: what it asks, what was counted, what follows."""

    code: str
    asks: str
    evidence: str
    share: str
    least: str
    verdict: Verdict
    verdict_said: str


def chapters_of(file: QualityFileView) -> list[tuple[str, list[NormSaid]]]:
    """Return the chapters of a file, each with its norms in words."""
    return [
        (
            f"{chapter}. {gettext(title)}",
            [_said(norm) for norm in file.norms if norm.code.startswith(f"{chapter}.")],
        )
        for chapter, title in CHAPTERS.items()
    ]


def _said(norm: NormView) -> NormSaid:
    return NormSaid(
        code=norm.code,
        asks=gettext(norm.asks),
        evidence=_evidence(norm),
        share=percent(norm.kept / norm.of, 1) if norm.of else "–",
        least=percent(norm.least) if norm.least is not None else "–",
        verdict=norm.verdict,
        verdict_said=gettext(VERDICTS[norm.verdict]),
    )


def _evidence(norm: NormView) -> str:
    counted = gettext(norm.counted)
    if norm.of is None:
        return f"{number(norm.kept)}: {counted}"
    said = gettext("%(kept)s of %(of)s: %(counted)s", kept=number(norm.kept), of=number(norm.of),
                   counted=counted)  # fmt: skip
    if norm.since is None:
        return said
    return said + "; " + gettext("counted from %(day)s on, as older cases are forgotten",
                                 day=day(norm.since))  # fmt: skip
