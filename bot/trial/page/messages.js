// Messages: who said what and when, what can be done with it, and the thread it began.

import { avatar } from "./avatar.js";
import { blocks, fallback } from "./blocks.js";
import { ask } from "./dialog.js";
import { h, icon, say } from "./dom.js";
import { openMenu } from "./menu.js";
import { act, person, replies, state, ui } from "./state.js";

const TOGETHER_SECONDS = 300;
const REACTIONS = {
  eyes: "👀",
  white_check_mark: "✅",
  hourglass_flowing_sand: "⏳",
  x: "❌",
  thumbsup: "👍",
  "+1": "👍",
  no_entry: "⛔",
};

const timeOf = (ts) => new Date(Number(ts) * 1000);
const clock = (ts) =>
  timeOf(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayOf = (ts) =>
  timeOf(ts).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });

function together(message, before) {
  return (
    before &&
    before.user === message.user &&
    Boolean(before.to) === Boolean(message.to) &&
    Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS &&
    !before.reply_count
  );
}

function messageContext(message, values) {
  return {
    values,
    suggest: (block, element, query) =>
      act("suggest", {
        channel: message.channel,
        ts: message.ts,
        block_id: block.block_id,
        action_id: element.action_id,
        query,
      }),
    act: (block, element, chosen) =>
      act("click", {
        channel: message.channel,
        ts: message.ts,
        block_id: block.block_id,
        action_id: element.action_id,
        values,
        ...(chosen?.value ? chosen : { chosen }),
      })
        .then((answer) => {
          if (answer.problem) problem(message, answer.problem);
        })
        .catch((error) => problem(message, `This could not be done (${error.message}).`)),
  };
}

function problem(message, text) {
  say(text);
  const place = document.querySelector(`[data-ts="${CSS.escape(message.ts)}"] .message-problem`);
  if (place) place.textContent = text;
}

function fileCard(file) {
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

function threadBar(message, open) {
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

function toolbar(message, open, edit) {
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

function bodyOf(message, values) {
  const rich = message.blocks?.length;
  const body = h(
    "div",
    { class: "message-body" },
    ...(rich
      ? blocks(message.blocks, messageContext(message, values))
      : message.text
        ? [fallback(message)]
        : []),
  );
  for (const file of message.files ?? []) body.append(fileCard(file));
  for (const extra of message.attachments ?? [])
    body.append(
      h(
        "div",
        { class: "attachment" },
        ...(extra.blocks
          ? blocks(extra.blocks, messageContext(message, values))
          : [fallback({ text: extra.text ?? extra.fallback ?? "" })]),
      ),
    );
  if (message.edited && message.user !== state.bot.id)
    body.append(h("span", { class: "quiet edited" }, "(edited)"));
  return body;
}

function editor(message, done) {
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

const cache = new Map();
const editing = new Set();

// One message; it is only built anew when something that it shows has changed.
function messageRow(message, before, { open, inThread, rerender }) {
  const close = together(message, before);
  const status = state.statuses.get(`${message.channel} ${message.ts}`)?.status;
  const bar =
    open && !inThread
      ? `${replies(message.channel, message.ts).map((one) => one.ts)} ${status}`
      : "";
  const key = `${ui.person} ${message.channel} ${message.ts} ${inThread}`;
  const print = JSON.stringify([
    message,
    close,
    bar,
    editing.has(message.ts),
    state.shortcuts.length,
  ]);
  const kept = cache.get(key);
  if (kept?.print === print) return kept.row;
  const values = kept?.values ?? {};
  const who = person(message.user);
  const edit = () => {
    editing.add(message.ts);
    rerender();
  };
  const head = close
    ? null
    : h(
        "div",
        { class: "message-head" },
        h("strong", { class: "author" }, who.real_name),
        who.isBot ? h("span", { class: "badge" }, "App") : null,
        h(
          "time",
          { class: "quiet", datetime: timeOf(message.ts).toISOString() },
          clock(message.ts),
        ),
      );
  const row = h(
    "article",
    {
      class: `message${close ? " message-close" : ""}${message.to ? " message-private" : ""}`,
      "data-ts": message.ts,
      "aria-label": `${who.real_name}, ${clock(message.ts)}`,
    },
    message.to
      ? h(
          "div",
          { class: "private-note" },
          icon("eye"),
          "Only visible to you",
          h(
            "button",
            {
              type: "button",
              class: "link-button",
              onclick: () => act("dismiss", { channel: message.channel, ts: message.ts }),
            },
            "Dismiss",
          ),
        )
      : null,
    h(
      "div",
      { class: "message-gutter" },
      close ? h("time", { class: "quiet gutter-time" }, clock(message.ts)) : avatar(who),
    ),
    h(
      "div",
      { class: "message-main" },
      head,
      editing.has(message.ts)
        ? editor(message, () => {
            editing.delete(message.ts);
            rerender();
          })
        : bodyOf(message, values),
      message.reactions?.length
        ? h(
            "div",
            { class: "reactions" },
            ...message.reactions.map((one) =>
              h(
                "span",
                { class: "reaction", title: one.name },
                REACTIONS[one.name] ?? `:${one.name}:`,
                ` ${one.count}`,
              ),
            ),
          )
        : null,
      h("div", { class: "message-problem error", role: "alert" }),
      open && !inThread ? threadBar(message, open) : null,
    ),
    toolbar(message, inThread ? null : open, edit),
  );
  cache.set(key, { print, row, values });
  return row;
}

export function messageList(found, options) {
  const rows = [];
  let day = "";
  found.forEach((message, at) => {
    const today = dayOf(message.ts);
    if (today !== day && !options.inThread)
      rows.push(
        h(
          "div",
          { class: "day" },
          h("span", {}, today === dayOf(Date.now() / 1000) ? "Today" : today),
        ),
      );
    const fresh = today !== day;
    day = today;
    rows.push(messageRow(message, fresh ? null : found[at - 1], options));
  });
  return rows;
}

// Puts rows in place and leaves those alone that are there already, with what is typed in them.
export function settle(holder, rows) {
  rows.forEach((row, at) => {
    if (holder.children[at] !== row) holder.insertBefore(row, holder.children[at] ?? null);
  });
  while (holder.children.length > rows.length) holder.lastChild.remove();
}
