"""`ask` with a chat model: it may only point, and what it gets wrong is withheld and counted."""

import json
import re

import pytest
import yaml
from chat_server import Scripted, serving
from desk import SAMPLES, reportdesk

from store.audit import AuditLog
from store.database import open_database

QUESTION = "What did Rosalind Teague say about the control room?"
TRUE = "The control room is a different story."


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    done = reportdesk("ingest", SAMPLES / "northmarch-press-release-2023.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def model(desk, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with serving() as server:
        answer = {"model": "openai:local", "model_base_url": server.url}
        (desk / "config.yaml").write_text(yaml.safe_dump({"answer": answer}))
        yield server


def ask(desk, *flags: str):
    done = reportdesk("ask", QUESTION, *flags, cwd=desk)
    assert done.returncode == 0, done.stderr
    return done


def reply(*statements: dict[str, object]) -> Scripted:
    return Scripted(json.dumps({"answered": True, "statements": list(statements)}))


def quote(text: str, *sources: str) -> dict[str, object]:
    return {"text": text, "kind": "quote", "sources": list(sources)}


def source_of(model, words: str) -> str:
    """The token that the model was shown the passage with these words under."""
    prompt = model.requests[-1][1]["messages"][-1]["content"]
    return re.findall(r"\bS\d+\b", prompt[: prompt.index(words)])[-1]


def test_only_what_stands_in_the_report_is_shown_and_its_speaker_is_the_recorded_one(desk, model):
    model.script[:] = [reply()]
    ask(desk)
    token = source_of(model, TRUE)
    model.script[:] = [
        reply(
            quote(TRUE, token),
            quote("The control room is no longer a different story.", token),
            quote("Everything is fine.", "S99"),
            {"text": "The force moved its call handlers 400 miles.", "sources": [token]},
        )
    ]

    given = json.loads(ask(desk, "--json").stdout)

    shown, *instead = given["statements"]
    assert shown["text"] == TRUE
    assert shown["speaker"]["name"] == "Rosalind Teague"
    # For the changed number stands what the report says itself.
    assert [one["kind"] for one in instead] == ["quote"]
    assert "call handlers" in instead[0]["text"]
    assert "400" not in instead[0]["text"]
    assert len(given["withheld"]) == 3
    assert all(one["why"] for one in given["withheld"])


def test_a_reader_is_told_how_much_was_withheld(desk, model):
    model.script[:] = [reply()]
    ask(desk)
    token = source_of(model, TRUE)
    model.script[:] = [reply(quote(TRUE, token), quote("Nobody was moved at all.", token))]

    shown = ask(desk).stdout

    assert "One sentence was withheld" in shown


def test_without_the_model_the_default_composer_answers_and_says_so(desk, model):
    model.script[:] = [Scripted(status=500, raw=b"{}")]

    done = ask(desk, "--json")

    assert json.loads(done.stdout)["status"] == "answered"
    assert "chat model did not answer" in done.stderr


def test_a_follow_up_is_read_as_the_model_makes_it_whole_and_that_is_recorded(desk, model):
    whole = "What did Rosalind Teague say about the control room at Northmarch Police?"
    batch = desk / "follow.jsonl"
    history = [{"question": "Who is Rosalind Teague?", "answer": "She inspects Northmarch Police."}]
    line = {"id": "1", "question": "And what did she say about the control room?"}
    batch.write_text(json.dumps({**line, "history": history}))
    model.script[:] = [Scripted(whole), Scripted('{"answered": false, "statements": []}')]

    done = reportdesk("ask", "--batch", batch, cwd=desk)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["question"] == line["question"]
    rewriting, composing = (asked for _, asked in model.requests)
    assert history[0]["question"] in rewriting["messages"][-1]["content"]
    assert f"Question: {whole}" in composing["messages"][-1]["content"]
    engine = open_database(desk / "data")
    *_, last = AuditLog(engine).events()
    engine.dispose()
    assert json.loads(last.said)["notices"] == [f"I read the question as “{whole}”"]


def test_a_rewrite_about_somebody_else_is_refused_and_the_rules_make_it_whole(desk, model):
    batch = desk / "follow.jsonl"
    history = [{"question": "How does Northmarch Police answer calls?", "answer": "Slowly."}]
    batch.write_text(json.dumps({"question": "And the control room?", "history": history}))
    stranger = Scripted("What did Kent Police say in 2031 about the control room?")
    model.script[:] = [stranger, Scripted('{"answered": false, "statements": []}')]

    reportdesk("ask", "--batch", batch, cwd=desk)

    asked = model.requests[-1][1]["messages"][-1]["content"]
    assert "Kent" not in asked
    assert "Northmarch Police" in asked.split("Question:")[-1]
