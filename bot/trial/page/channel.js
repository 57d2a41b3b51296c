// The main pane: a channel's messages, or the app's Home.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { avatar } from "./avatar.js";
import { messageList, settle } from "./messages.js";
import { viewContext } from "./modal.js";
import { channelMark } from "./sidebar.js";
import { act, inChannel, markRead, nameOf, person, state, ui } from "./state.js";
import { go, openThread } from "./where.js";

function head(channel) {
  const back = {
    type: "button",
    class: "icon-button only-narrow",
    "aria-label": "Back to the channels",
    onclick: () => go({ panes: "list" }),
  };
  const members =
    channel.kind === "im"
      ? null
      : h("span", { class: "quiet members" }, `${channel.members.length} members`);
  return h(
    "header",
    { class: "main-head" },
    h("button", back, icon("back")),
    h("h1", { class: "main-title" }, channelMark(channel, "avatar-medium"), nameOf(channel.id)),
    channel.topic ? h("span", { class: "topic quiet" }, channel.topic) : null,
    members,
  );
}

function tabs(pane) {
  if (!state.homeTab) return null;
  const show = (name) => {
    go({ tab: name, thread: null });
    pane.querySelector(".tab[aria-selected=true]")?.focus();
  };
  const onkeydown = (event) => {
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (sideways) show(ui.tab === "home" ? "messages" : "home");
  };
  const tab = (name, label) => {
    const on = ui.tab === name;
    const given = {
      type: "button",
      class: "tab",
      role: "tab",
      "aria-selected": String(on),
      tabindex: on ? "0" : "-1",
      onclick: () => show(name),
    };
    return h("button", given, label);
  };
  const given = { class: "tabs", role: "tablist", "aria-label": state.bot.name, onkeydown };
  return h("div", given, tab("home", "Home"), tab("messages", "Messages"));
}

function beginning(channel) {
  if (channel.kind === "im") {
    const about = h("p", { class: "quiet" }, state.about);
    return h(
      "div",
      { class: "beginning" },
      avatar(person(state.bot.id), "avatar-large"),
      h("h2", {}, state.bot.name),
      about,
    );
  }
  const how = `${channel.topic}. Ask the reports by mentioning @${state.bot.name}; the answer comes in a thread.`;
  return h(
    "div",
    { class: "beginning" },
    h("h2", {}, `#${channel.name}`),
    h("p", { class: "quiet" }, how),
  );
}

function promptRow(channel) {
  const found = state.prompts.get(channel);
  if (!found?.prompts?.length || inChannel(channel).length) return null;
  const prompt = (one) =>
    h(
      "button",
      {
        type: "button",
        class: "prompt",
        onclick: () => act("say", { channel, text: one.message }),
      },
      one.title,
    );
  const title = found.title ? h("p", { class: "quiet" }, found.title) : null;
  return h("div", { class: "prompts" }, title, ...found.prompts.map(prompt));
}

let shown = "";

export function drawMain(pane, rerender) {
  const channel = state.channels.get(ui.place);
  const home = channel.kind === "im" && ui.tab === "home";
  const key = `${ui.person} ${ui.place} ${home}`;
  const first = shown !== key;
  shown = key;
  if (first) build(pane, channel, home);
  if (home) drawHome(pane.querySelector("#home"));
  else drawList(pane, channel, first, rerender);
}

function build(pane, channel, home) {
  const parts = [head(channel), channel.kind === "im" ? tabs(pane) : null];
  if (home) parts.push(h("div", { class: "scroll home", id: "home" }));
  else {
    const to = channel.kind === "im" ? state.bot.name : `#${channel.name}`;
    const log = {
      class: "messages",
      role: "log",
      "aria-label": `Messages in ${nameOf(channel.id)}`,
    };
    parts.push(
      h("div", { class: "scroll" }, h("div", { class: "beginning-frame" }), h("div", log)),
      composer({ channel: channel.id, placeholder: `Message ${to}`, id: "composer" }),
    );
  }
  pane.replaceChildren(...parts.filter(Boolean));
}

function drawList(pane, channel, first, rerender) {
  const scroll = pane.querySelector(".scroll");
  const end = first || isAtEnd(scroll);
  const before = [beginning(channel), promptRow(channel.id)].filter(Boolean);
  pane.querySelector(".beginning-frame").replaceChildren(...before);
  const options = { open: openThread, inThread: false, rerender };
  settle(pane.querySelector(".messages"), messageList(inChannel(channel.id), options));
  if (end) scroll.scrollTop = scroll.scrollHeight;
  if (document.visibilityState === "visible") markRead(channel.id);
}

// Who reads further up is left there when something comes in.
export function isAtEnd(scroll) {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
}

let homeShown = "";

function drawHome(place) {
  const view = state.homes.get(ui.person);
  const print = `${ui.person} ${view?.hash}`;
  if (homeShown === print && place.childElementCount) return;
  homeShown = print;
  const none = h("p", { class: "quiet" }, "The app has not published anything here yet.");
  const ctx = view ? { ...viewContext(view, { values: {}, errors: {} }), heading: "h2" } : null;
  place.replaceChildren(
    h("div", { class: "home-inner" }, ...(view ? blocks(view.blocks, ctx) : [none])),
  );
}
