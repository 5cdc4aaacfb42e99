"""The figures of an account, each written in the language that is spoken now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.pages.formats import euros, number, percent
from shared.pages.language import gettext

from reporting.accountability.views import FigureView, Unit
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up

# The name and the definition of each figure of a criterion, by its code.
Defined = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Figures:
    """Makes the figures of one criterion; the codes are those of `defined`."""

    criterion: str
    defined: Defined

    def count(self, code: str, value: int | None) -> FigureView:
        """Return a count; None is one that is not shown."""
        return self._figure(code, value, "count", None if value is None else number(value))

    def share(self, code: str, value: float | None) -> FigureView:
        """Return a fraction of 1."""
        return self._figure(code, value, "share", None if value is None else percent(value, 1))

    def part(self, code: str, part: float, whole: float) -> FigureView:
        """Return part / whole, written with both; null where the whole is zero."""
        if not whole:
            return self._figure(code, None, "share", gettext("no cases"))
        value = half_up(round(part * 100), round(whole * 100), SHARE_DECIMALS)
        said = gettext(
            "%(share)s (%(part)s of %(whole)s)",
            share=percent(value, 1), part=number(part), whole=number(whole),
        )  # fmt: skip
        return self._figure(code, value, "share", said)

    def amount(self, code: str, value: Decimal | None, decimals: int = 2) -> FigureView:
        """Return an amount in euros."""
        said = None if value is None else euros(value, decimals)
        return self._figure(code, value, "euros", said)

    def other(self, code: str, value: float | None, unit: Unit, decimals: int = 0) -> FigureView:
        """Return a number of hours, minutes or inhabitants."""
        said = None if value is None else number(value, decimals)
        return self._figure(code, value, unit, said)

    def _figure(
        self, code: str, value: float | Decimal | None, unit: Unit, said: str | None
    ) -> FigureView:
        name, definition = self.defined[code]
        return FigureView(
            code=f"{self.criterion}.{code}",
            name=gettext(name),
            value=value,
            unit=unit,
            said=gettext("not shown") if said is None else said,
            definition=gettext(definition),
        )
