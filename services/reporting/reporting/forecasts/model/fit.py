"""A Poisson regression of the hourly counts of one channel, and how uncertain a day of it is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import stats
from sklearn.linear_model import PoissonRegressor

from reporting.forecasts.model.features import OF_A_STEP, features
from reporting.forecasts.model.history import History, Hours, Numbers
from reporting.forecasts.rules.rounding import BASE

# Between them a day lies four times in five.
LOWER, UPPER = 0.1, 0.9
# From so many an hour on, every remainder of a count by five is as likely as another.
MANY = 25


@dataclass(frozen=True)
class Fitted:
    """A model that was fitted, and the days of the history from which it was.

    `spread` is by how much a day varies beyond Poisson: its variance is m + spread * m * m.
    """

    model: PoissonRegressor
    first_day: date
    today: date
    spread: float

    def expected(self, hours: Hours) -> Numbers:
        """Return the contacts that are expected in some hours."""
        found: Numbers = self.model.predict(features(hours, self.first_day, self.today))
        return found


def fit(history: History, channel: str) -> Fitted:
    """Fit a channel; twice, for noise beyond that of Poisson weakens what the counts say.

    Random rounding is such noise, and much of it where counts are small.
    """
    hours, counts = history.hours[history.known], history.counts[channel][history.known]
    columns = features(hours, history.first_day, history.today)
    dispersion = 1.0
    for _ in range(2):
        model = PoissonRegressor(
            alpha=dispersion / len(counts), solver="newton-cholesky", max_iter=100
        ).fit(columns, counts)
        expected = model.predict(columns)
        dispersion = max(1.0, float(((counts - expected) ** 2 / expected).mean()))
    # The level was estimated from so many contacts, and may take one more step in the future.
    level = dispersion / max(counts.sum(), 1.0) + OF_A_STEP**2
    spread = spread_of_days(hours, expected, counts) + level
    return Fitted(model, history.first_day, history.today, spread)


def spread_of_days(hours: Hours, expected: Numbers, counts: Numbers) -> float:
    """Return by how much days varied beyond Poisson.

    What random rounding adds is taken off, and so is one standard error: a few small days vary
    by chance alone.
    """
    days = np.unique(hours.days, return_inverse=True)[1]
    mean, came, noise = (
        np.bincount(days, each) for each in (expected, counts, _rounding_variance(expected))
    )
    by_chance = (mean + noise).mean()
    beyond = ((came - mean) ** 2).mean() - by_chance * (1 + np.sqrt(2 / len(mean)))
    return max(0.0, float(beyond / (mean**2).mean()))


def interval(expected: float, spread: float) -> tuple[int, int]:
    """Return between which counts a day lies four times in five, by the negative binomial."""
    variance = expected * (1 + spread * expected)
    if variance < expected * (1 + 1e-6):
        found = stats.poisson(expected).ppf([LOWER, UPPER])
    else:
        share = expected / variance
        found = stats.nbinom(expected * share / (1 - share), share).ppf([LOWER, UPPER])
    return int(found[0]), int(found[1])


def _rounding_variance(expected: Numbers) -> Numbers:
    """Return the variance that random rounding adds to Poisson counts: r (5 - r) of the rest r."""
    counts = np.arange(4 * MANY)
    rests = counts % BASE
    added = stats.poisson.pmf(counts, np.minimum(expected, MANY)[:, None]) @ (
        rests * (BASE - rests)
    )
    return np.asarray(added, np.float64)
