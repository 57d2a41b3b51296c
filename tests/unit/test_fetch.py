"""Addresses are fetched politely, never inside private networks, and never without bounds."""

import gzip
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from web import Page, serving

from ingest.errors import FetchError, GoneError, RefusedError, UnreadableError
from ingest.sources import hosts
from ingest.sources.body import Body, raw_file
from ingest.sources.fetch import Fetcher, Version
from ingest.sources.hosts import is_public
from ingest.sources.settings import FetchSettings, RetrySettings
from ingest.sources.waits import back_off, seconds_until

PAGE = b"<html><body><p>Victims waited nine days.</p></body></html>"


@pytest.fixture
def web():
    with serving() as served:
        yield served


@pytest.fixture
def fetcher():
    """Make fetchers, and close them."""
    made = []

    def make(max_bytes=1_000_000, **settings):
        given = {"allow_private": True, "delay_seconds": 0, **settings}
        made.append(Fetcher(FetchSettings(**given), max_bytes))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_page_is_fetched_with_its_type_and_version(web, fetcher):
    web.pages["/a"] = Page(PAGE, etag='"1"')

    fetched = fetcher().fetch(web.url("/a"))

    assert (fetched.body.content, fetched.body.media_type) == (PAGE, "text/html")
    assert fetched.version.etag == '"1"'
    (_, headers, _) = web.asked[-1]
    assert headers["user-agent"].startswith("Reportdesk/")
    assert headers["host"] == f"127.0.0.1:{web.port}"


def test_who_can_be_asked_is_named(web, fetcher):
    web.pages["/a"] = Page(PAGE)
    fetcher(contact="press@saltmere.example").fetch(web.url("/a"))

    assert "press@saltmere.example" in web.asked[-1][1]["user-agent"]


def test_what_is_known_is_not_fetched_again(web, fetcher):
    web.pages["/a"] = Page(PAGE, etag='"1"')

    fetched = fetcher().fetch(web.url("/a"), Version('"1"', "Thu, 26 Nov 2026 08:00:00 GMT"))

    assert fetched.body is None
    headers = web.asked[-1][1]
    assert headers["if-modified-since"] == "Thu, 26 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (b"User-agent: *\nDisallow: /private/", "/private/a", False),
        (b"User-agent: *\nDisallow: /private/", "/a", True),
        (b"User-agent: reportdesk\nDisallow: /", "/a", False),
        (b"User-agent: another\nDisallow: /", "/a", True),
        (b"", "/a", True),
    ],
)
def test_robots_txt_is_kept_to(web, fetcher, rules, path, allowed):
    web.pages["/robots.txt"] = Page(rules, "text/plain")
    web.pages[path] = Page(PAGE)

    if allowed:
        assert fetcher().fetch(web.url(path)).body
    else:
        with pytest.raises(RefusedError, match=r"robots\.txt"):
            fetcher().fetch(web.url(path))
        assert web.paths() == []


def test_robots_txt_is_asked_for_once(web, fetcher):
    web.pages |= {"/a": Page(PAGE), "/b": Page(PAGE)}
    one = fetcher()
    one.fetch(web.url("/a"))
    one.fetch(web.url("/b"))

    assert [path for path, _, _ in web.asked] == ["/robots.txt", "/a", "/b"]


def test_a_host_whose_rules_cannot_be_had_is_not_asked_now(web, fetcher):
    web.pages["/robots.txt"] = Page(status=500)
    web.pages["/a"] = Page(PAGE)

    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher().fetch(web.url("/a"))
    assert web.paths() == []


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(web, fetcher):
    web.pages |= {f"/{number}": Page(PAGE, pause=0.02) for number in range(3)}
    one = fetcher(delay_seconds=0.1)
    threads = [threading.Thread(target=one.fetch, args=(web.url(f"/{n}"),)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    times = [at for _, _, at in web.asked]
    assert web.most_at_once == 1
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))


def test_crawl_delay_is_kept_to(web, fetcher):
    web.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 7", "text/plain")
    web.pages |= {"/a": Page(PAGE), "/b": Page(PAGE)}
    slept = []
    one = Fetcher(FetchSettings(allow_private=True, delay_seconds=0), 10_000, sleep=slept.append)
    one.fetch(web.url("/a"))
    one.fetch(web.url("/b"))
    one.close()

    assert [round(seconds) for seconds in slept] == [7]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_by_all_that_follows(web, fetcher, status):
    web.pages["/a"] = Page(status=status, headers={"Retry-After": "1000"})
    web.pages["/b"] = Page(PAGE)
    one = fetcher()

    with pytest.raises(FetchError) as caught:
        one.fetch(web.url("/a"))
    with pytest.raises(FetchError, match="pause"):
        one.fetch(web.url("/b"))

    assert caught.value.seconds == 1000
    assert web.paths() == ["/a"]


def test_retry_after_may_be_a_date():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)

    assert 80 < seconds_until(soon) <= 90
    assert [seconds_until(odd) for odd in (None, "", "soon", "-1")] == [None] * 4


def test_redirects_are_followed_and_bounded(web, fetcher):
    web.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    web.pages["/b"] = Page(PAGE)
    web.pages["/loop"] = Page(status=301, headers={"Location": "/loop"})

    assert fetcher().fetch(web.url("/a")).address == web.url("/b")
    with pytest.raises(UnreadableError, match="more than 3 times"):
        fetcher(max_redirects=3).fetch(web.url("/loop"))


def test_each_hop_is_checked_anew(web, fetcher, monkeypatch):
    """A public host may not send us to a private one."""
    web.pages["/a"] = Page(status=302, headers={"Location": "http://inside.example/"})
    found = {"outside.example": "127.0.0.1", "inside.example": "10.0.0.7"}
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *_, **__: [(2, 1, 6, "", (found.get(host, host), port))],
    )
    monkeypatch.setattr(hosts, "is_public", lambda address: address == "127.0.0.1")

    with pytest.raises(RefusedError, match=r"inside\.example is 10\.0\.0\.7"):
        fetcher(allow_private=False).fetch(web.url("/a", "outside.example"))


