// The page: where the person is, and what stands in each pane.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar, messageList, settle, working } from "./messages.js";
import * as modal from "./modal.js";
import { act, changes, dmOf, follow, inChannel, inThread, isMine, markRead, nameOf, person, state, ui, unread } from "./state.js";

const root = document.getElementById("app");
const panes = { sidebar: h("nav", { class: "sidebar", "aria-label": "Channels" }), main: h("main", { class: "main" }), thread: h("aside", { class: "thread", "aria-label": "Thread", hidden: true }) };
const notice = h("div", { class: "notice", role: "status", hidden: true }, "The connection to reportdesk is lost. Is it still running? I am trying again.");

// Where we are, in the address: it can be kept, shared and gone back to.

function addressOf() {
  const query = new URLSearchParams({ as: ui.person });
  if (ui.thread) query.set("thread_ts", ui.thread);
  if (ui.tab === "home" && state.channels.get(ui.place)?.kind === "im") query.set("tab", "home");
  return `/archives/${ui.place}?${query}`;
}

function readAddress() {
  const [, place, message] = location.pathname.match(/^\/archives\/(\w+)(?:\/p(\d+))?/) ?? [];
  const query = new URLSearchParams(location.search);
  const remembered = query.get("as") ?? localStorage.getItem("person");
  ui.person = state.people.has(remembered) ? remembered : ui.person ?? [...state.people.keys()][0];
  ui.place = state.channels.has(place) ? place : [...state.channels.values()].find((one) => one.members.includes(ui.person))?.id;
  if (!isMine(ui.place)) ui.person = state.channels.get(ui.place).members[0];
  ui.thread = query.get("thread_ts");
  ui.tab = query.get("tab") === "home" ? "home" : "messages";
  if (message && !ui.thread) ui.thread = `${message.slice(0, -6)}.${message.slice(-6)}`;
  if (place) ui.panes = ui.thread ? "thread" : "main";
}

function go(to, { replace = false } = {}) {
  const before = `${ui.person} ${ui.place} ${ui.tab}`;
  Object.assign(ui, to);
  localStorage.setItem("person", ui.person);
  history[replace ? "replaceState" : "pushState"](null, "", addressOf());
  draw();
  if (before !== `${ui.person} ${ui.place} ${ui.tab}`) arrived();
}

function arrived() {
  if (state.channels.get(ui.place)?.kind === "im") act("open_home", { tab: ui.tab });
}

const openThread = (message) => {
  go({ thread: message.thread_ts ?? message.ts, panes: "thread" });
  panes.thread.querySelector("textarea")?.focus();
};

function closeThread() {
  const ts = ui.thread;
  go({ thread: null, panes: "main" });
  panes.main.querySelector(`[data-ts="${CSS.escape(ts ?? "")}"] button.thread-bar`)?.focus();
}

// The sidebar.

function channelRow(channel) {
  const count = unread(channel.id);
  const here = channel.id === ui.place;
  const shown = channel.kind === "im" ? [avatar(person(state.bot.id), "avatar-small"), state.bot.name, h("span", { class: "badge" }, "App")] : [h("span", { class: "hash", "aria-hidden": "true" }, channel.kind === "group" ? icon("lock") : "#"), channel.name];
  return h("li", {}, h("button", { type: "button", class: `place${here ? " here" : ""}${count && !here ? " unread" : ""}`, "aria-current": here ? "page" : null, "data-place": channel.id, onclick: () => go({ place: channel.id, thread: null, tab: "messages", panes: "main" }) },
    ...shown, count && !here ? h("span", { class: "count", "aria-label": `${count} unread` }, String(count)) : null));
}

function personMenu(event) {
  openMenu(event.currentTarget, [...state.people.values()].map((one) => ({ label: `${one.id === ui.person ? "✓ " : ""}${one.real_name}`, detail: one.title, run: () => become(one.id) })));
}

function become(user) {
  const stay = state.channels.get(ui.place);
  const place = stay.kind === "im" ? dmOf(user) : stay.members.includes(user) ? ui.place : [...state.channels.values()].find((one) => one.members.includes(user)).id;
  go({ person: user, place, thread: place === ui.place ? ui.thread : null });
}

