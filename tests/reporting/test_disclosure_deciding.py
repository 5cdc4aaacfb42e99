"""The gate decides in a process of its own, and a fault of that process shows nothing."""

import asyncio
from random import Random

import pytest
from demo import figures
from reporting.counting.rules.month_table import month_table
from reporting.disclosure.as_json import (
    decision_as_json,
    decision_from_json,
    table_as_json,
    table_from_json,
)
from reporting.disclosure.deciding import NothingDecided, decide_apart
from reporting.disclosure.rules.attack import Equation
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.decision import Decision, Exposed
from reporting.disclosure.rules.suppression import Table, UntrueTable

from tests.reporting.march_2016 import march_2016
from tests.reporting.planted import months


def test_what_is_decided_apart_is_what_the_rules_decide() -> None:
    table = months(Random(6)).table
    assert asyncio.run(decide_apart(table)) == decide(table)


def test_a_table_that_cannot_be_decided_on_is_refused() -> None:
    untrue = Table({("a",): 25, ("b",): 20}, [Equation(("a",), (("b",),))])
    with pytest.raises(UntrueTable, match="sum of its parts"):
        decide(untrue)
    with pytest.raises(UntrueTable, match="negative"):
        decide(Table({("a",): -1}, []))
    with pytest.raises(NothingDecided, match="status"):
        asyncio.run(decide_apart(untrue))


def test_a_table_and_its_decision_survive_json() -> None:
    table = months(Random(2)).table
    assert table_from_json(table_as_json(table)) == table
    cell = next(iter(table.counts))
    decision = Decision(frozenset({cell}), (Exposed(cell, 1.0, 4.5),))
    assert decision_from_json(decision_as_json(decision, table), table) == decision


def test_the_same_counts_make_the_same_table_in_whichever_order_they_come() -> None:
    # given a month, and the same month as a database may count it another time
    regions = {f"{place:02}": region for place, (_, region) in enumerate(figures.LOCATIONS)}
    counted: dict[str, dict[str, dict[str, int]]] = {}
    for (place, figure, name), count in march_2016().counts.items():
        counted.setdefault(place, {}).setdefault(figure, {})[name] = count
    other = [dict(reversed(of.items())) for of in (counted, regions)]
    # then its table is in the same order, and so a solver chooses the same between equals
    one, another = month_table(counted, regions), month_table(other[0], other[1])
    assert list(another.counts.items()) == list(one.counts.items())
    assert another.equations == one.equations
