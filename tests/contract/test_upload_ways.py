"""The ways in: links, the shortcut, questions with files; and what may be chosen and is hidden."""

import json
from email.message import EmailMessage

import pytest
from upload_kit import CHANNEL, LETTER, MAYA, OMAR, OTHER, PRIYA, TEAM, adding
from web import Page, serving

from store.channels import Channels, ChannelSettings
from store.records import ReportStatus

CONTENT = LETTER.encode()


@pytest.fixture
def desk(tmp_path):
    with adding(tmp_path, fetch={"allow_private": True, "delay_seconds": 0.0}) as opened:
        yield opened


@pytest.fixture
def web():
    with serving() as running:
        yield running


def shortcut(desk, user=PRIYA, channel=CHANNEL, **message):
    body = {"type": "message_action", "callback_id": "add_to_reports", "team": {"id": TEAM}}
    body |= {"user": {"id": user}, "channel": {"id": channel}, "trigger_id": "1.2.3"}
    body |= {"message": {"type": "message", "ts": "7.000100", "user": MAYA, "text": "", **message}}
    body |= {"message_ts": "7.000100", "response_url": f"{desk.api.url}reply", "token": "x"}
    return desk.send(body)


def test_a_link_is_offered_and_becomes_the_reports_address(desk, web):
    page = f"<html><body><article><h1>Letter</h1><p>{LETTER}</p></article></body></html>"
    web.pages["/letter.html"] = Page(page.encode())
    address = web.url("/letter.html")
    desk.say(PRIYA, text=f"<{address}|the letter>")
    desk.wait_for_card("Nothing is added yet.")
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")

    (report,) = desk.shelf.catalog.reports()
    assert report.path == address
    assert report.description.url.value == address


@pytest.mark.parametrize(
    "given",
    [
        {"text": "<https://x.slack.com/archives/C1/p1>"},
        {"text": "<mailto:a@b.example|a@b.example>"},
        {"text": "<@W111> see <https://x.example/a.pdf>"},
        {"text": "<https://x.example/a.pdf>", "thread_ts": "0.5"},
        {"text": "<https://x.example/a.pdf>", "bot_id": "B1"},
        {"text": "<https://x.example/a.pdf>", "channel": OTHER},
    ],
)
def test_some_links_are_only_talk(desk, given):
    desk.say(PRIYA, **given)

    assert desk.events() == []


def test_a_link_into_a_private_network_is_refused(tmp_path, web):
    with adding(tmp_path) as desk:
        desk.say(PRIYA, text=f"<{web.url('/a.txt')}>")

        assert "private network" in desk.wait_for_card("Not added")
        assert web.asked == []


def test_the_shortcut_offers_somebody_elses_file(desk):
    desk.api.files["F7"] = desk.host.put("F7AA", "letter.md", CONTENT)
    shortcut(desk, files=[{"id": "F7", "name": "letter.md"}])

    desk.wait_for_card("Nothing is added yet.")
    (posted,) = desk.api.posted()
    assert posted["thread_ts"] == "7.000100"
    assert desk.events("received")[0]["by"] == PRIYA


@pytest.mark.parametrize(
    ("user", "message", "words"),
    [
        (PRIYA, {"text": "no file here"}, "no file or link"),
        (OMAR, {"files": [{"id": "F7", "name": "letter.md"}]}, "may not add reports"),
    ],
)
def test_the_shortcut_says_why_it_does_nothing(desk, user, message, words):
    shortcut(desk, user, **message)
    (told,) = desk.api.wait_for("reply")

    assert words in told["text"]
    assert desk.api.posted() == []


def test_the_shortcut_twice_points_at_the_thread(desk):
    desk.api.files["F7"] = desk.host.put("F7", "letter.md", CONTENT)
    for _ in range(2):
        shortcut(desk, files=[{"id": "F7", "name": "letter.md"}])
    (told,) = desk.api.wait_for("reply")

    assert "see its thread" in told["text"]


def test_where_i_cannot_write_the_shortcut_says_so(desk):
    desk.api.files["F7"] = desk.host.put("F7", "letter.md", CONTENT)
    desk.api.script["chat.postMessage"] += [{"ok": False, "error": "not_in_channel"}] * 9
    shortcut(desk, files=[{"id": "F7", "name": "letter.md"}])
    (told,) = desk.api.wait_for("reply")

    assert "Invite me" in told["text"]


def test_what_was_discarded_can_be_offered_again_by_the_shortcut(desk):
    desk.api.files["F7"] = desk.host.put("F7", "letter.md", CONTENT)
    shortcut(desk, files=[{"id": "F7", "name": "letter.md"}])
    desk.wait_for_card("Nothing is added yet.")
    desk.act("upload_discard")
    desk.wait_for_card("Discarded")
    shortcut(desk, files=[{"id": "F7", "name": "letter.md"}])

    desk.wait_for_card("Nothing is added yet.")
    assert len(desk.api.posted()) == 1


