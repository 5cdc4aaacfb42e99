"""Settings that cannot be read are told by name, without a traceback and without what they hold."""

import os
import subprocess
import sys

import pytest

NOTHING = {"PATH": os.environ["PATH"]}
WRONG_KEY = {
    "DATABASE_URL": "postgresql://127.0.0.1:1/none", "LETTER_KEYS": "not-a-key",
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["contacts"], {}, "NATS_CREDENTIALS: Field required"),
        (["contacts", "migrate"], {}, "DATABASE_URL: Field required"),
        (["contacts", "rewrap-letters"], WRONG_KEY, "LETTER_KEYS are no keys"),
        (["edge.main"], {}, "CONTACTS_URL: Field required"),
    ],
)
def test_each_wrong_setting_is_named_in_a_line(
    arguments: list[str], given: dict[str, str], told: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *arguments], env=NOTHING | given, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "not-a-key" not in ran.stderr
