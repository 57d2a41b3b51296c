// The page: its panes, drawn anew whenever something changes or the person goes elsewhere.

import { drawMain } from "./channel.js";
import { h } from "./dom.js";
import * as modal from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import { changes, follow, isMine, markRead, nameOf, state, ui, unread } from "./state.js";
import { drawThread } from "./thread.js";
import { arrived, closeThread, go, readAddress } from "./where.js";

const LOST = "The connection to reportdesk is lost. Is it still running? I am trying again.";

const root = document.getElementById("app");
const sidebar = h("nav", { class: "sidebar", "aria-label": "Channels" });
const main = h("main", { class: "main", id: "main", tabindex: "-1" });
const thread = h("aside", { class: "thread", "aria-label": "Thread", hidden: true });
const notice = h("div", { class: "notice", role: "status", hidden: true }, LOST);

function draw() {
  root.dataset.pane = ui.panes;
  drawMain(main, draw);
  drawThread(thread, draw);
  drawSidebar(sidebar);
  modal.render();
  const elsewhere = [...state.channels.keys()].filter((one) => isMine(one) && one !== ui.place);
  const waiting = elsewhere.reduce((sum, one) => sum + unread(one), 0);
  const count = waiting ? `(${waiting}) ` : "";
  document.title = `${count}${nameOf(ui.place)} – ${state.team.name} – Reportdesk, tried out`;
}

// A link to a message of ours opens here.
function followLink(event) {
  const target = event.target.closest?.("a[href]");
  if (!target || event.metaKey || event.ctrlKey) return;
  const url = new URL(target.href);
  if (url.origin !== location.origin || !url.pathname.startsWith("/archives/")) return;
  event.preventDefault();
  history.pushState(null, "", url.pathname + url.search);
  readAddress();
  draw();
}

function leaveThread(event) {
  const typing = document.activeElement?.value;
  const inside = ui.thread && thread.contains(document.activeElement);
  if (event.key === "Escape" && inside && !typing) closeThread();
}

function listen() {
  document.addEventListener("click", followLink);
  document.addEventListener("keydown", leaveThread);
  document.addEventListener("visibilitychange", draw);
  addEventListener("popstate", () => {
    readAddress();
    draw();
  });
  changes.addEventListener("change", draw);
  changes.addEventListener("moved", draw);
  changes.addEventListener("lost", () => {
    notice.hidden = false;
  });
  changes.addEventListener("reloaded", () => {
    notice.hidden = true;
    draw();
  });
  // Steps of the work take turns.
  const busy = () => [...state.statuses.values()].some((one) => one.status);
  setInterval(() => busy() && draw(), 3000);
}

async function start() {
  await follow();
  readAddress();
  for (const channel of state.channels.keys()) markRead(channel);
  root.append(notice, sidebar, main, thread);
  listen();
  go({}, { replace: true });
  arrived();
  main.querySelector("#composer")?.focus();
}

start();