def test_the_address_that_was_checked_is_connected_to(web, fetcher, monkeypatch):
    """A name that stands for another machine at the second look-up gains nothing."""
    web.pages["/a"] = Page(PAGE)
    looked_up = []
    real = socket.getaddrinfo

    def rebinding(host, port, *more, **named):
        if host != "rebinding.example":
            return real(host, port, *more, **named)
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(looked_up) <= 2 else "10.0.0.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetched = fetcher().fetch(web.url("/a", "rebinding.example"))

    assert fetched.body
    # Once for robots.txt and once for the page: never again to connect.
    assert len(looked_up) == 2
    assert web.asked[-1][1]["host"] == f"rebinding.example:{web.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0.0.0.0"])
def test_this_machine_is_not_fetched_from(web, fetcher, host):
    web.pages["/a"] = Page(PAGE)

    with pytest.raises(RefusedError, match="allow_private"):
        fetcher(allow_private=False).fetch(web.url("/a", host))
    assert web.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_an_address_inside_is_known_however_it_is_written(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["151.101.0.144", "2a04:4e42::144", "64:ff9b::9765:90"])
def test_a_public_address_is_known(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://saltmere.example/a", "http"),
        ("http://", "http"),
        ("http://user:secret@saltmere.example/", "password"),
        ("http://exa mple/", "valid|looked up"),
    ],
)
def test_what_is_no_address_to_fetch_is_refused(fetcher, address, why):
    with pytest.raises((RefusedError, FetchError), match=why) as caught:
        fetcher().fetch(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_too_large_is_not_read_to_its_end(web, fetcher, declared):
    parts = [b"x" * 1000] * 50
    size = {"Content-Length": "50000"} if declared else {}
    web.pages["/a"] = Page(media_type="text/plain", headers=size, parts=parts)

    with pytest.raises(UnreadableError, match="larger than"):
        fetcher(max_bytes=2000).fetch(web.url("/a"))


def test_what_grows_when_it_is_unpacked_is_stopped(web, fetcher):
    bomb = gzip.compress(b"0" * 50_000_000)
    web.pages["/a"] = Page(bomb, "text/plain", headers={"Content-Encoding": "gzip"})

    with pytest.raises(UnreadableError, match="larger than"):
        fetcher(max_bytes=1_000_000).fetch(web.url("/a"))


def test_compressed_pages_are_unpacked_and_damage_is_noticed(web, fetcher):
    packed = gzip.compress(PAGE)
    head = {"Content-Encoding": "gzip"}
    web.pages["/a"] = Page(packed, headers=head)
    web.pages["/cut"] = Page(packed[:-12], headers=head)
    web.pages["/br"] = Page(PAGE, headers={"Content-Encoding": "br"})

    assert fetcher().fetch(web.url("/a")).body.content == PAGE
    with pytest.raises(FetchError, match="broke off"):
        fetcher().fetch(web.url("/cut"))
    with pytest.raises(UnreadableError, match="compressed"):
        fetcher().fetch(web.url("/br"))


def test_a_server_that_dribbles_is_given_up(web, fetcher):
    web.pages["/a"] = Page(media_type="text/plain", parts=[b"x"] * 40, pause=0.05)

    with pytest.raises(FetchError, match="too long"):
        fetcher(timeout_seconds=0.3).fetch(web.url("/a"))


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, GoneError), (410, GoneError), (500, FetchError), (403, UnreadableError)],
)
def test_a_status_says_whether_to_try_again(web, fetcher, status, error):
    web.pages["/a"] = Page(status=status)

    with pytest.raises(error, match=str(status)):
        fetcher().fetch(web.url("/a"))


def test_a_server_that_is_not_there_may_come_back(web, fetcher):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(FetchError, match="could not be reached"):
        fetcher().fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("address", "media_type", "content", "name"),
    [
        ("http://x/reports/kennels", "text/html", b"<p>", "kennels.html"),
        ("http://x/", "text/html", b"<p>", "x.html"),
        ("http://x/a.pdf", "application/octet-stream", b"?", "a.pdf"),
        ("http://x/download?id=3", "application/octet-stream", b"%PDF-1.7", "download.pdf"),
        ("http://x/a.php", "application/pdf", b"%PDF-1.7", "a.pdf"),
        ("http://x/notes.md", "text/plain", b"# A", "notes.md"),
        ("http://x/mail", "message/rfc822", b"From: a", "mail.eml"),
        ("http://x/..%2F..%2Fetc", "text/plain", b"a", "etc.txt"),
    ],
)  # fmt: skip
def test_the_type_decides_the_loader(address, media_type, content, name):
    raw = raw_file(address, address, Body(content, media_type))

    assert (str(raw.path), raw.place) == (name, address)


def test_what_is_no_report_is_refused_by_its_type():
    with pytest.raises(UnreadableError, match="image/png"):
        raw_file("http://x/a", "http://x/a", Body(b"\x89PNG", "image/png"))


def test_text_is_read_in_the_encoding_that_the_server_names():
    raw = raw_file(
        "http://x/a", "http://x/a", Body("café".encode("cp1252"), "text/plain", "cp1252")
    )

    assert raw.content.decode() == "café"


def test_waits_double_and_are_bounded():
    settings = RetrySettings(first_seconds=1, longest_seconds=10)

    for attempt, whole in ((1, 1), (2, 2), (3, 4), (5, 10), (50, 10)):
        assert whole / 2 <= back_off(attempt, settings) <= whole
