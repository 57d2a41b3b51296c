// Messages: who said what and when.

import { avatar } from "./avatar.js";
import { blocks, fallback } from "./blocks.js";
import { h, icon } from "./dom.js";
import { clock, editor, fileCard, problem, threadBar, timeOf, toolbar } from "./message_parts.js";
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
