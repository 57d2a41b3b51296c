"""Who and what is in the workspace: its people, its channels, and the app under test."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .core import Core, aliases
from .records import JsonDict

CONTROL_TOKEN = "xoxb-standin-control"  # The stand-in's own: the app's calls are counted apart.


@dataclass(frozen=True)
class AppIdentity:
    """The app as it is installed, with the secrets that its process needs."""

    app_id: str = "A0REPORTDSK"
    bot_id: str = "B0REPORTDSK"
    bot_user: str = "U0REPORTDSK"
    bot_name: str = "reportdesk"
    bot_token: str = "xoxb-standin-bot"
    app_token: str = "xapp-1-A0REPORTDSK-standin"
    signing_secret: str = "standin-signing-secret"
    verification_token: str = "standin-verification-token"
    client_id: str = "1111.2222"
    client_secret: str = "standin-client-secret"


@dataclass
class Workspace:
    """Names to ids. Every method takes a name or an id and answers the id."""

    app: AppIdentity
    users: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    team_id: str = ""
    team_domain: str = "newsdesk"
    # Names; the first owner is the primary one.
    admins: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    zones: dict[str, str] = field(default_factory=dict)
    # Channels that the app has not joined.
    outside: set[str] = field(default_factory=set)
    # Tokens that were good once, with the error they get now.
    revoked: dict[str, str] = field(default_factory=dict)

    def user(self, name: str) -> str:
        return self._find(self.users, name, "user")

    def user_name(self, user_id: str) -> str:
        return next((name for name, found in self.users.items() if found == user_id), user_id)

    def channel(self, name: str) -> str:
        return self._find(self.channels, name.removeprefix("#"), "channel")

    def channel_name(self, channel: str) -> str:
        found = (name for name, known in self.channels.items() if known == channel)
        return next(found, "directmessage")

    def kind(self, channel: str) -> str:
        """`channel`, `group` or `im`, as `channel_type` says it."""
        return self.kinds.get(channel, "im")

    def user_token(self, user: str) -> str:
        return f"xoxp-standin-{self.user_name(self.user(user))}"

    @staticmethod
    def _find(known: dict[str, str], name: str, what: str) -> str:
        if name in known:
            return known[name]
        if name in known.values():
            return name
        raise KeyError(f"the stand-in's workspace has no {what} {name!r}, only {sorted(known)}")


def seed_of(
    app: AppIdentity, users: Iterable[str], channels: Iterable[str], private: Iterable[str]
) -> JsonDict:
    """Emulate's seed: people, channels, the installed app and everybody's token."""
    people = list(users)
    bot_token = {"user": app.bot_user, "app_id": app.app_id, "bot_id": app.bot_id, "type": "bot"}
    return {
        "team": {"name": "News desk", "domain": Workspace.team_domain},
        "users": [{"name": name, "real_name": name.title()} for name in people],
        "channels": [
            *({"name": name} for name in channels),
            *({"name": name, "is_private": True} for name in private),
        ],
        "oauth_apps": [
            {
                "app_id": app.app_id,
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "name": "Reportdesk",
                "redirect_uris": [],
                "bot_id": app.bot_id,
                "bot_user_id": app.bot_user,
                "bot_name": app.bot_name,
            }
        ],
        "tokens": [
            *({**bot_token, "token": token} for token in aliases(app.bot_token)),
            *({**bot_token, "token": token} for token in aliases(CONTROL_TOKEN)),
            *({"token": f"xoxp-standin-{name}", "user": name} for name in people),
        ],
    }


def settle_in(core: Core, app: AppIdentity, people: Iterable[str]) -> Workspace:
    """Learn the ids the core gave, and put the app into every channel."""
    workspace = Workspace(app)
    member = f"xoxp-standin-{next(iter(people))}"
    workspace.team_id = core.must("auth.test", CONTROL_TOKEN)["team_id"]
    for user in core.must("users.list", CONTROL_TOKEN)["members"]:
        workspace.users[user["name"]] = user["id"]
    kinds = "public_channel,private_channel"
    for channel in core.must("conversations.list", member, types=kinds)["channels"]:
        name, channel_id = channel["name"], channel["id"]
        workspace.channels[name] = channel_id
        workspace.kinds[channel_id] = "group" if channel["is_private"] else "channel"
        if channel["is_private"]:
            core.must("conversations.invite", member, channel=channel_id, users=app.bot_user)
        else:
            core.must("conversations.join", CONTROL_TOKEN, channel=channel_id)
    return workspace
