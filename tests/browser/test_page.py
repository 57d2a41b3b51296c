"""The page by itself: every block, every input, and what it does with them."""

import re
from pathlib import Path

import pytest
from chromium import expect
from sink import MESSAGE, MODAL, button, plain

pytestmark = pytest.mark.slow

CHANNEL = "C0NEWSROOM"


def script(name: str) -> str:
    return (Path(__file__).parent / name).read_text()


@pytest.fixture
def page(stage, open_page):
    """The newsroom with one message of everything."""
    stage.bot.chat_postMessage(channel=CHANNEL, text="everything", blocks=MESSAGE)
    page = open_page(f"{stage.url}/archives/{CHANNEL}?as=U0MAYA")
    expect(page.locator("article")).to_have_count(1)
    return page


def at(stage, place=CHANNEL, person="U0MAYA", more=""):
    return f"{stage.url}/archives/{place}?as={person}{more}"


def test_every_block_is_shown_and_an_unknown_one_is_named(page):
    message = page.locator("article")

    expect(message.locator("h3")).to_have_text("A heading")
    expect(message.locator("table").first.locator("tbody tr")).to_have_count(2)
    expect(message.locator("blockquote").last).to_have_text("“As it was said.”")
    expect(message.locator(".rich ul")).to_have_count(2)
    expect(message.locator("pre").last).to_have_text("as  typed\n  so")
    expect(message.locator(".markdown strong").first).to_have_text("Marked down")
    expect(message.locator(".unknown")).to_have_text(re.compile("“carousel”"))
    expect(message.locator(".context")).to_contain_text("A quiet footer")
    expect(message.locator(".mention").first).to_have_text("@Tom Ashdown")


def test_text_is_never_html_and_links_lead_to_the_web_only(page):
    message = page.locator("article")

    expect(message).to_contain_text("<b>not HTML</b>")
    assert message.locator("b").count() == 0
    hrefs = message.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert hrefs
    assert all(href.startswith("https://") for href in hrefs)
    expect(message).to_contain_text("no link")
    rels = message.locator("a").evaluate_all("all => all.map(one => one.rel)")
    assert set(rels) == {"noopener noreferrer"}


def test_a_click_reaches_its_listener_and_the_answer_is_private(page, listeners, open_page, stage):
    page.get_by_role("button", name="Count").click()

    expect(page.locator(".message-private")).to_contain_text("Clicked count")
    assert listeners.actions[0]["value"] == "1"
    other = open_page(at(stage, person="U0OMAR"))
    expect(other.locator("article")).to_have_count(1)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".message-private")).to_have_count(0)


def test_selects_overflow_and_feedback_send_what_was_chosen(page, listeners):
    page.get_by_role("button", name=re.compile("Why")).click()
    page.keyboard.type("incom")
    page.keyboard.press("Enter")
    expect(page.locator(".message-private")).to_have_count(1)
    page.get_by_role("button", name="More options").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".message-private")).to_have_count(2)
    page.get_by_role("button", name="Not helpful", exact=True).click()
    expect(page.locator(".message-private")).to_have_count(3)

    chosen, more, feedback = listeners.actions
    assert chosen["selected_option"]["value"] == "incomplete"
    assert more["selected_option"]["value"] == "incomplete"
    assert feedback["value"] == "no"


def test_a_risky_button_asks_first(page, listeners):
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()

    expect(page.locator(".message-private")).to_have_count(1)
    assert [action["action_id"] for action in listeners.actions] == ["risky"]


