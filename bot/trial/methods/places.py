"""conversations.*, users.*, auth.test, team.info, reactions.*: who is where and what was said."""

from bot.trial.cast import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER,
    CHANNELS,
    PEOPLE,
    TEAM_ID,
    TEAM_NAME,
    Channel,
    Person,
)
from bot.trial.changes import JsonDict
from bot.trial.workspace import RefusedError, Workspace, hidden

_PAGE = 100


def auth_test(workspace: Workspace, _given: JsonDict) -> JsonDict:
    """auth.test."""
    return {
        "url": f"{workspace.base_url}/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "user": BOT_NAME.lower(),
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def team_info(_workspace: Workspace, _given: JsonDict) -> JsonDict:
    """team.info."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": "brackwater-press"}}


def bots_info(_workspace: Workspace, _given: JsonDict) -> JsonDict:
    """bots.info."""
    facts = {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": BOT_NAME}
    return {"bot": {**facts, "deleted": False}}


def replies(workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.replies."""
    channel = str(given.get("channel"))
    found = workspace.thread(channel, str(given.get("ts")))
    if not found:
        raise RefusedError("thread_not_found")
    root, *rest = found
    after = [one for one in rest if float(one["ts"]) >= float(given.get("oldest") or 0)]
    return _page([root, *after], given)


def history(workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.history."""
    channel = workspace.channel(str(given.get("channel"))).id
    with workspace.lock:
        kept = [
            workspace.as_read(message)
            for message in reversed(workspace.messages.get(channel, []))
            if not hidden(message) and _in_span(message, given)
        ]
    return _page([one for one in kept if one.get("thread_ts", one["ts"]) == one["ts"]], given)


def info(workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.info."""
    return {"channel": _described(workspace.channel(str(given.get("channel"))))}


def members(workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.members."""
    found = workspace.channel(str(given.get("channel"))).members
    return {"members": list(found), "response_metadata": {"next_cursor": ""}}


def listed(_workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.list."""
    kinds = str(given.get("types") or "public_channel")
    wanted = {"channel": "public_channel", "group": "private_channel", "im": "im"}
    found = [_described(one) for one in CHANNELS if wanted[one.kind] in kinds.split(",")]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def opened(workspace: Workspace, given: JsonDict) -> JsonDict:
    """conversations.open."""
    place = given.get("channel") or str(given.get("users") or "").split(",")[0]
    return {"channel": _described(workspace.channel(str(place)))}


def user_info(workspace: Workspace, given: JsonDict) -> JsonDict:
    """users.info."""
    user = str(given.get("user"))
    if user == BOT_USER:
        bot = Person(BOT_USER, BOT_NAME.lower(), BOT_NAME, "")
        return {"user": {**user_facts(bot), "is_bot": True}}
    return {"user": user_facts(workspace.person(user))}


def users(_workspace: Workspace, _given: JsonDict) -> JsonDict:
    """users.list."""
    return {
        "members": [user_facts(person) for person in PEOPLE],
        "response_metadata": {"next_cursor": ""},
    }


def user_facts(person: Person) -> JsonDict:
    """Return a person as Slack describes them."""
    names = {"real_name": person.real_name, "display_name": person.name, "title": person.title}
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "tz": "Europe/London",
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "profile": names,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 0,
        "locale": "en-GB",
    }


def react(workspace: Workspace, given: JsonDict) -> JsonDict:
    """reactions.add."""
    message, name = _reacted(workspace, given)
    found: list[JsonDict] = [dict(one) for one in message.get("reactions", [])]
    mine = next((one for one in found if one["name"] == name), None)
    if mine and BOT_USER in mine["users"]:
        raise RefusedError("already_reacted")
    if mine:
        mine |= {"users": [*mine["users"], BOT_USER], "count": mine["count"] + 1}
    else:
        found.append({"name": name, "users": [BOT_USER], "count": 1})
    workspace.change(message, reactions=found)
    return {}


def unreact(workspace: Workspace, given: JsonDict) -> JsonDict:
    """reactions.remove."""
    message, name = _reacted(workspace, given)
    found = message.get("reactions", [])
    if not any(one["name"] == name and BOT_USER in one["users"] for one in found):
        raise RefusedError("no_reaction")
    less = [_without(one) if one["name"] == name else one for one in found]
    workspace.change(message, reactions=[one for one in less if one["count"]])
    return {}


def _without(reaction: JsonDict) -> JsonDict:
    left = [user for user in reaction["users"] if user != BOT_USER]
    return {**reaction, "users": left, "count": len(left)}


def _reacted(workspace: Workspace, given: JsonDict) -> tuple[JsonDict, str]:
    message = workspace.find(str(given.get("channel")), given.get("timestamp"))
    return message, str(given.get("name") or "").strip(":")


def _described(channel: Channel) -> JsonDict:
    facts: JsonDict = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": False,
        "is_ext_shared": False,
        "is_shared": False,
        "created": 0,
        "context_team_id": TEAM_ID,
    }
    if channel.kind == "im":
        return {**facts, "user": channel.members[0]}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    is_member = BOT_USER in channel.members
    return {**facts, "name": channel.name, "topic": topic, "is_member": is_member}


def _in_span(message: JsonDict, given: JsonDict) -> bool:
    ts = float(message["ts"])
    inclusive = given.get("inclusive") in (True, "true", "1", 1)
    oldest = float(given.get("oldest") or 0)
    latest = float(given.get("latest") or "inf")
    return oldest < ts < latest or (inclusive and ts in (oldest, latest))


def _page(found: list[JsonDict], given: JsonDict) -> JsonDict:
    start, limit = int(given.get("cursor") or 0), int(given.get("limit") or _PAGE)
    more = len(found) > start + limit
    cursor = str(start + limit) if more else ""
    return {
        "messages": found[start : start + limit],
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = {
    "auth.test": auth_test,
    "team.info": team_info,
    "bots.info": bots_info,
    "conversations.replies": replies,
    "conversations.history": history,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": listed,
    "conversations.open": opened,
    "users.info": user_info,
    "users.list": users,
    "reactions.add": react,
    "reactions.remove": unreact,
}
