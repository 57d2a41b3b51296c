// The rich_text block.

import { h, icon, link } from "./dom.js";
import { broadcast, channelName, mention } from "./mrkdwn.js";

const WRAP = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

function styled(style, node) {
  return WRAP.reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

const ELEMENTS = {
  text: (one) => styled(one.style, document.createTextNode(one.text)),
  link: (one) => styled(one.style, link(one.url, one.text || one.url)),
  user: (one) => mention(one.user_id),
  channel: (one) => channelName(one.channel_id),
  usergroup: (one) => broadcast(one.usergroup_id),
  broadcast: (one) => broadcast(one.range),
  emoji: (one) =>
    one.unicode
      ? String.fromCodePoint(...one.unicode.split("-").map((code) => parseInt(code, 16)))
      : `:${one.name}:`,
  date: (one) => one.fallback ?? new Date(one.timestamp * 1000).toLocaleString("en-GB"),
  color: (one) => h("code", {}, one.value),
};

function inside(elements) {
  return (elements ?? []).map(
    (one) => ELEMENTS[one.type]?.(one) ?? h("span", { class: "unknown" }, `[${one.type}]`),
  );
}

function list(one) {
  const tag = one.style === "ordered" ? "ol" : "ul";
  const items = one.elements.map((item) => h("li", {}, ...inside(item.elements)));
  return h(
    tag,
    {
      class: `list indent-${Math.min(one.indent ?? 0, 8)}${one.border ? " bordered" : ""}`,
      start: one.offset ? one.offset + 1 : null,
    },
    ...items,
  );
}

const PARTS = {
  rich_text_section: (one) => h("div", { class: "rich-section" }, ...inside(one.elements)),
  rich_text_list: list,
  rich_text_quote: (one) => h("blockquote", {}, ...inside(one.elements)),
  rich_text_preformatted: (one) => h("pre", { class: "pre" }, ...inside(one.elements)),
};

export function richText(block) {
  const parts = (block.elements ?? []).map((one) => PARTS[one.type]?.(one) ?? unknown(one.type));
  return h("div", { class: "rich" }, ...parts);
}

export function unknown(type) {
  return h(
    "div",
    { class: "unknown", role: "note" },
    icon("eye"),
    `This page cannot show a block of the type “${type}”.`,
  );
}
