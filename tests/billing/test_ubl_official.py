"""Every kind of document is right by the official rules: not one warning."""

from functools import cache

import pytest
from billing.files.ubl import Profile, ubl

from tests.billing.documents import KINDS
from tests.billing.official_rules import RULES, Finding, findings_of

pytestmark = pytest.mark.skipif(
    not RULES.is_dir(), reason=f"the official rules are not there: {RULES}"
)


@cache
def found(profile: Profile) -> dict[str, list[Finding]]:
    return findings_of({kind: ubl(make(), profile) for kind, make in KINDS.items()}, profile)


@pytest.mark.parametrize("profile", ["peppol", "nlcius"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_official_rules_find_nothing(kind: str, profile: Profile) -> None:
    assert found(profile)[kind] == []


@pytest.mark.parametrize("profile", ["peppol", "nlcius"])
def test_the_official_rules_do_find_what_is_wrong(profile: Profile) -> None:
    right = ubl(KINDS["year"](), profile)
    wrong = right.replace(b"</cbc:PayableAmount>", b"9</cbc:PayableAmount>")
    assert {rule for _, rule, _ in findings_of({"wrong": wrong}, profile)["wrong"]} & {
        "BR-CO-16", "BR-DEC-18",
    }  # fmt: skip