function drawSidebar() {
  const mine = [...state.channels.values()].filter((one) => one.members.includes(ui.person));
  const me = person(ui.person);
  const focused = document.activeElement?.closest?.(".sidebar")?.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  panes.sidebar.replaceChildren(
    h("div", { class: "sidebar-head" }, h("strong", {}, state.team.name), h("span", { class: "sidebar-note" }, "An invented workspace, on this machine only")),
    h("div", { class: "sidebar-lists" },
      h("h2", { class: "sidebar-title" }, "Channels"), h("ul", {}, ...mine.filter((one) => one.kind !== "im").map(channelRow)),
      h("h2", { class: "sidebar-title" }, "Apps"), h("ul", {}, ...mine.filter((one) => one.kind === "im").map(channelRow))),
    h("button", { type: "button", class: "me", "aria-haspopup": "menu", "aria-label": `You are ${me.real_name}. Be somebody else`, onclick: personMenu }, avatar(me, "avatar-medium"), h("span", { class: "me-words" }, h("strong", {}, me.real_name), h("span", {}, me.title)), icon("chevron")));
  if (focused) panes.sidebar.querySelector(`[data-place="${focused}"]`)?.focus();
}

// The main pane.

let shownPlace = "";

function head(channel) {
  const name = channel.kind === "im" ? [avatar(person(state.bot.id), "avatar-medium"), state.bot.name] : [h("span", { class: "hash", "aria-hidden": "true" }, channel.kind === "group" ? icon("lock") : "#"), channel.name];
  const people = channel.kind === "im" ? null : h("span", { class: "quiet members" }, `${channel.members.length} members`);
  return h("header", { class: "main-head" }, h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Back to the channels", onclick: () => go({ panes: "list" }) }, icon("back")),
    h("h1", { class: "main-title" }, ...name), channel.topic ? h("span", { class: "topic quiet" }, channel.topic) : null, people);
}

function tabs() {
  if (!state.homeTab) return null;
  const show = (name) => {
    go({ tab: name, thread: null });
    panes.main.querySelector(".tab[aria-selected=true]")?.focus();
  };
  const onkeydown = (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") show(ui.tab === "home" ? "messages" : "home");
  };
  const tab = (name, label) => h("button", { type: "button", class: "tab", role: "tab", "aria-selected": String(ui.tab === name), tabindex: ui.tab === name ? "0" : "-1", onclick: () => show(name) }, label);
  return h("div", { class: "tabs", role: "tablist", "aria-label": state.bot.name, onkeydown }, tab("home", "Home"), tab("messages", "Messages"));
}

function beginning(channel) {
  if (channel.kind !== "im") return h("div", { class: "beginning" }, h("h2", {}, `#${channel.name}`), h("p", { class: "quiet" }, `${channel.topic}. Ask the reports by mentioning @${state.bot.name}; the answer comes in a thread.`));
  return h("div", { class: "beginning" }, avatar(person(state.bot.id), "avatar-large"), h("h2", {}, state.bot.name), h("p", { class: "quiet" }, state.about));
}

function promptRow(channel) {
  const found = state.prompts.get(channel);
  if (!found?.prompts?.length || inChannel(channel).length > 0) return null;
  return h("div", { class: "prompts" }, found.title ? h("p", { class: "quiet" }, found.title) : null, ...found.prompts.map((one) => h("button", { type: "button", class: "prompt", onclick: () => act("say", { channel, text: one.message }) }, one.title)));
}

