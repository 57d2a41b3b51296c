import hashlib
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.records import Loaded, RawFile
from ingest.sources.mail import attachments

RELEASE = """\
The harbour board has published its yearly review of the lighthouse
service, and it finds that repairs were late in most of the stations
it visited this year.

The chair of the board, Ada Stone, said:

“We saw keepers who care about their work. We also saw lamps that had
been dark for weeks, which no harbour can accept.”

ENDS

Notes to editors

Media enquiries: 020 7946 0000
"""


def letter(text: str | None = RELEASE, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.get("sender", "Harbour Board press office <press@harbour.example>")
    message["To"] = "news@desk.example"
    message["Subject"] = headers.get("subject", "Lamps were dark for weeks, board finds")
    message["Date"] = headers.get("date", "Thu, 09 May 2024 23:30:00 -0500")
    if text is not None:
        message.set_content(text)
    return message


def raw(message: EmailMessage | bytes, name: str = "a.eml") -> RawFile:
    content = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    return RawFile(Path(name), content, hashlib.sha256(content).hexdigest())


def opened(message: EmailMessage | bytes) -> Loaded:
    return load(raw(message))


def test_a_press_release_by_mail():
    loaded = opened(letter())
    assert loaded.text.split("\n\n") == [
        *(" ".join(paragraph.split()) for paragraph in RELEASE.split("\n\n")[:3]),
        "ENDS",
        "Notes to editors",
        "Media enquiries: 020 7946 0000",
    ]
    assert loaded.metadata.title == "Lamps were dark for weeks, board finds"
    assert loaded.metadata.publisher == "Harbour Board"
    # The day that it was where it was sent, not where it was read.
    assert loaded.metadata.published_on == date(2024, 5, 9)
    assert loaded.metadata.published_on_from == "the mail's Date header"
    assert loaded.notes == ()


def test_a_person_is_no_publisher():
    assert opened(letter(sender="Ada Stone <ada@harbour.example>")).metadata.publisher is None


def test_html_is_read_as_a_page_is():
    message = letter("The lamps burn. See the table.")
    message.add_alternative(
        "<table role='presentation'><tr><td><table><tr><td><h1>Lamps</h1><p>The lamps burn. See "
        "the table.</p><table><tr><th>Station</th><th>Lamp</th></tr>"
        "<tr><td>North</td><td>dark</td></tr>"
        "</table></td></tr></table></td></tr></table><p>View this email in your browser</p>"
        "<p><a href='#'>Unsubscribe</a></p>",
        subtype="html",
    )
    assert opened(message).text.split("\n\n") == [
        "Lamps",
        "The lamps burn. See the table.",
        "Station | Lamp\nNorth | dark",
    ]


def test_signatures_and_disclaimers_are_left_out_with_a_note():
    loaded = opened(
        letter(
            "The lamps burn at every station on the coast.\n\nThis is embargoed: this message is "
            "confidential until noon.\n\nKind regards,\n\nAda Stone\nHarbour Board\n\nThis email "
            "is intended only for the addressee and may be confidential.\n"
        )
    )
    assert loaded.text.split("\n\n") == [
        "The lamps burn at every station on the coast.",
        "This is embargoed: this message is confidential until noon.",
    ]
    assert loaded.notes == ("A disclaimer was left out.", "A signature was left out.")
    marked = opened(letter("The lamps burn.\n\n-- \nAda Stone\nHarbour Board\n"))
    assert marked.text == "The lamps burn."


def test_notes_to_editors_below_a_signature_stay():
    text = f"The lamps burn.\n\nBest wishes\n\nAda\n\n{RELEASE[RELEASE.index('ENDS') :]}"
    assert "020 7946 0000" in opened(letter(text)).text


def test_a_quoted_older_mail_is_left_out_with_a_note():
    loaded = opened(
        letter(
            "The lamp at North Station has been repaired since.\n\n"
            "On Mon, 6 May 2024 at 10:02, Ben Ferry <ben@desk.example>\nwrote:\n\n"
            "> Is the lamp still dark?\n> It was in March.\n\nThe one at South Pier too.\n",
            subject="Re: Lamps",
        )
    )
    assert loaded.text == (
        "The lamp at North Station has been repaired since.\n\nThe one at South Pier too."
    )
    [note] = loaded.notes
    assert note.startswith("An older mail (On Mon, 6 May 2024 at 10:02, Ben Ferry")
    assert note.endswith("was left out.")
    assert loaded.metadata.title == "Lamps"


OUTLOOK = """\
From: Harbour Board Press Office <press@harbour.example>
Sent: 02 May 2024 09:00
To: Desk <news@desk.example>
Subject: Lamps were dark for weeks, board finds

"""


def test_an_older_mail_under_outlook_s_headers_is_left_out():
    answer = "We have nothing to add to what the board said on the lamps at North Station. " * 2
    loaded = opened(letter(f"{answer}\n\n{OUTLOOK}{RELEASE}", subject="RE: Lamps"))
    assert loaded.text == " ".join(answer.split())
    assert "02 May 2024 09:00" in loaded.notes[0]


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------\n",
        "Begin forwarded message:\n\n",
        "-----Original Message-----\n",
        "",
    ],
)
def test_a_forwarded_release_is_what_the_mail_is_about(mark):
    text = f"Please see below.\n\n{mark}{OUTLOOK}{RELEASE}"
    loaded = opened(letter(text, subject="Fwd: Lamps", sender="Ben Ferry <ben@desk.example>"))
    assert loaded.text.startswith("The harbour board has published its yearly review")
    assert loaded.metadata.title == "Lamps were dark for weeks, board finds"
    assert loaded.metadata.published_on == date(2024, 5, 2)
    assert loaded.metadata.published_on_from == "the forwarded mail's Date header"
    assert loaded.metadata.publisher == "Harbour Board"
    assert loaded.notes == (
        "What stands above the forwarded mail was left out: “Please see below.”.",
    )


