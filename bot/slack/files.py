"""Files that people share in Slack, fetched to be kept: with the bot's token, from Slack alone."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.identity import error_code, is_passing
from bot.slack.mrkdwn import clean
from store.errors import PermanentError, TransientError

FOLDER = "uploads"
_FILES_HOST = "files.slack.com"
_ID = re.compile(r"[A-Z0-9]{2,40}", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[^\w.() +-]+")
_NAME_LENGTH = 100
_NAME_BYTES = 200
_SUFFIX = re.compile(r"\.[a-z]{2,5}", re.ASCII)
# What Slack calls a sort of file, where its name does not tell.
_SUFFIXES = {
    "pdf": ".pdf",
    "docx": ".docx",
    "html": ".html",
    "markdown": ".md",
    "text": ".txt",
    "email": ".eml",
}
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible"})
_TIMES = httpx.Timeout(30.0, connect=10.0)
_PART = ".part"

NO_SCOPE = (
    "Slack does not let me read files: my app lacks the permission files:read. Whoever manages "
    "the app adds it and reinstalls the app; then share the file again."
)
_AWAY = "Slack did not give me the file just now."


class NotFetchedError(PermanentError):
    """The file cannot be had; the message says why and what would help."""


class NotNowError(TransientError):
    """The file cannot be had at the moment."""


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """Fetches files into `folder`/TEAM/FILE/name. `client_of` gives a team's own client."""

    client_of: Callable[[str], WebClient]
    api_url: str
    folder: Path
    max_megabytes: int

    def fetch(self, team: str, file_id: str) -> Path:
        """Fetch one file and return where it is kept; a second fetch has the same place.

        Raises NotFetchedError, and NotNowError where trying again may help.
        """
        if not _ID.fullmatch(team) or not _ID.fullmatch(file_id):
            raise NotFetchedError("This is no file that Slack has told me of; share it anew.")
        client = self.client_of(team)
        file = _info(client, file_id)
        size = int(file.get("size") or 0)
        if size > self._most:
            raise self._too_large(size)
        url = self._checked(file)
        place = _place(self.folder / team / file_id, file)
        part = place.with_name(_PART)
        part.parent.mkdir(parents=True, exist_ok=True)
        with _asking(client, url) as response:
            media = _check(response, file)
            self._save(response, part)
        got = part.stat().st_size
        if size and got != size:
            part.unlink()
            if media == "text/html":
                raise NotFetchedError(NO_SCOPE)
            raise NotNowError(f"{_AWAY} It broke off after {got:,} of {size:,} bytes.")
        part.replace(place)
        return place

    def kept(self, team: str, file_id: str) -> tuple[Path, ...]:
        """Return what is kept of a file, also of one that was fetched in part."""
        if not _ID.fullmatch(team) or not _ID.fullmatch(file_id):
            return ()
        return tuple((self.folder / team / file_id).resolve().glob("*"))

    @property
    def _most(self) -> int:
        return self.max_megabytes * 1_000_000

    def _checked(self, file: Mapping[str, Any]) -> str:
        """Return where the file is to be had, if the token may go there: to Slack only."""
        if file.get("is_external") or file.get("mode") == "external":
            raise NotFetchedError(
                "This is a link to a file that another service keeps; download it there and share "
                "the file itself."
            )
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not url:
            raise NotFetchedError("Slack has no such file to give any more; share it anew.")
        ours, theirs = urlsplit(self.api_url), urlsplit(url)
        slack = theirs.scheme == "https" and theirs.hostname == _FILES_HOST
        own = (theirs.scheme, theirs.hostname) == (ours.scheme, ours.hostname)
        if not (slack or own) or theirs.username or theirs.password:
            raise NotFetchedError(
                "Slack names a place for this file that is not Slack’s own, so I did not fetch it."
            )
        return url

    def _save(self, response: httpx.Response, part: Path) -> None:
        got = 0
        with part.open("wb") as kept:
            for chunk in response.iter_bytes():
                got += len(chunk)
                if got > self._most:
                    kept.close()
                    part.unlink()
                    raise self._too_large(got)
                kept.write(chunk)
            kept.flush()
            os.fsync(kept.fileno())

    def _too_large(self, size: int) -> NotFetchedError:
        return NotFetchedError(
            f"The file is {size / 1e6:,.0f} MB; the limit is {self.max_megabytes} MB "
            "(ingest.max_file_megabytes). Split it, or raise the limit."
        )


def _info(client: WebClient, file_id: str) -> Mapping[str, Any]:
    try:
        answer = client.files_info(file=file_id)
    except SlackApiError as error:
        code = error_code(error)
        if is_passing(error):
            raise NotNowError(_AWAY) from error
        if code == "missing_scope":
            raise NotFetchedError(NO_SCOPE) from error
        if code in _GONE:
            raise NotFetchedError(
                "The file is gone, or I may not see it: share it in a channel that I am in."
            ) from error
        raise NotFetchedError(
            f"Slack does not give me this file ({code}); share it anew."
        ) from error
    except (OSError, HTTPException) as error:
        raise NotNowError(_AWAY) from error
    file: Mapping[str, Any] = answer.get("file") or {}
    return file


@contextmanager
def _asking(client: WebClient, url: str) -> Iterator[httpx.Response]:
    """Ask for a file. No redirect is followed: the token must not go where it leads."""
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        with (
            httpx.Client(proxy=client.proxy or None, trust_env=False, timeout=_TIMES) as http,
            http.stream("GET", url, headers=headers, follow_redirects=False) as response,
        ):
            yield response
    except httpx.HTTPError as error:
        raise NotNowError(_AWAY) from error


def _check(response: httpx.Response, file: Mapping[str, Any]) -> str:
    """Return the sort of what comes, if it may be the file.

    Without files:read Slack sends a login page, with status 200.
    """
    media: str = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_page = media == "text/html" and "html" not in str(
        file.get("mimetype") or file.get("filetype")
    )
    refused = response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
    if response.is_redirect or refused or (response.is_success and is_page):
        raise NotFetchedError(NO_SCOPE)
    if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise NotFetchedError("The file is gone; share it anew.")
    if not response.is_success:
        raise NotNowError(f"{_AWAY} It answered with status {response.status_code}.")
    return media


def _place(folder: Path, file: Mapping[str, Any]) -> Path:
    """Return where a file is kept: once it is, it stays there, whatever it is called later."""
    kept = [one for one in folder.glob("*") if one.is_file() and one.name != _PART]
    return kept[0] if kept else folder / safe_name(str(file.get("name") or ""), file)


def safe_name(name: str, file: Mapping[str, Any]) -> str:
    """Return a file's name as one that any folder takes, with a suffix that tells its format."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", clean(name)))[-1]
    plain = " ".join(_NOT_IN_NAMES.sub("-", last).split())
    stem, dot, suffix = plain.rpartition(".")
    suffix = f".{suffix.lower()}" if dot else ""
    if not dot or not _SUFFIX.fullmatch(suffix):
        stem, suffix = plain, _SUFFIXES.get(str(file.get("filetype")), "")
    stem = stem[:_NAME_LENGTH]
    while len(stem.encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return (stem.strip(" .-") or "file") + suffix
