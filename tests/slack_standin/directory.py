"""Who and where: users, conversations, reactions and permalinks, with what the core lacks."""

import time
from collections.abc import Callable

from .core import Core
from .records import JsonDict
from .workspace import Workspace

Method = Callable[[JsonDict], JsonDict]
# What an app may not do in a channel that it has not joined.
INSIDERS = {
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.startStream",
    "conversations.history",
    "conversations.replies",
    "files.completeUploadExternal",
}
# What it may not do in a private one.
VISITORS = {
    "chat.delete",
    "chat.getPermalink",
    "chat.update",
    "conversations.info",
    "conversations.members",
    "reactions.add",
    "reactions.remove",
    "assistant.threads.setStatus",
}


class Directory:
    """users.*, conversations.*, chat.getPermalink of one workspace."""

    def __init__(self, core: Core, workspace: Workspace) -> None:
        self._core, self._workspace = core, workspace

    def methods(self) -> dict[str, Method]:
        return {
            "users.info": self._user,
            "users.list": self._users,
            "conversations.info": self._conversation,
            "conversations.list": self._conversations,
            "conversations.members": lambda a: self._asked("conversations.members", a),
            "chat.getPermalink": self._permalink,
        }

    def refuse_outsider(self, method: str, arguments: JsonDict) -> JsonDict | None:
        """The refusal where the app is not in the channel that it names."""
        channel = str(arguments.get("channel") or arguments.get("channel_id") or "")
        if channel not in self._workspace.outside:
            return None
        private = self._workspace.kind(channel) == "group"
        if method in INSIDERS:
            return {"ok": False, "error": "channel_not_found" if private else "not_in_channel"}
        if method in VISITORS and private:
            return {"ok": False, "error": "channel_not_found"}
        return None

    def _asked(self, method: str, arguments: JsonDict) -> JsonDict:
        answer = self._core.call(method, self._workspace.app.bot_token, **arguments)
        if answer.get("error") == "not_in_channel":  # Slack shows nothing of what is private.
            return {"ok": False, "error": "channel_not_found"}
        return answer

    def _user(self, arguments: JsonDict) -> JsonDict:
        answer = self._asked("users.info", arguments)
        if answer.get("ok"):
            answer["user"] = self._person(answer["user"])
            if arguments.get("include_locale"):
                answer["user"]["locale"] = "en-GB"
        return answer

    def _users(self, arguments: JsonDict) -> JsonDict:
        answer = self._asked("users.list", arguments)
        if answer.get("ok"):
            answer["members"] = [self._person(user) for user in answer["members"]]
        return answer

    def _person(self, user: JsonDict) -> JsonDict:
        name, workspace = user["name"], self._workspace
        owner = name in workspace.owners
        return {
            **user,
            "team_id": workspace.team_id,
            "color": "9f69e7",
            "tz": workspace.zones.get(name, "Europe/London"),
            "tz_label": "Greenwich Mean Time",
            "tz_offset": 0,
            "is_admin": owner or name in workspace.admins,
            "is_owner": owner,
            "is_primary_owner": bool(workspace.owners) and name == workspace.owners[0],
            "is_restricted": name in workspace.guests,
            "is_ultra_restricted": False,
            "is_app_user": False,
            "is_email_confirmed": True,
            "updated": int(time.time()),
        }

    def _conversation(self, arguments: JsonDict) -> JsonDict:
        answer = self._asked("conversations.info", arguments)
        if answer.get("ok"):
            answer["channel"] = self._channel(answer["channel"])
        return answer

    def _conversations(self, arguments: JsonDict) -> JsonDict:
        answer = self._asked("conversations.list", arguments)
        if answer.get("ok"):
            shown = [self._channel(channel) for channel in answer["channels"]]
            answer["channels"] = [c for c in shown if c["is_member"] or not c["is_private"]]
        return answer

    def _channel(self, channel: JsonDict) -> JsonDict:
        member = channel.get("is_member", True) and channel["id"] not in self._workspace.outside
        return {**channel, "is_member": member, "context_team_id": self._workspace.team_id}

    def _permalink(self, arguments: JsonDict) -> JsonDict:
        answer = self._asked("chat.getPermalink", arguments)
        if answer.get("ok"):
            tail = answer["permalink"].partition("/archives/")[2]
            domain = f"https://{self._workspace.team_domain}.slack.com"
            answer["permalink"] = f"{domain}/archives/{tail}"
        return answer
