"""When a notice is tried again, what it says, and where push may go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
import volunteers
from shared.pages import site
from shared.pages.language import catalogues, speaking
from volunteers.notices.rules import (
    MOST_ATTEMPTS,
    PATHS,
    UnknownPushService,
    check_endpoint,
    next_attempt,
)
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.wording import SENTENCES, SUBJECTS, words_of

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
WORDS = catalogues(site.HERE, Path(volunteers.__file__).parent)


def test_the_delay_grows_from_half_a_minute_to_two_hours_and_ends() -> None:
    delays = [next_attempt(attempts, NOW) for attempts in range(1, MOST_ATTEMPTS)]
    times = [later - NOW for later in delays if later]
    assert len(times) == MOST_ATTEMPTS - 1
    assert times == sorted(times)
    assert (times[0], times[-1]) == (timedelta(seconds=30), timedelta(seconds=30 * 4**4))
    assert next_attempt(MOST_ATTEMPTS, NOW) is None


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_every_kind_has_words_in_both_languages_and_leads_to_a_page_of_ones_own(
    kind: NoticeKind,
) -> None:
    said = {}
    for language in ("nl", "en"):
        with speaking(language, WORDS):
            said[language] = words_of(kind, "WHAT", "Anna", "https://sensoor.example")
    assert said["nl"].subject != said["en"].subject == SUBJECTS[kind]
    for words in said.values():
        assert "Anna" in words.text
        assert ("WHAT" in words.text) == ("%(what)s" in SENTENCES[kind])
        assert "Anna" not in words.subject
        assert f"https://sensoor.example{PATHS[kind]}\n" in words.text
    assert PATHS[kind].startswith("/volunteers/")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc", "https://web.push.apple.com/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-am3p.notify.windows.com/w/?token=abc",
    ],
)  # fmt: skip
def test_the_services_of_browsers_are_known(endpoint: str) -> None:
    check_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm", "https://127.0.0.1/", "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/", "https://evilfcm.googleapis.com.",
        "https://fcm.googleapis.com@127.0.0.1/", "https://user@fcm.googleapis.com/", "https://[::1",
        "file:///etc/passwd", "https://169.254.169.254/latest", "", "fcm.googleapis.com",
        "https://xnotify.windows.com/", "https:\\\\fcm.googleapis.com/",
    ],
)  # fmt: skip
def test_nothing_is_pushed_anywhere_else(endpoint: str) -> None:
    with pytest.raises(UnknownPushService):
        check_endpoint(endpoint)