def test_a_modal_keeps_what_was_typed_when_it_is_sent_back(page, listeners):
    page.get_by_role("button", name="Open", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Please complete this required field.")

    dialog.get_by_label("Title").fill("wrong")
    dialog.get_by_label("Notes").fill("a note")
    dialog.get_by_label("Only to the asker").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("That is not on any cover.")
    expect(dialog.get_by_label("Notes")).to_have_value("a note")
    expect(dialog.get_by_label("Only to the asker")).to_be_checked()
    assert listeners.submitted == []


def test_every_input_sends_its_value(page, listeners, tmp_path):
    page.get_by_role("button", name="Open", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Full inspection")
    for name, words in (("Reason", "Old"), ("Channel:", "newsroom"), ("Place", "newsroom")):
        dialog.get_by_role("button", name=re.compile(name)).click()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    for name in ("Subjects", "People"):
        dialog.get_by_role("button", name=re.compile(name)).click()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    dialog.get_by_role("checkbox", name="Incomplete").check()
    dialog.locator("[data-action=published]").fill("2024-09-24")
    dialog.locator("[data-action=at]").fill("09:30")
    dialog.locator("[data-action=until]").fill("2026-12-01T00:01")
    report = tmp_path / "report.txt"
    report.write_text("words")
    dialog.locator("[data-action=file]").set_input_files(report)
    expect(dialog.locator(".file-list")).to_have_text("report.txt")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_have_count(0)
    (values,) = listeners.submitted
    found = {name: values[name][name] for name in values}
    assert found["title"] == {"type": "plain_text_input", "value": "Full inspection"}
    assert found["notes"]["value"] is None
    assert found["reason"]["selected_option"]["value"] == "old"
    assert [one["value"] for one in found["subjects"]["selected_options"]] == [
        "wrong",
        "incomplete",
    ]
    assert found["people"]["selected_users"] == ["U0MAYA", "U0TOM"]
    assert found["channel"]["selected_channel"] == "C0NEWSROOM"
    assert found["place"]["selected_conversation"] == "C0NEWSROOM"
    assert [one["value"] for one in found["flags"]["selected_options"]] == ["incomplete"]
    assert found["answer_in"]["selected_option"]["value"] == "public"
    assert found["published"]["selected_date"] == "2024-09-24"
    assert found["at"]["selected_time"] == "09:30"
    assert isinstance(found["until"]["selected_date_time"], int)
    assert found["file"]["files"][0]["name"] == "report.txt"


def test_the_focus_stays_in_a_modal_and_leaving_it_is_told(page, listeners):
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()

    for _ in range(30):
        page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || document.activeElement.closest('dialog')"
        )
        assert page.evaluate(f"Boolean({inside})")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert listeners.closed == 1


def test_an_updated_view_keeps_what_was_typed(stage, open_page):
    page = open_page(at(stage))
    view = stage.bot.views_open(trigger_id=stage.workspace.trigger("U0MAYA"), view=MODAL)["view"]
    page.get_by_label("Title").fill("Half a title")

    note = {"type": "section", "text": plain("A section that came later")}
    changed = {**MODAL, "blocks": [note, *MODAL["blocks"]]}
    stage.bot.views_update(view_id=view["id"], view=changed)

    expect(page.get_by_role("dialog")).to_contain_text("A section that came later")
    expect(page.get_by_label("Title")).to_have_value("Half a title")
    expect(page.get_by_label("Title")).to_be_focused()


def test_a_modal_is_gone_when_the_page_is_loaded_anew(page):
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()

    page.reload()

    expect(page.locator("article")).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_messages_arrive_change_and_go_while_one_looks(stage, open_page):
    page = open_page(at(stage))
    posted = stage.bot.chat_postMessage(channel=CHANNEL, text="first words")
    expect(page.locator("article")).to_contain_text("first words")

    stage.bot.chat_update(channel=CHANNEL, ts=posted["ts"], text="other words")
    expect(page.locator("article")).to_contain_text("other words")
    stage.bot.reactions_add(channel=CHANNEL, timestamp=posted["ts"], name="eyes")
    expect(page.locator(".reaction")).to_have_text("👀 1")
    stage.bot.chat_delete(channel=CHANNEL, ts=posted["ts"])
    expect(page.locator("article")).to_have_count(0)


def test_what_was_missed_is_there_when_the_connection_is_back(stage, open_page):
    page = open_page(at(stage))
    stage.workspace.changes.close()
    expect(page.locator(".notice")).to_be_visible()

    stage.bot.chat_postMessage(channel=CHANNEL, text="said meanwhile")

    expect(page.locator("article")).to_contain_text("said meanwhile")
    expect(page.locator(".notice")).to_be_hidden()


def test_the_home_tab_is_reached_and_left_by_keyboard(stage, open_page):
    head = {"type": "header", "text": plain("What I hold")}
    click = {"type": "actions", "block_id": "clicks", "elements": [button("count", "Count")]}
    view = {"type": "home", "blocks": [head, click]}
    stage.bot.views_publish(user_id="U0MAYA", view=view)
    page = open_page(at(stage, "D0MAYA"))
    page.get_by_role("tab", name="Messages").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="What I hold")).to_be_visible()
    expect(page.get_by_role("tab", name="Home")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#composer")).to_be_visible()


def test_what_one_has_not_seen_is_counted(stage, open_page):
    page = open_page(at(stage))
    for number in range(3):
        stage.bot.chat_postMessage(channel="C0LIBRARY", text=f"number {number}")

    row = page.locator("[data-place=C0LIBRARY]")
    expect(row.locator(".count")).to_have_text("3")
    expect(page).to_have_title(re.compile(r"^\(3\)"))
    row.click()
    expect(row.locator(".count")).to_have_count(0)


def test_a_status_stands_under_the_thread_until_the_answer(stage, open_page):
    root = stage.bot.chat_postMessage(channel=CHANNEL, text="a question")["ts"]
    page = open_page(at(stage, more=f"&thread_ts={root}"))

    stage.bot.assistant_threads_setStatus(
        channel_id=CHANNEL, thread_ts=root, status="is reading 6 reports…"
    )
    working = page.locator(".thread-working")
    expect(working).to_have_text("Reportdesk is reading 6 reports…")
    stage.bot.chat_postMessage(channel=CHANNEL, thread_ts=root, text="the answer")
    expect(working).to_be_hidden()


def test_prompts_are_offered_and_asked_with_a_click(stage, open_page):
    page = open_page(at(stage, "D0MAYA"))
    stage.bot.assistant_threads_setSuggestedPrompts(
        channel_id="D0MAYA",
        thread_ts="",
        title="Ask me",
        prompts=[{"title": "What is new?", "message": "What was published lately?"}],
    )

    page.get_by_role("button", name="What is new?").click()

    expect(page.locator("article")).to_contain_text("What was published lately?")


def test_a_file_is_attached_and_told_of(stage, open_page, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("words")
    page = open_page(at(stage, "C0LIBRARY"))
    page.locator("input[type=file]").set_input_files(report)
    expect(page.locator(".attached")).to_contain_text("report.txt")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".file-card")).to_contain_text("report.txt")
    shared = next(one["event"] for one in stage.delivery.seen if one["event"].get("files"))
    assert (shared["subtype"], shared["files"][0]["name"]) == ("file_share", "report.txt")


