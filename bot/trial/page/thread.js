// The thread pane: a thread's messages, and what the app is doing about it.

import { isAtEnd } from "./channel.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { avatar } from "./avatar.js";
import { working } from "./message_parts.js";
import { messageList, settle } from "./messages.js";
import { act, inThread, nameOf, person, state, ui } from "./state.js";
import { closeThread, openThread } from "./where.js";

let shown = "";

function build(pane) {
  const button = (where, label, name) =>
    h(
      "button",
      { type: "button", class: `icon-button ${where}`, "aria-label": label, onclick: closeThread },
      icon(name),
    );
  const title = [
    h("h2", { class: "main-title" }, "Thread"),
    h("span", { class: "quiet topic thread-name" }),
  ];
  const log = h("div", { class: "messages", role: "log", "aria-label": "Thread" });
  const doing = h("div", { class: "thread-working", role: "status" });
  pane.replaceChildren(
    h(
      "header",
      { class: "main-head" },
      button("only-narrow", "Back to the channel", "back"),
      ...title,
      button("not-narrow", "Close the thread", "close"),
    ),
    h("div", { class: "scroll" }, log, doing),
    composer({
      channel: ui.place,
      thread: ui.thread,
      placeholder: "Reply…",
      id: "thread-composer",
    }),
  );
}

function doing(status) {
  const stop = () => act("stop", { channel: ui.place, thread_ts: ui.thread });
  const parts = [];
  if (status?.status) parts.push(working(status));
  if (status?.session === "processing")
    parts.push(
      h("button", { type: "button", class: "button", onclick: stop }, icon("stop"), "Stop"),
    );
  return parts.length ? [avatar(person(state.bot.id), "avatar-small"), ...parts] : [];
}

export function drawThread(pane, rerender) {
  pane.hidden = !ui.thread;
  document.body.classList.toggle("with-thread", Boolean(ui.thread));
  const key = ui.thread ? `${ui.person} ${ui.place} ${ui.thread}` : "";
  const first = key !== shown;
  shown = key;
  if (!ui.thread) {
    pane.replaceChildren();
    return;
  }
  if (first) build(pane);
  const scroll = pane.querySelector(".scroll");
  const end = first || isAtEnd(scroll);
  const found = inThread(ui.place, ui.thread);
  const status = state.statuses.get(`${ui.place} ${ui.thread}`);
  const direct = state.channels.get(ui.place).kind === "im";
  pane.querySelector(".thread-name").textContent =
    status?.title || `${direct ? "" : "#"}${nameOf(ui.place)}`;
  const rows = messageList(found, { open: openThread, inThread: true, rerender });
  if (found[0]?.ts !== ui.thread)
    rows.unshift(h("p", { class: "quiet gone" }, "The first message of this thread was deleted."));
  settle(pane.querySelector(".messages"), rows);
  pane.querySelector(".thread-working").replaceChildren(...doing(status));
  if (end && found.length > 1) scroll.scrollTop = scroll.scrollHeight;
}
