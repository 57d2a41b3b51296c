"""Installing the app: the page where a person allows it, and the exchange of the code."""

import html
import http.client
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from .records import JsonDict, now
from .workspace import AppIdentity

CODE_SECONDS = 600.0
AUTHORIZE = "/oauth/v2/authorize"
LINK = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')


@dataclass(frozen=True)
class Installed:
    """What the browser ended with: the app's last page, and the code it was sent with."""

    status: int
    page: str
    code: str | None
    authorize_url: str


@dataclass
class _Grant:
    install: Callable[[str], JsonDict]
    user: str
    scope: str
    redirect_uri: str | None
    made_at: float


class OAuth:
    """Codes given out and taken back, each once."""

    def __init__(self, app: AppIdentity) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._grants: dict[str, _Grant] = {}

    def access(self, arguments: JsonDict) -> JsonDict:
        """oauth.v2.access: the token of the workspace that the code is for."""
        if arguments.get("client_id") != self._app.client_id:
            return {"ok": False, "error": "invalid_client_id"}
        if arguments.get("client_secret") != self._app.client_secret:
            return {"ok": False, "error": "bad_client_secret"}
        with self._lock:
            grant = self._grants.pop(str(arguments.get("code")), None)
        if grant is None or now() - grant.made_at > CODE_SECONDS:
            return {"ok": False, "error": "invalid_code"}
        if arguments.get("redirect_uri") != grant.redirect_uri:
            return {"ok": False, "error": "bad_redirect_uri"}
        return {
            "ok": True,
            "app_id": self._app.app_id,
            "authed_user": {"id": grant.user},
            "scope": grant.scope,
            "token_type": "bot",
            "enterprise": None,
            "is_enterprise_install": False,
            **grant.install(grant.user),
        }

    def allow(self, query: dict[str, str], user: str, install: Callable[[str], JsonDict]) -> str:
        """The person presses Allow: a code for the app."""
        code = f"{secrets.randbelow(10**9)}.{secrets.token_hex(8)}"
        scope = query.get("scope", "")
        grant = _Grant(install, user, scope, query.get("redirect_uri"), now())
        with self._lock:
            self._grants[code] = grant
        return code


class Browser:
    """Walks an install as a browser would, cookies and all.

    Whatever host the app names for itself, it is reached where `install_url` is: behind a real
    one would stand a proxy.
    """

    def __init__(self, install_url: str) -> None:
        self._start = urlsplit(install_url)
        self._cookies: dict[str, str] = {}

    def authorize_url(self) -> str:
        """Open the install page and follow it to Slack's."""
        status, headers, page = self.get(self._start.path, self._start.query)
        if status in {301, 302, 303, 307}:
            return headers["location"]
        found = LINK.search(page)
        if found is None:
            raise AssertionError(f"the install page ({status}) has no link to Slack:\n{page[:500]}")
        return html.unescape(found[1])

    def come_back(self, query: dict[str, str], given: dict[str, str]) -> tuple[int, str]:
        """Slack sends the browser back to the app."""
        target = urlsplit(query.get("redirect_uri") or "/slack/oauth_redirect")
        answer = {**dict(parse_qsl(target.query)), **given}
        if "state" in query:
            answer["state"] = query["state"]
        status, _, page = self.get(target.path, urlencode(answer))
        return status, page

    def get(self, path: str, query: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(
            self._start.hostname or "127.0.0.1", self._start.port or 80, timeout=20
        )
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(
                "GET", f"{path}?{query}" if query else path, headers={"Cookie": cookie}
            )
            response = connection.getresponse()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self._cookies[key.strip()] = rest.partition(";")[0]
            headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, headers, response.read().decode("utf-8", "replace")
        finally:
            connection.close()


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
