// The sidebar: channels, the app, and who one is.

import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar } from "./avatar.js";
import { person, state, ui, unread } from "./state.js";
import { become, go } from "./where.js";

export function channelMark(channel, size) {
  if (channel.kind === "im") return avatar(person(state.bot.id), size);
  const sign = channel.kind === "group" ? icon("lock") : "#";
  return h("span", { class: "hash", "aria-hidden": "true" }, sign);
}

function channelRow(channel) {
  const here = channel.id === ui.place;
  const count = here ? 0 : unread(channel.id);
  const direct = channel.kind === "im";
  const open = () => go({ place: channel.id, thread: null, tab: "messages", panes: "main" });
  const given = {
    type: "button",
    class: `place${here ? " here" : ""}${count ? " unread" : ""}`,
    "aria-current": here ? "page" : null,
    "data-place": channel.id,
    onclick: open,
  };
  const counted = { class: "count", "aria-label": `${count} unread` };
  return h(
    "li",
    {},
    h(
      "button",
      given,
      channelMark(channel, "avatar-small"),
      direct ? state.bot.name : channel.name,
      direct ? h("span", { class: "badge" }, "App") : null,
      count ? h("span", counted, String(count)) : null,
    ),
  );
}

function chooseWho(event) {
  const people = [...state.people.values()].map((one) => ({
    label: `${one.id === ui.person ? "✓ " : ""}${one.real_name}`,
    detail: one.title,
    run: () => become(one.id),
  }));
  openMenu(event.currentTarget, people);
}

function me() {
  const who = person(ui.person);
  const given = {
    type: "button",
    class: "me",
    "aria-haspopup": "menu",
    onclick: chooseWho,
  };
  const words = h(
    "span",
    { class: "me-words" },
    h("strong", {}, who.real_name),
    h("span", {}, who.title),
  );
  const hidden = (text) => h("span", { class: "unseen" }, text);
  return h(
    "button",
    given,
    avatar(who, "avatar-medium"),
    hidden("You are "),
    words,
    hidden(". Be somebody else"),
    icon("chevron"),
  );
}

export function drawSidebar(pane) {
  const mine = [...state.channels.values()].filter((one) => one.members.includes(ui.person));
  const focused = pane.contains(document.activeElement)
    ? document.activeElement.dataset.place
    : null;
  const note = "An invented workspace, on this machine only";
  const list = (title, channels) => [
    h("h2", { class: "sidebar-title" }, title),
    h("ul", {}, ...channels.map(channelRow)),
  ];
  pane.replaceChildren(
    h(
      "div",
      { class: "sidebar-head" },
      h("strong", {}, state.team.name),
      h("span", { class: "sidebar-note" }, note),
    ),
    h(
      "div",
      { class: "sidebar-lists" },
      ...list(
        "Channels",
        mine.filter((one) => one.kind !== "im"),
      ),
      ...list(
        "Apps",
        mine.filter((one) => one.kind === "im"),
      ),
    ),
    me(),
  );
  if (focused) pane.querySelector(`[data-place="${focused}"]`)?.focus();
}
