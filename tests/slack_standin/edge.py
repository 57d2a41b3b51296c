"""Which workspace a request from the app is for: by its token, or by what its path names."""

import base64
from collections.abc import Callable

from .faults import Answer
from .files import Download
from .oauth import OAuth
from .records import Call, JsonDict, Ledger, now
from .team import Team


class Router:
    """Between the HTTP door and the workspaces."""

    def __init__(self, teams: Callable[[], list[Team]], oauth: OAuth, ledger: Ledger) -> None:
        self._teams, self._oauth, self._ledger = teams, oauth, ledger

    def call(self, method: str, token: str | None, arguments: JsonDict) -> Answer:
        if method == "oauth.v2.access":
            return self._access(token, arguments)
        return self._of(token).api.call(method, token, arguments)

    def respond(self, path: str, arguments: JsonDict) -> Answer:
        """A post to a response URL."""
        teams = self._teams()
        owner = next((team for team in teams if team._responses.knows(path)), teams[0])
        return owner._responses.post(path, arguments)

    def download(self, path: str, token: str | None) -> Download:
        teams = self._teams()
        team_id = path.split("/")[2].partition("-")[0]
        owner = next((t for t in teams if t.workspace.team_id == team_id), teams[0])
        return owner._files.download(path, token)

    def upload(self, path: str, content: bytes) -> bool:
        return any(team._files.receive(path, content) for team in self._teams())

    def _of(self, token: str | None) -> Team:
        teams = self._teams()
        for team in teams:
            if token == team.app.bot_token or token in team.workspace.revoked:
                return team
        return teams[0]

    def _access(self, token: str | None, arguments: JsonDict) -> Answer:
        """The app's own id and secret come as Basic authorization, or as arguments."""
        if token and token.startswith("Basic "):
            pair = base64.b64decode(token.removeprefix("Basic ")).decode()
            client_id, _, secret = pair.partition(":")
            arguments = {**arguments, "client_id": client_id, "client_secret": secret}
        body = self._oauth.access(arguments)
        kept = {k: v for k, v in arguments.items() if k != "client_secret"}
        self._ledger.add(self._ledger.calls, Call("oauth.v2.access", kept, now(), body, 200))
        return Answer(body)
