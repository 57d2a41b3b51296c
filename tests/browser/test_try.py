"""`reportdesk try`: the real bot on the sample reports, used by people in a browser."""

import re

import pytest
from chromium import expect

pytestmark = pytest.mark.slow

CUSTODY = "@Reportdesk What did inspectors find at the Saltmere custody suite?"
MONITORING = "@Reportdesk Is Northmarch Police still in enhanced monitoring?"
TEAGUE = "@Reportdesk What did Rosalind Teague say about the control room at Northmarch Police?"


def at(url: str, place: str, person: str) -> str:
    return f"{url}/archives/{place}?as={person}"


def send(page, text: str, box: str = "#composer") -> None:
    page.fill(box, text)
    # What is offered to complete a name goes first.
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def ask(page, question: str):
    """Ask in the channel, open the thread and return the answer in it."""
    before = page.locator(".main article").count()
    send(page, question)
    page.locator(".main article").nth(before).locator("button.thread-bar").click()
    answer = page.locator(".thread article").last
    expect(answer.locator(".author")).to_have_text("Reportdesk")
    return answer


def test_a_question_in_a_channel_is_answered_in_its_thread_with_linked_sources(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"))

    answer = ask(page, CUSTODY)

    expect(answer).to_contain_text("As of 24 September 2024")
    source = answer.get_by_role("link", name=re.compile("custody suite has turned a corner"))
    expect(source.first).to_have_attribute("href", re.compile("^https://ips.example/news/"))
    expect(source.first).to_have_attribute("rel", "noopener noreferrer")
    # The answer is in the thread, not in the channel.
    expect(page.locator(".main article").filter(has_text="As of")).to_have_count(0)


def test_a_follow_up_in_the_thread_needs_no_mention(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"))
    ask(page, MONITORING)

    send(page, "And what about Saltmere Constabulary?", "#thread-composer")

    expect(page.locator(".thread article")).to_have_count(4)
    expect(page.locator(".thread article").last).to_contain_text("since 15 July 2024")


def test_a_direct_message_is_answered(tried, open_page):
    page = open_page(at(tried, "D0TOM", "U0TOM"))

    answer = ask(page, "Does Northmarch Police use facial recognition cameras?")

    expect(answer).to_contain_text("The reports do not say. I searched 6 reports")


def test_what_people_type_is_text_and_nothing_else(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0OMAR"))
    hostile = '<img src=x onerror="document.title=1"> <!channel> *b* <https://evil.example|Home>'

    answer = ask(page, f"@Reportdesk {hostile} Is Northmarch Police in enhanced monitoring?")

    question = page.locator(".thread article").first
    expect(question).to_contain_text('<img src=x onerror="document.title=1"> <!channel> *b*')
    assert page.locator(".thread img:not(.avatar)").count() == 0
    shown = page.locator(".thread a").evaluate_all("all => all.map(one => one.textContent)")
    assert "Home" not in shown
    expect(answer).to_be_visible()
    assert page.title() != "1"


def test_passages_open_in_a_modal_and_the_focus_comes_back(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"))
    answer = ask(page, TEAGUE)
    button = answer.get_by_role("button", name="Show passages")

    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nobody should have to ring 999 twice")
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_not_helpful_asks_why_and_wants_an_answer(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"))
    answer = ask(page, TEAGUE)

    answer.get_by_role("button", name="Not helpful").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Please complete this required field.")
    dialog.get_by_label("It is out of date").check()
    dialog.get_by_role("button", name="Send").click()

    expect(dialog).to_have_count(0)


def test_a_command_answers_its_asker_alone_until_it_is_shared(tried, open_page):
    page = open_page(at(tried, "C0LIBRARY", "U0PRIYA"))
    other = open_page(at(tried, "C0LIBRARY", "U0OMAR"))

    send(page, "/reports ask Is Saltmere Constabulary in enhanced monitoring?")
    private = page.locator(".message-private").filter(has_text="As of 24 September 2024")
    expect(private).to_contain_text("Only visible to you")
    expect(other.locator("article")).to_have_count(0)
    private.get_by_role("button", name="Share in channel").click()

    shared = other.locator("article").filter(has_text="As of 24 September 2024")
    expect(shared).to_contain_text("@Priya Raman asked")


def test_settings_are_for_admins(tried, open_page):
    page = open_page(at(tried, "C0LIBRARY", "U0PRIYA"))
    send(page, "/reports settings")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Answer only from reports on")).click()
    page.get_by_role("option", name="Saltmere Constabulary").click()
    page.keyboard.press("Escape")
    subjects = dialog.locator("[data-action=subjects] .chip")
    expect(subjects).to_have_text("Saltmere Constabulary")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)

    other = open_page(at(tried, "C0LIBRARY", "U0OMAR"))
    send(other, "/reports settings")
    expect(other.locator(".message-private").last).to_contain_text("Only admins")
    expect(other.get_by_role("dialog")).to_have_count(0)


def test_a_message_can_be_asked_about(tried, open_page):
    page = open_page(at(tried, "C0PRESSOFFICE", "U0TOM"))
    send(page, "Is Saltmere Constabulary in enhanced monitoring?")
    message = page.locator("article").last
    message.hover()
    message.get_by_role("button", name=re.compile("More actions")).click()
    page.get_by_role("menuitem", name=re.compile("Ask reports about this")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Your question")).to_have_value(re.compile("^Is Saltmere"))

    dialog.get_by_role("button", name="Ask").click()

    expect(dialog).to_have_count(0)
    page.locator(".main article").first.hover()
    page.locator(".main article").first.get_by_role("button", name=re.compile("Reply in")).click()
    expect(page.locator(".thread .message-private")).to_contain_text("since 15 July 2024")


def test_an_edited_question_is_answered_anew_and_a_deleted_one_no_more(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0OMAR"))
    answer = ask(page, "@Reportdesk Does Northmarch Police use facial recognition cameras?")
    expect(answer).to_contain_text("The reports do not say")
    question = page.locator(".main article").last

    question.hover()
    question.get_by_role("button", name=re.compile("More actions")).click()
    page.get_by_role("menuitem", name="Edit message").click()
    box = page.get_by_role("textbox", name="Edit message").first
    box.fill(MONITORING)
    box.press("Enter")
    expect(answer).to_contain_text("under routine monitoring since 9 February 2022")

    question.hover()
    question.get_by_role("button", name=re.compile("More actions")).click()
    page.get_by_role("menuitem", name=re.compile("Delete message")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".thread article")).to_have_count(0)


REPORT = """Ellinghaven Fire Service: inspection 2026

Published 3 June 2026

Ellinghaven Fire Service keeps 14 fire engines at nine stations. Drivers wait two years for
training.
"""


def test_a_shared_file_is_offered_corrected_added_and_answers(tried, open_page, tmp_path):
    report = tmp_path / "ellinghaven.txt"
    report.write_text(REPORT)
    page = open_page(at(tried, "C0LIBRARY", "U0TOM"))
    before = page.locator(".main article").count()
    page.locator(".main input[type=file]").set_input_files(report)
    page.locator(".main").get_by_role("button", name="Send").click()
    page.locator(".main article").nth(before).locator("button.thread-bar").click()
    card = page.locator(".thread article").last
    expect(card).to_contain_text("Add this to the reports?")
    expect(card).to_contain_text("Nothing is added yet.")

    card.get_by_role("button", name="Correct…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Publication date")).to_have_value("2026-06-03")
    dialog.get_by_label("Subject").fill("Ellinghaven Fire Service")
    dialog.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("Subject: Ellinghaven Fire Service")
    card.get_by_role("button", name="Add", exact=True).click()
    expect(card).to_contain_text("Indexed as revision 1", timeout=40_000)

    page.locator("[data-place=C0NEWSROOM]").click()
    answer = ask(page, "@Reportdesk How many fire engines does Ellinghaven Fire Service keep?")
    expect(answer).to_contain_text("keeps 14 fire engines at nine stations")


def test_who_may_not_add_reports_is_told_that_the_file_was_not_read(tried, open_page, tmp_path):
    report = tmp_path / "other.txt"
    report.write_text(REPORT.replace("Ellinghaven", "Brackwater"))
    page = open_page(at(tried, "C0LIBRARY", "U0OMAR"))
    page.locator(".main input[type=file]").set_input_files(report)
    page.locator(".main").get_by_role("button", name="Send").click()

    told = page.locator(".message-private").last
    expect(told).to_contain_text("I have not read your file")
    expect(page.get_by_role("button", name="Add", exact=True)).to_have_count(0)


def test_the_home_tab_and_the_prompts_are_made_for_who_opens_them(tried, open_page):
    page = open_page(at(tried, "D0PRIYA", "U0PRIYA"))
    prompts = page.locator(".prompt")
    expect(prompts.first).to_be_visible(timeout=40_000)
    words = prompts.first.inner_text()
    page.get_by_role("tab", name="Home").click()
    home = page.locator(".home-inner")
    expect(home).to_contain_text("Newest reports")
    expect(home).to_contain_text("Added lately")

    page.get_by_role("tab", name="Messages").click()
    prompts.first.click()

    bar = page.locator(".main article").first.locator("button.thread-bar")
    expect(page.locator(".main article").first).to_contain_text(words)
    bar.click()
    expect(page.locator(".thread article").last).to_contain_text("As of")


def test_a_person_is_asked_and_the_thread_is_linked(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"))
    answer = ask(page, TEAGUE)
    answer.get_by_role("button", name="Ask a person").click()
    expect(page.locator(".thread .message-private")).to_contain_text("I have asked a person")

    tom = open_page(at(tried, "C0PRESSOFFICE", "U0TOM"))
    card = tom.locator("article").filter(has_text="Can somebody look at this?").last
    card.get_by_role("link", name="Open the thread").click()
    expect(tom.locator(".thread")).to_contain_text("Rosalind Teague")
    tom.locator("[data-place=C0PRESSOFFICE]").click()
    card.get_by_role("button", name=re.compile("esolved")).click()
    expect(card).to_have_count(0)
    expect(tom.locator("article").filter(has_text="Resolved by")).to_contain_text("@Tom Ashdown")


def test_everything_can_be_done_with_the_keyboard(tried, open_page):
    page = open_page(at(tried, "C0NEWSROOM", "U0PRIYA"))
    expect(page.locator("#composer")).to_be_focused()

    before = page.locator(".main article").count()
    page.keyboard.type("@rep")
    page.keyboard.press("Tab")
    page.keyboard.type("Is Northmarch Police still in enhanced monitoring?")
    page.keyboard.press("Enter")
    bar = page.locator(".main article").nth(before).locator("button.thread-bar")
    expect(bar).to_be_visible()
    for _ in range(40):
        if bar.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-composer")).to_be_focused()
    passages = page.locator(".thread").get_by_role("button", name="Show passages")
    for _ in range(40):
        if passages.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".thread")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 720, 1000])
def test_nothing_scrolls_sideways_in_a_narrow_window(tried, open_page, width):
    page = open_page(at(tried, "C0NEWSROOM", "U0MAYA"), width=width, height=700)
    ask(page, MONITORING)

    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    for pane in (".main .scroll", ".thread .scroll"):
        over = "all => all.some(one => one.scrollWidth > one.clientWidth)"
        assert not page.locator(pane).evaluate_all(over)
