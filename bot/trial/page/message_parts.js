// What stands around a message's words: files, the thread it began, what can be done with it.

import { avatar } from "./avatar.js";
import { ask } from "./dialog.js";
import { h, icon, say } from "./dom.js";
import { openMenu } from "./menu.js";
import { act, person, replies, state, ui } from "./state.js";

export const timeOf = (ts) => new Date(Number(ts) * 1000);
export const clock = (ts) =>
  timeOf(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export function problem(message, text) {
  say(text);
  const place = document.querySelector(`[data-ts="${CSS.escape(message.ts)}"] .message-problem`);
  if (place) place.textContent = text;
}

export function fileCard(file) {
  const size =
    file.size > 1_000_000
      ? `${(file.size / 1_000_000).toFixed(1)} MB`
      : `${Math.max(1, Math.round(file.size / 1000))} kB`;
  return h(
    "a",
    {
      class: "file-card",
      href: `/files/${encodeURIComponent(file.id)}/download`,
      download: file.name,
    },
    icon("file"),
    h(
      "span",
      {},
      h("strong", {}, file.title || file.name),
      h("span", { class: "quiet" }, `${file.pretty_type} · ${size}`),
    ),
  );
}

export function threadBar(message, open) {
  const found = replies(message.channel, message.ts);
  const status = state.statuses.get(`${message.channel} ${message.ts}`);
  if (!found.length)
    return status?.status
      ? h(
          "div",
          { class: "thread-bar thread-status" },
          avatar(person(state.bot.id), "avatar-small"),
          working(status),
        )
      : null;
  const people = [...new Set(found.map((one) => one.user))]
    .slice(0, 4)
    .map((id) => avatar(person(id), "avatar-small"));
  const count = found.length === 1 ? "1 reply" : `${found.length} replies`;
  return h(
    "button",
    { type: "button", class: "thread-bar", onclick: () => open(message) },
    ...people,
    h("span", { class: "thread-count" }, count),
    h("span", { class: "quiet" }, `Last reply at ${clock(found.at(-1).ts)}`),
  );
}

export function working(status) {
  const steps = status.loading_messages?.length ? status.loading_messages : null;
  const text = steps ? steps[Math.floor(Date.now() / 3000) % steps.length] : status.status;
  return h(
    "span",
    { class: "working" },
    h("span", { class: "working-dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    h("span", {}, text.startsWith("is ") ? `${state.bot.name} ${text}` : text),
  );
}

export function toolbar(message, open, edit) {
  const entries = state.shortcuts
    .filter((one) => one.type === "message")
    .map((one) => ({
      label: one.name,
      detail: state.bot.name,
      run: () =>
        act("shortcut", {
          channel: message.channel,
          ts: message.ts,
          callback_id: one.callback_id,
        }).catch((error) => problem(message, error.message)),
    }));
  if (message.user === ui.person && !message.to) {
    if (entries.length) entries.push({ divider: true });
    entries.push({ label: "Edit message", run: () => edit(message) });
    entries.push({
      label: "Delete message…",
      danger: true,
      run: async () => {
        if (
          await ask(
            "Delete message",
            "Are you sure you want to delete this message? This cannot be undone.",
            "Delete",
          )
        )
          act("delete", { channel: message.channel, ts: message.ts });
      },
    });
  }
  const at = clock(message.ts);
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    open && !message.to
      ? h(
          "button",
          {
            type: "button",
            class: "icon-button",
            title: "Reply in thread",
            "aria-label": `Reply in thread to the message of ${at}`,
            onclick: () => open(message),
          },
          icon("thread"),
        )
      : null,
    entries.length
      ? h(
          "button",
          {
            type: "button",
            class: "icon-button",
            title: "More actions",
            "aria-label": `More actions for the message of ${at}`,
            "aria-haspopup": "menu",
            onclick: (event) => openMenu(event.currentTarget, entries),
          },
          icon("more"),
        )
      : null,
  );
}

export function editor(message, done) {
  const area = h("textarea", { class: "field-input", rows: 2, "aria-label": "Edit message" });
  area.value = (message.blocks?.[0]?.elements?.[0]?.elements ?? [])
    .map(
      (one) =>
        one.text ??
        one.url ??
        (one.user_id
          ? `@${person(one.user_id).name}`
          : one.channel_id
            ? `#${state.channels.get(one.channel_id)?.name}`
            : ""),
    )
    .join("");
  const save = async () => {
    await act("edit", { channel: message.channel, ts: message.ts, text: area.value });
    done();
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  requestAnimationFrame(() => area.focus());
  return h(
    "div",
    { class: "editor" },
    area,
    h(
      "div",
      { class: "editor-foot" },
      h("button", { type: "button", class: "button", onclick: done }, "Cancel"),
      h("button", { type: "button", class: "button button-primary", onclick: save }, "Save"),
    ),
  );
}