def test_more_files_than_are_offered_are_named_as_left(desk):
    for number in range(7):
        file_id = f"F{number}"
        desk.api.files[file_id] = desk.host.put(f"F{number}", f"{number}.md", CONTENT)
    desk.say(PRIYA, files=[{"id": f"F{number}", "name": f"{number}.md"} for number in range(7)])
    (note,) = desk.api.wait_for("chat.postEphemeral")

    assert "Of one message I offer 5 files" in note["text"]
    assert len(desk.events("received")) == 5


def test_a_mention_with_a_file_and_no_words_is_no_question(desk):
    file_id = "F0001"
    desk.api.files[file_id] = desk.host.put(file_id, "letter.md", CONTENT)
    reached = []
    desk.app.event("app_mention")(lambda: reached.append("question"))
    given = {"files": [{"id": file_id, "name": "letter.md"}], "type": "app_mention"}
    desk.say(PRIYA, text="<@W111>", **given)

    desk.wait_for_card("Nothing is added yet.")
    assert reached == []


def options(desk, typed, user=PRIYA):
    view = {"type": "modal", "callback_id": "upload_corrections", "private_metadata": "1"}
    body = {"type": "block_suggestion", "action_id": "upload_replaces", "block_id": "supersedes"}
    body |= {"value": typed, "view": view, "team": {"id": TEAM}, "user": {"id": user}}
    return json.loads(desk.send(body).body)["options"]


def test_only_what_the_channel_may_see_can_be_chosen_and_replaced(desk):
    old = desk.shelf.add("/old.txt", "Old words.", title="The old letter")
    hidden = desk.shelf.add("/hidden.txt", "Hidden words.", title="The hidden letter")
    desk.shelf.put(hidden.report_id, ReportStatus.EMBARGOED)
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Nothing is added yet.")

    (found,) = options(desk, "letter")
    assert found["value"] == old.report_id
    assert options(desk, "letter", user=OMAR) == []
    refused = desk.submit(supersedes={"value": hidden.report_id, "text": {"text": "x"}})
    assert "no such report" in refused.body
    desk.submit(supersedes=found)
    desk.wait_for_card("The old letter")
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")
    assert desk.shelf.catalog.report(old.report_id).superseded_by == "letter"


def test_a_likely_correction_is_named_and_what_is_hidden_is_not(desk):
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Nothing is added yet.")
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")
    changed = LETTER.replace("14 seconds", "41 seconds").encode()
    desk.share("corrected.md", changed)
    seen = desk.wait_for_card("Nothing is added yet.", 2)
    desk.shelf.put("letter", ReportStatus.EMBARGOED)
    desk.share("again.md", changed + b"\n")
    unseen = desk.wait_for_card("Nothing is added yet.", 3)

    assert "Nearly the same text as “Northmarch Police: letter" in seen
    assert "--supersedes" not in seen
    assert "Nearly the same" not in unseen


def test_rights_taken_away_hold_at_the_next_click(desk):
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Nothing is added yet.")
    Channels(desk.shelf.engine, ChannelSettings()).set(TEAM, CHANNEL, ChannelSettings(), "test")
    desk.act("upload_add")
    (note,) = desk.api.wait_for("chat.postEphemeral")

    assert "may not add reports" in note["text"]
    assert desk.events("adding") == []


def test_a_click_from_another_team_is_nothing(desk):
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Nothing is added yet.")
    action = {"type": "button", "action_id": "upload_add", "value": "1", "block_id": "b"}
    body = {"type": "block_actions", "team": {"id": "T999"}, "user": {"id": PRIYA}}
    desk.send(body | {"actions": [action], "trigger_id": "1", "channel": {"id": CHANNEL}})

    assert desk.events("adding") == []


@pytest.mark.parametrize("stone", [False, True])
def test_what_is_deleted_before_it_is_added_is_discarded(desk, stone):
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Nothing is added yet.")
    given = {"subtype": "message_deleted", "deleted_ts": "1.000100"}
    if stone:
        given = {"subtype": "message_changed"}
        given |= {"message": {"subtype": "tombstone", "ts": "1.000100", "user": "USLACKBOT"}}
    given |= {"previous_message": {"user": PRIYA, "ts": "1.000100", "text": ""}}
    desk.say(PRIYA, **given)

    desk.wait_for_card("Discarded")
    assert not [one for one in desk.ingest.folder.rglob("*") if one.is_file()]


def test_what_is_attached_to_a_mail_is_told_and_keeps_its_own_title(desk):
    mail = EmailMessage()
    mail["From"], mail["To"] = "press@northmarch.example", "us@reportdesk.example"
    mail["Subject"], mail["Date"] = "Our letter", "Thu, 16 Mar 2023 10:00:00 +0000"
    mail.set_content("Northmarch Police sends its letter on 999 calls, which is attached here.")
    mail.add_attachment(CONTENT, maintype="text", subtype="markdown", filename="letter.md")
    desk.share("mail.eml", mail.as_bytes())
    desk.wait_for_card("Nothing is added yet.")
    desk.submit(title="A mail with a letter")
    desk.wait_for_card("A mail with a letter")
    desk.act("upload_add")
    desk.wait_for_card("What is attached to it is a report of its own.")

    titles = {one.title for one in desk.shelf.catalog.reports()}
    assert titles == {"A mail with a letter", "Northmarch Police: letter to the Chief Constable"}
