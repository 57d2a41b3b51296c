"""views.*: modals, and the App Home."""

import secrets

from bot.trial.cast import APP_ID, BOT_ID, TEAM_ID
from bot.trial.changes import JsonDict
from bot.trial.workspace import RefusedError, Workspace, name_parts

MAX_STACK = 3
MAX_BLOCKS = 100


def opened(workspace: Workspace, given: JsonDict) -> JsonDict:
    """views.open."""
    view = checked(given)
    user = workspace.spend(str(given.get("trigger_id") or ""))
    return {"view": show(workspace, user, [made(view)])}


def pushed(workspace: Workspace, given: JsonDict) -> JsonDict:
    """views.push."""
    view = checked(given)
    user = workspace.spend(str(given.get("trigger_id") or ""))
    return {"view": push(workspace, user, view)}


def updated(workspace: Workspace, given: JsonDict) -> JsonDict:
    """views.update."""
    user, old = _wanted(workspace, given)
    if given.get("hash") and given["hash"] != old["hash"]:
        raise RefusedError("hash_conflict")
    return {"view": replace(workspace, user, old, checked(given))}


def published(workspace: Workspace, given: JsonDict) -> JsonDict:
    """views.publish."""
    user = workspace.person(str(given.get("user_id"))).id
    view = made(checked(given))
    with workspace.lock:
        workspace.homes[user] = view
        workspace.changes.tell("home", user=user, view=view)
    return {"view": view}


def checked(given: JsonDict) -> JsonDict:
    """Return the view of a call. Raises RefusedError."""
    view = given.get("view")
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise RefusedError("invalid_arguments")
    if view["type"] == "modal" and not view.get("title"):
        raise RefusedError("invalid_arguments")
    if len(view.get("blocks") or ()) > MAX_BLOCKS:
        raise RefusedError("invalid_arguments")
    return view


def made(view: JsonDict, of: JsonDict | None = None) -> JsonDict:
    """Return a view as Slack keeps it: a new one, or one in the place of another."""
    name = of["id"] if of else f"V{secrets.token_hex(5).upper()}"
    whole = {
        "close": None,
        "submit": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": of["previous_view_id"] if of else None,
        **view,
        "id": name,
        "team_id": TEAM_ID,
        "app_id": APP_ID,
        "bot_id": BOT_ID,
        "app_installed_team_id": TEAM_ID,
        "root_view_id": of["root_view_id"] if of else name,
        "hash": f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}",
        "state": {"values": {}},
    }
    name_parts(whole)
    return whole


def push(workspace: Workspace, user: str, view: JsonDict) -> JsonDict:
    """Lay a view over those that are open. Raises RefusedError past three."""
    with workspace.lock:
        stack = workspace.views.get(user) or []
        if len(stack) >= MAX_STACK:
            raise RefusedError("push_limit_reached")
        new = made(view)
        if stack:
            new |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        return show(workspace, user, [*stack, new])


def replace(workspace: Workspace, user: str, old: JsonDict, view: JsonDict) -> JsonDict:
    """Show a view in the place of another."""
    with workspace.lock:
        new = made(view, of=old)
        stack = workspace.views.get(user) or []
        show(workspace, user, [new if one["id"] == old["id"] else one for one in stack])
        return new


def show(workspace: Workspace, user: str, stack: list[JsonDict]) -> JsonDict:
    """Show a person these modals, the last on top; return that, {} for none."""
    with workspace.lock:
        workspace.views[user] = stack
        workspace.changes.tell("views", user=user, views=stack)
    return stack[-1] if stack else {}


def find(workspace: Workspace, user: str, name: str) -> JsonDict:
    """Return a view that a person has open. Raises RefusedError."""
    home = workspace.homes.get(user)
    shown: list[JsonDict] = [*(workspace.views.get(user) or ()), *([home] if home else ())]
    for view in shown:
        if view["id"] == name:
            return view
    raise RefusedError("not_found")


def _wanted(workspace: Workspace, given: JsonDict) -> tuple[str, JsonDict]:
    name, external = given.get("view_id"), given.get("external_id")
    with workspace.lock:
        for user, stack in workspace.views.items():
            for view in stack:
                if (name and view["id"] == name) or (external and view["external_id"] == external):
                    return user, view
    raise RefusedError("not_found")


METHODS = {
    "views.open": opened,
    "views.push": pushed,
    "views.update": updated,
    "views.publish": published,
}
