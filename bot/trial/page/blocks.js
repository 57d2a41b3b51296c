// Blocks of messages, modals and the App Home.

import { fresh, h, icon, link, safeUrl } from "./dom.js";
import { control } from "./elements.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plainOf, textObject } from "./mrkdwn.js";
import { richText, unknown } from "./richtext.js";

const RENDER = {
  header: (block, ctx) => h(ctx.heading ?? "h3", { class: "header" }, plainOf(block.text)),
  divider: () => h("hr", { class: "divider" }),
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  section,
  context,
  image,
  table,
  input,
  video: (block) => unknown(block.type),
  alert,
  actions: (block, ctx) =>
    h("div", { class: "actions" }, ...block.elements.map((one) => control(one, block, ctx))),
  context_actions: (block, ctx) =>
    h(
      "div",
      { class: "context-actions" },
      ...block.elements.map((one) => control(one, block, ctx)),
    ),
  plan,
  task_card: task,
  file: (block) => unknown(block.type),
};

export function blocks(given, ctx) {
  return (given ?? []).map((block) => {
    const render = Object.hasOwn(RENDER, block.type) ? RENDER[block.type] : null;
    const shown = render ? render(block, ctx) : unknown(block.type);
    return h("div", { class: `block block-${block.type}`, "data-block": block.block_id }, shown);
  });
}

function section(block, ctx) {
  const text = block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null;
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "fields" },
        ...block.fields.map((one) => h("div", { class: "field" }, textObject(one))),
      )
    : null;
  const accessory = block.accessory
    ? h("div", { class: "accessory" }, control(block.accessory, block, ctx, plainOf(block.text)))
    : null;
  return h(
    "div",
    { class: "section" },
    h("div", { class: "section-main" }, text, fields),
    accessory,
  );
}

function context(block) {
  return h(
    "div",
    { class: "context" },
    ...block.elements.map((one) =>
      one.type === "image" ? picture(one) : h("span", { class: "context-text" }, textObject(one)),
    ),
  );
}

// Nothing is loaded from elsewhere, so a picture from elsewhere is shown as its description.
function picture(one) {
  const safe = safeUrl(one.image_url ?? "");
  const own = safe && new URL(safe).origin === location.origin;
  if (own) return h("img", { src: safe, alt: one.alt_text });
  return h(
    "span",
    { class: "picture" },
    icon("eye"),
    safe ? link(safe, one.alt_text) : one.alt_text,
  );
}

function image(block) {
  const title = block.title ? h("figcaption", {}, plainOf(block.title)) : null;
  return h("figure", { class: "figure" }, title, picture(block));
}

function cell(one, tag, column) {
  const align = column?.align ?? (one?.type === "raw_number" ? "right" : "left");
  const given = {
    class: `align-${align}${column?.is_wrapped === false ? " no-wrap" : ""}`,
    ...(tag === "th" ? { scope: "col" } : {}),
  };
  if (one?.type === "rich_text") return h(tag, given, richText(one));
  return h(tag, given, String(one?.text ?? one?.value ?? ""));
}

function table(block) {
  const [head, ...rows] = block.rows ?? [];
  const columns = block.column_settings ?? [];
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...(head ?? []).map((one, at) => cell(one, "th", columns[at])))),
      h(
        "tbody",
        {},
        ...rows.map((row) => h("tr", {}, ...row.map((one, at) => cell(one, "td", columns[at])))),
      ),
    ),
  );
}

function input(block, ctx) {
  const id = fresh("input");
  const error = ctx.errors?.[block.block_id];
  const many = ["checkboxes", "radio_buttons"].includes(block.element?.type);
  const label = [
    plainOf(block.label),
    block.optional ? h("span", { class: "quiet" }, " (optional)") : null,
  ];
  const about = {
    id,
    required: !block.optional,
    described: [block.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].join(" ").trim(),
    invalid: Boolean(error),
  };
  const inner = control(
    block.element,
    block,
    { ...ctx, about, quiet: !block.dispatch_action },
    plainOf(block.label),
  );
  return h(
    many ? "fieldset" : "div",
    { class: `input${error ? " input-wrong" : ""}` },
    many
      ? h("legend", { class: "label" }, ...label)
      : h("label", { class: "label", for: id }, ...label),
    inner,
    error ? h("div", { class: "error", id: `${id}-error`, role: "alert" }, error) : null,
    block.hint ? h("div", { class: "hint", id: `${id}-hint` }, plainOf(block.hint)) : null,
  );
}

function alert(block) {
  return h(
    "div",
    { class: `alert alert-${block.level ?? "default"}`, role: "note" },
    textObject(block.text),
  );
}

function task(block) {
  const state = block.status ?? "pending";
  const sources = (block.sources ?? []).map((one) => link(one.url, one.text));
  return h(
    "div",
    { class: `task task-${state}` },
    h("span", { class: "task-dot", "aria-label": state }),
    h("span", {}, plainOf(block.title)),
    ...sources,
  );
}

function plan(block) {
  return h(
    "div",
    { class: "plan" },
    h("strong", {}, plainOf(block.title)),
    ...(block.tasks ?? []).map(task),
  );
}

export function fallback(message) {
  return mrkdwn(message.text ?? "", message.mrkdwn !== false);
}
