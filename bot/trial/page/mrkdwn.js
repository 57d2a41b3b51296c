// Slack's mrkdwn, and the text of messages: into elements, never into HTML.

import { h, link } from "./dom.js";
import { nameOf, person } from "./state.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export function unescape(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (found) => ENTITIES[found]);
}

export function mention(user) {
  return h("span", { class: "mention" }, `@${person(user).real_name}`);
}

export function channelName(channel) {
  return h("span", { class: "mention" }, `#${nameOf(channel)}`);
}

export function broadcast(range) {
  return h("span", { class: "mention mention-loud" }, `@${range}`);
}

function angled(inside) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelName(target.slice(1));
  if (target.startsWith("!date")) return label?.split("|").at(-1) ?? target;
  if (target.startsWith("!")) return broadcast(target.slice(1).split("^")[0]);
  return link(unescape(target), unescape(label || target));
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const TOKEN =
  /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>]+[^\s<>.,;:!?"')\]])|(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\5(?![\w])/g;

// Returns nodes. `marked` is false where Slack was told not to look for formatting.
export function inline(text, marked = true) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, pre, code, inside, url, mark, styled] = found;
    if (!marked && !inside && !url) continue;
    if (found.index > at) nodes.push(unescape(text.slice(at, found.index)));
    if (pre !== undefined)
      nodes.push(h("pre", { class: "pre" }, unescape(pre.replace(/^\n|\n$/g, ""))));
    else if (code !== undefined) nodes.push(h("code", {}, unescape(code)));
    else if (inside !== undefined) nodes.push(angled(inside));
    else if (url !== undefined) nodes.push(link(unescape(url), unescape(url)));
    else nodes.push(h(STYLES[mark], {}, ...inline(styled)));
    at = found.index + whole.length;
  }
  if (at < text.length) nodes.push(unescape(text.slice(at)));
  return nodes;
}

export function mrkdwn(text, marked = true) {
  if (!marked || !/^&gt;|^>/m.test(text))
    return h("div", { class: "mrkdwn" }, ...inline(text, marked));
  const parts = h("div", { class: "mrkdwn" });
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      quote ??= parts.appendChild(h("blockquote", {}));
      if (quote.childNodes.length) quote.append("\n");
      quote.append(...inline(quoted[1]));
    } else {
      if (!quote && parts.childNodes.length) parts.append("\n");
      quote = null;
      parts.append(...inline(line));
    }
  }
  return parts;
}

export function textObject(given) {
  if (!given) return "";
  if (typeof given === "string") return given;
  return given.type === "mrkdwn" ? mrkdwn(given.text) : given.text;
}

export function plainOf(given) {
  return typeof given === "string" ? given : (given?.text ?? "");
}
