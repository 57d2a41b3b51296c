// The markdown block: the part of Markdown that Slack shows.

import { h, link } from "./dom.js";

const SPAN =
  /`([^`]+)`|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|~~([\s\S]+?)~~|!?\[([^\]]*)\]\(([^()\s]+)\)|<(https?:[^<>\s]+)>|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?"'\]])|(?<!\w)[*_](?=\S)([^*_\n]*?\S)[*_](?!\w)|\\([\\`*_{}[\]()#+\-.!|>~])/g;

function spans(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(SPAN)) {
    const [whole, code, bold, bold2, gone, label, target, angled, bare, italic, literal] = found;
    if (found.index > at) nodes.push(text.slice(at, found.index));
    if (code) nodes.push(h("code", {}, code));
    else if (bold ?? bold2) nodes.push(h("strong", {}, ...spans(bold ?? bold2)));
    else if (gone) nodes.push(h("s", {}, ...spans(gone)));
    else if (target) nodes.push(link(target, label || target));
    else if (angled ?? bare) nodes.push(link(angled ?? bare));
    else if (italic) nodes.push(h("em", {}, ...spans(italic)));
    else nodes.push(literal ?? whole);
    at = found.index + whole.length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

function table(lines) {
  const cells = (line) =>
    line
      .replace(/^\s*\||\|\s*$/g, "")
      .split("|")
      .map((one) => one.trim());
  const [head, , ...rows] = lines;
  return h(
    "div",
    { class: "table-frame", tabindex: "0" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, ...cells(head).map((one) => h("th", { scope: "col" }, ...spans(one)))),
      ),
      h(
        "tbody",
        {},
        ...rows.map((row) => h("tr", {}, ...cells(row).map((one) => h("td", {}, ...spans(one))))),
      ),
    ),
  );
}

function list(lines) {
  const ordered = /^\s*\d+[.)]/.test(lines[0]);
  const items = lines.map((line) =>
    h("li", {}, ...spans(line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""))),
  );
  return h(ordered ? "ol" : "ul", {}, ...items);
}

export function markdown(text) {
  const whole = h("div", { class: "markdown" });
  const lines = text.split("\n");
  const take = (test) => {
    const taken = [];
    while (lines.length && test(lines[0])) taken.push(lines.shift());
    return taken;
  };
  while (lines.length) {
    const line = lines[0];
    const heading = line.match(/^(#{1,6})\s+(.*)$/);
    if (!line.trim()) lines.shift();
    else if (heading)
      (whole.append(h("p", { class: "markdown-heading" }, h("strong", {}, ...spans(heading[2])))),
        lines.shift());
    else if (/^```/.test(line)) {
      lines.shift();
      whole.append(h("pre", { class: "pre" }, take((one) => !/^```/.test(one)).join("\n")));
      lines.shift();
    } else if (/^(?:---|\*\*\*)\s*$/.test(line)) (whole.append(h("hr")), lines.shift());
    else if (/^>/.test(line))
      whole.append(
        h(
          "blockquote",
          {},
          ...spans(
            take((one) => /^>/.test(one))
              .map((one) => one.replace(/^> ?/, ""))
              .join("\n"),
          ),
        ),
      );
    else if (/^\s*(?:[-*+]|\d+[.)])\s/.test(line))
      whole.append(list(take((one) => /^\s*(?:[-*+]|\d+[.)])\s/.test(one))));
    else if (/\|/.test(line) && /^[\s|:-]+$/.test(lines[1] ?? ""))
      whole.append(table(take((one) => /\|/.test(one))));
    else
      whole.append(
        h(
          "p",
          {},
          ...spans(
            take(
              (one) => one.trim() && !/^(?:#{1,6}\s|>|```|\s*(?:[-*+]|\d+[.)])\s)/.test(one),
            ).join("\n"),
          ),
        ),
      );
  }
  return whole;
}