def test_commands_are_offered_and_an_unknown_one_is_named(stage, open_page, listeners):
    page = open_page(at(stage))
    page.locator("#composer").press_sequentially("/rep")
    page.keyboard.press("Enter")
    page.keyboard.type("status")
    page.keyboard.press("Enter")
    expect(page.locator(".message-private")).to_contain_text("You asked for: status")

    page.fill("#composer", "/reprots x")
    page.keyboard.press("Enter")
    expect(page.locator(".composer-error")).to_contain_text("/reprots is not a command here")
    assert listeners.commands == ["status"]


def test_one_can_be_somebody_else(stage, open_page):
    page = open_page(at(stage))
    expect(page.locator("[data-place=C0PRESSOFFICE]")).to_have_count(0)

    page.locator(".me").click()
    page.get_by_role("menuitem", name=re.compile("Priya Raman")).click()

    expect(page.locator("[data-place=C0PRESSOFFICE]")).to_be_visible()
    expect(page.locator(".me")).to_contain_text("Priya Raman")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(page, stage, open_page, scheme):
    shown = open_page(at(stage), color_scheme=scheme)
    expect(shown.locator("article")).to_have_count(1)

    assert shown.evaluate(script("faint.js")) == []


def test_every_control_has_a_name(page):
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert page.evaluate(script("nameless.js")) == []