def test_a_release_that_is_quoted_throughout_is_read():
    quoted = "".join(f"> {line}\n" for line in RELEASE.splitlines())
    text = f"FYI\n\nBegin forwarded message:\n\n{quoted}"
    assert "The harbour board has published" in opened(letter(text, subject="Fwd: Lamps")).text
    assert "The harbour board has published" in opened(letter(quoted)).text


def test_html_headers_of_a_forwarded_mail():
    message = letter(None, subject="FW: Lamps")
    message.set_content(
        "<p>See below</p><div style='border-top:solid'><p><b>From:</b> Harbour Board "
        "&lt;press@harbour.example&gt;<br><b>Sent:</b> 02 May 2024 09:00<br><b>To:</b> Desk<br>"
        "<b>Subject:</b> Lamps were dark</p></div><p>The lamps were dark for weeks.</p>",
        subtype="html",
    )
    loaded = opened(message)
    assert loaded.text == "The lamps were dark for weeks."
    assert (loaded.metadata.title, loaded.metadata.published_on) == (
        "Lamps were dark",
        date(2024, 5, 2),
    )


def test_flowed_lines_are_joined():
    message = letter("placeholder")
    message.set_content("The lamps burn \nall night long \non the coast.\nNobody is sure why.\n")
    message.set_param("format", "flowed")
    assert opened(message).text == (
        "The lamps burn all night long on the coast.\n\nNobody is sure why."
    )


def with_files() -> EmailMessage:
    message = letter("The report is attached.")
    message.add_attachment(b"First lamp.", maintype="text", subtype="plain", filename="lamps.txt")
    message.add_attachment(b"Other lamp.", maintype="text", subtype="plain", filename="lamps.txt")
    message.add_attachment(
        b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../etc/a\x07 b.pdf"
    )
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="all.zip")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", cid="<l>"
    )
    inner = letter("The inner release.", subject="Inner: lamps/dark")
    inner.add_attachment(b"<p>Deep.</p>", maintype="text", subtype="html", filename="deep.html")
    message.add_attachment(inner)
    return message


def test_what_is_attached_is_files_of_its_own():
    mail = raw(with_files(), "post/a.eml")
    found = attachments(mail)
    assert [each.path.as_posix() for each in found] == [
        "post/a.eml/lamps.txt",
        "post/a.eml/lamps-2.txt",
        "post/a.eml/a b.pdf",
        "post/a.eml/attachment-4.pdf",
        "post/a.eml/Inner lamps dark.eml",
        "post/a.eml/Inner lamps dark.eml/deep.html",
    ]
    assert found[1].content == b"Other lamp."
    assert found[1].sha256 == hashlib.sha256(b"Other lamp.").hexdigest()
    assert load(found[4]).text == "The inner release."
    assert load(found[5]).text == "Deep."
    assert found == attachments(mail)


def test_a_cover_note_is_a_report_that_names_what_is_attached():
    loaded = opened(with_files())
    assert loaded.text == "The report is attached."
    attached, pictures = loaded.notes
    assert attached.startswith("Attached: lamps.txt, lamps-2.txt, a b.pdf, attachment-4.pdf")
    assert pictures == "A picture in the text was not read: logo.png."


def test_files_that_are_no_mail_have_nothing_attached():
    assert attachments(RawFile(Path("a.txt"), b"From: x\n\ny", "")) == ()
    assert attachments(RawFile(Path("a.eml"), b"no mail", "")) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .eml"),
        (b"The lamps burn all night.", "not a mail"),
        (b"Lamp: dark\n\nThe lamps burn.", "not a mail"),
        (b"From: a@b.example\nSubject: x\n\n", "no text"),
    ],
)
def test_what_is_no_mail_is_refused(content, words):
    with pytest.raises(UnreadableError, match=words):
        load(raw(content))


def test_odd_headers_are_read_as_far_as_they_go():
    loaded = opened(
        b"From: =?utf-8?B?4oCc?= <a@b.example\nSubject: =?bad?Q?caf=E9?= =?iso-8859-1?Q?caf=E9?=\n"
        b"Date: sometime\nContent-Type: text/plain; charset=nonsense\n\nThe lamps burn.\n"
    )
    assert loaded.text == "The lamps burn."
    assert loaded.metadata.published_on is None
    assert "café" in (loaded.metadata.title or "")


def test_parts_nested_without_end_are_bounded():
    content = b"From: a@b.example\nMIME-Version: 1.0\n"
    for number in range(3000):
        content += f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'.encode()
    with pytest.raises(UnreadableError):
        load(raw(content + b"\nThe lamps burn."))
