"""The check that the hostile texts rely on finds what it is for."""

import pytest
from hostile_texts import VICTIM, decoded, hostile_texts
from looked_at import problems_in

from bot.slack.mrkdwn import clean, escape

ACTOR, OURS = "U0ACTOR000", "https://reports.example/r1.pdf"


def rich(*elements: dict) -> dict:
    section = {"type": "rich_text_section", "elements": [*elements]}
    return {"blocks": [{"type": "rich_text", "elements": [section]}]}


def section(kind: str, text: str) -> dict:
    return {"blocks": [{"type": "section", "text": {"type": kind, "text": text}}]}


FINE = {
    "plain": section("plain_text", "<!channel> is only words here"),
    "actor": rich({"type": "user", "user_id": ACTOR}),
    "own link": rich({"type": "link", "url": OURS, "text": "p. 4"}),
    "escaped": {"text": "&lt;!channel&gt;\nsecond line"},
    "value": {"blocks": [{"type": "actions", "elements": [{"value": "\u200b"}]}]},
}
WRONG = {
    "ping in text": {"text": "hello <!channel>"},
    "mention in mrkdwn": section("mrkdwn", f"<@{VICTIM}>"),
    "link in mrkdwn": section("mrkdwn", "<https://evil.example|report>"),
    "somebody else": rich({"type": "user", "user_id": VICTIM}),
    "broadcast": rich({"type": "broadcast", "range": "channel"}),
    "group": rich({"type": "usergroup", "usergroup_id": "S1"}),
    "channel": rich({"type": "channel", "channel_id": "C1"}),
    "forged link": rich({"type": "link", "url": "https://evil.example/", "text": "p. 4"}),
    "picture": {"blocks": [{"type": "image", "image_url": "https://evil.example/x.png"}]},
    "button that leads away": {"blocks": [{"type": "actions", "elements": [{"url": "x://"}]}]},
    "right to left": section("plain_text", "a\u202eb"),
    "zero width": {"view": section("plain_text", "a\u200bb")},
    "NUL": {"text": "a\u0000b"},
    "half a character": section("plain_text", "\ud83d"),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_passes(name):
    assert list(problems_in(FINE[name], {ACTOR}, {OURS})) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found(name):
    assert list(problems_in(WRONG[name], {ACTOR}, {OURS}))


def test_the_texts_would_be_found_if_they_came_through():
    texts = hostile_texts()
    assert len(set(texts)) == 300
    found = [text for text in texts if list(problems_in({"text": decoded(text)}, set(), set()))]
    assert len(found) > 150
    made_safe = [escape(clean(text)) for text in texts]
    assert not [text for text in made_safe if list(problems_in({"text": text}, set(), set()))]
