// Where the person is. It stands in the address, so that it can be kept, shared and gone back to.

import { act, changes, isMine, state, ui } from "./state.js";

function addressOf() {
  const query = new URLSearchParams({ as: ui.person });
  if (ui.thread) query.set("thread_ts", ui.thread);
  if (ui.tab === "home" && state.channels.get(ui.place)?.kind === "im") query.set("tab", "home");
  return `/archives/${ui.place}?${query}`;
}

function firstOf(person) {
  return [...state.channels.values()].find((one) => one.members.includes(person)).id;
}

export function readAddress() {
  const [, place, message] = location.pathname.match(/^\/archives\/(\w+)(?:\/p(\d+))?/) ?? [];
  const query = new URLSearchParams(location.search);
  const remembered = query.get("as") ?? ui.person ?? localStorage.getItem("person");
  ui.person = state.people.has(remembered) ? remembered : [...state.people.keys()][0];
  ui.place = state.channels.has(place) ? place : firstOf(ui.person);
  // A link into a channel that somebody is not in is followed as somebody who is.
  if (!isMine(ui.place)) ui.person = state.channels.get(ui.place).members[0];
  ui.thread = query.get("thread_ts");
  ui.tab = query.get("tab") === "home" ? "home" : "messages";
  if (message && !ui.thread) ui.thread = `${message.slice(0, -6)}.${message.slice(-6)}`;
  if (place) ui.panes = ui.thread ? "thread" : "main";
}

// Goes somewhere else; what is shown is drawn anew before this returns.
export function go(to, { replace = false } = {}) {
  const before = `${ui.person} ${ui.place} ${ui.tab}`;
  Object.assign(ui, to);
  localStorage.setItem("person", ui.person);
  history[replace ? "replaceState" : "pushState"](null, "", addressOf());
  changes.dispatchEvent(new CustomEvent("moved"));
  if (before !== `${ui.person} ${ui.place} ${ui.tab}`) arrived();
}

// The app is told when somebody opens its Home or its messages.
export function arrived() {
  if (state.channels.get(ui.place)?.kind === "im") act("open_home", { tab: ui.tab });
}

export function openThread(message) {
  go({ thread: message.thread_ts ?? message.ts, panes: "thread" });
  document.getElementById("thread-composer")?.focus();
}

export function closeThread() {
  const ts = ui.thread;
  go({ thread: null, panes: "main" });
  document.querySelector(`.main [data-ts="${CSS.escape(ts ?? "")}"] button.thread-bar`)?.focus();
}

export function become(user) {
  const stay = state.channels.get(ui.place);
  const direct = [...state.channels.values()].find(
    (one) => one.kind === "im" && one.members[0] === user,
  );
  const elsewhere = stay.members.includes(user) ? ui.place : firstOf(user);
  const place = stay.kind === "im" ? direct.id : elsewhere;
  go({ person: user, place, thread: place === ui.place ? ui.thread : null });
}