function drawMain() {
  const channel = state.channels.get(ui.place);
  const home = channel.kind === "im" && ui.tab === "home";
  const key = `${ui.person} ${ui.place} ${home}`;
  if (shownPlace !== key) {
    const parts = [head(channel), channel.kind === "im" ? tabs() : null];
    if (home) parts.push(h("div", { class: "scroll home", id: "home" }));
    else parts.push(h("div", { class: "scroll", id: "list" }, h("div", { class: "beginning-frame" }), h("div", { class: "messages", role: "log", "aria-label": `Messages in ${nameOf(channel.id)}` })),
      composer({ channel: channel.id, placeholder: `Message ${channel.kind === "im" ? state.bot.name : `#${channel.name}`}`, id: "composer" }));
    panes.main.replaceChildren(...parts.filter(Boolean));
  }
  if (home) drawHome();
  else drawList(channel, shownPlace !== key);
  shownPlace = key;
}

function drawList(channel, first) {
  const scroll = panes.main.querySelector(".scroll");
  const end = first || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  panes.main.querySelector(".beginning-frame").replaceChildren(...[beginning(channel), promptRow(channel.id)].filter(Boolean));
  settle(panes.main.querySelector(".messages"), messageList(inChannel(channel.id), { open: openThread, inThread: false, rerender: draw }));
  if (end) scroll.scrollTop = scroll.scrollHeight;
  if (document.visibilityState === "visible") markRead(channel.id);
}

let homeValues = {};
let homeShown = "";

function drawHome() {
  const view = state.homes.get(ui.person);
  const place = panes.main.querySelector("#home");
  const print = `${ui.person} ${view?.hash}`;
  if (homeShown === print && place.childElementCount) return;
  homeShown = print;
  homeValues = {};
  const ctx = view ? modal.viewContext(view, { values: homeValues, errors: {} }) : null;
  place.replaceChildren(h("div", { class: "home-inner" }, ...(view ? blocks(view.blocks, ctx) : [h("p", { class: "quiet" }, "The app has not published anything here yet.")])));
}

// The thread.

let shownThread = "";

function drawThread() {
  const root = ui.thread ? inThread(ui.place, ui.thread)[0] : null;
  panes.thread.hidden = !ui.thread;
  document.body.classList.toggle("with-thread", Boolean(ui.thread));
  if (!ui.thread) { shownThread = ""; panes.thread.replaceChildren(); return; }
  const key = `${ui.person} ${ui.place} ${ui.thread}`;
  const first = key !== shownThread;
  if (first) {
    panes.thread.replaceChildren(
      h("header", { class: "main-head" }, h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Back to the channel", onclick: closeThread }, icon("back")), h("h2", { class: "main-title" }, "Thread"), h("span", { class: "quiet topic thread-name" }), h("button", { type: "button", class: "icon-button not-narrow", "aria-label": "Close the thread", onclick: closeThread }, icon("close"))),
      h("div", { class: "scroll" }, h("div", { class: "messages", role: "log", "aria-label": "Thread" }), h("div", { class: "thread-working", role: "status" })),
      composer({ channel: ui.place, thread: ui.thread, placeholder: "Reply…", id: "thread-composer" }));
    shownThread = key;
  }
  const scroll = panes.thread.querySelector(".scroll");
  const end = first || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const found = inThread(ui.place, ui.thread);
  const status = state.statuses.get(`${ui.place} ${ui.thread}`);
  panes.thread.querySelector(".thread-name").textContent = status?.title || (state.channels.get(ui.place).kind === "im" ? state.bot.name : `#${nameOf(ui.place)}`);
  const rows = messageList(found, { open: openThread, inThread: true, rerender: draw });
  if (!root) rows.unshift(h("p", { class: "quiet gone" }, "The first message of this thread was deleted."));
  settle(panes.thread.querySelector(".messages"), rows);
  const stop = status?.session === "processing" ? h("button", { type: "button", class: "button", onclick: () => act("stop", { channel: ui.place, thread_ts: ui.thread }) }, icon("stop"), "Stop") : null;
  panes.thread.querySelector(".thread-working").replaceChildren(...(status?.status || stop ? [avatar(person(state.bot.id), "avatar-small"), status.status ? working(status) : null, stop].filter(Boolean) : []));
  if (end && found.length > 1) scroll.scrollTop = scroll.scrollHeight;
}

function draw() {
  root.dataset.pane = ui.panes;
  drawMain();
  drawThread();
  drawSidebar();
  modal.render();
  const waiting = [...state.channels.keys()].filter(isMine).reduce((sum, one) => sum + (one === ui.place ? 0 : unread(one)), 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${nameOf(ui.place)} – ${state.team.name} – Reportdesk, tried out`;
}

// A link to a message of ours opens here.
document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a[href]");
  if (!target || event.metaKey || event.ctrlKey) return;
  const url = new URL(target.href);
  if (url.origin !== location.origin || !url.pathname.startsWith("/archives/")) return;
  event.preventDefault();
  history.pushState(null, "", url.pathname + url.search);
  readAddress();
  draw();
});

document.addEventListener("keydown", (event) => {
  const typing = document.activeElement?.value;
  if (event.key === "Escape" && ui.thread && !typing && panes.thread.contains(document.activeElement)) closeThread();
});

async function start() {
  await follow();
  readAddress();
  for (const channel of state.channels.keys()) markRead(channel);
  root.append(notice, panes.sidebar, panes.main, panes.thread);
  go({}, { replace: true });
  arrived();
  changes.addEventListener("change", draw);
  changes.addEventListener("lost", () => { notice.hidden = false; });
  changes.addEventListener("reloaded", () => {
    notice.hidden = true;
    if (!state.channels.has(ui.place)) readAddress();
    draw();
  });
  addEventListener("popstate", () => { readAddress(); draw(); });
  document.addEventListener("visibilitychange", draw);
  setInterval(() => { if ([...state.statuses.values()].some((one) => one.status)) draw(); }, 3000);
  panes.main.querySelector("#composer")?.focus();
}

start();
