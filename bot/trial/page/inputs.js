// Inputs: text, days and times, files, and menus to choose from.

import { h, icon } from "./dom.js";
import { plainOf } from "./mrkdwn.js";
import { picker } from "./picker.js";
import { upload } from "./state.js";
import { changed, described, keep, kept } from "./values.js";

const INPUTS = { email_text_input: "email", url_text_input: "url", number_input: "number" };

function plainOfRich(value) {
  return (value?.elements ?? [])
    .map((part) => (part.elements ?? []).map((one) => one.text ?? one.url ?? "").join(""))
    .join("\n");
}

function asRich(text) {
  const elements = text ? [{ type: "text", text }] : [];
  return {
    rich_text_value: text
      ? { type: "rich_text", elements: [{ type: "rich_text_section", elements }] }
      : null,
  };
}

export function textInput(element, block, ctx, label) {
  const rich = element.type === "rich_text_input";
  const before = kept(ctx, block, element);
  const first = rich
    ? plainOfRich(before?.rich_text_value ?? element.initial_value)
    : before
      ? (before.value ?? "")
      : (element.initial_value ?? "");
  const chosen = (text) => (rich ? asRich(text) : { value: text || null });
  keep(ctx, block, element, chosen(first));
  const many = element.multiline || rich;
  const made = h(many ? "textarea" : "input", {
    class: "field-input",
    type: many ? null : (INPUTS[element.type] ?? "text"),
    rows: many ? 4 : null,
    placeholder: plainOf(element.placeholder) || null,
    maxlength: element.max_length ?? null,
    min: element.min_value ?? null,
    max: element.max_value ?? null,
    step: element.is_decimal_allowed ? "any" : null,
    "data-action": element.action_id,
    autocomplete: "off",
    ...described(ctx, label),
    oninput: (event) => keep(ctx, block, element, chosen(event.target.value)),
    onkeydown: (event) => {
      if (event.key === "Enter" && !many && !ctx.quiet) {
        event.preventDefault();
        changed(ctx, block, element, chosen(event.target.value));
      }
    },
  });
  made.value = first;
  if (element.focus_on_load) made.setAttribute("autofocus", "");
  return made;
}

const MOMENTS = {
  datepicker: ["date", "initial_date", "selected_date"],
  timepicker: ["time", "initial_time", "selected_time"],
  datetimepicker: ["datetime-local", "initial_date_time", "selected_date_time"],
};

function local(seconds) {
  const day = new Date(seconds * 1000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function moment(element, block, ctx, label) {
  const [type, initial, selected] = MOMENTS[element.type];
  const first = kept(ctx, block, element)?.[selected] ?? element[initial] ?? null;
  keep(ctx, block, element, { [selected]: first });
  const whole = element.type === "datetimepicker";
  const read = (text) =>
    !text ? null : whole ? Math.floor(new Date(text).getTime() / 1000) : text;
  const made = h("input", {
    class: "field-input field-moment",
    type,
    "data-action": element.action_id,
    ...described(ctx, label || plainOf(element.placeholder)),
    onchange: (event) => changed(ctx, block, element, { [selected]: read(event.target.value) }),
  });
  made.value = first ? (whole ? local(first) : first) : "";
  return made;
}

export function fileInput(element, block, ctx, label) {
  const list = h("ul", { class: "file-list" });
  let files = kept(ctx, block, element)?.files ?? [];
  const show = () => {
    keep(ctx, block, element, { files });
    list.replaceChildren(...files.map((one) => h("li", {}, icon("file"), one.name)));
  };
  show();
  const accept = (element.filetypes ?? []).map((one) => `.${one}`).join(",") || null;
  const made = h("input", {
    type: "file",
    class: "field-file",
    multiple: (element.max_files ?? 10) > 1,
    accept,
    "data-action": element.action_id,
    ...described(ctx, label),
    onchange: async (event) => {
      files = await Promise.all(
        [...event.target.files].slice(0, element.max_files ?? 10).map(upload),
      );
      show();
      if (!ctx.quiet) await ctx.act(block, element, { files });
    },
  });
  return h("div", {}, made, list);
}

export function select(element, block, ctx, label) {
  return picker(element, {
    label: label || plainOf(element.placeholder) || "Choose",
    before: kept(ctx, block, element),
    attributes: described(ctx, label),
    keep: (chosen) => keep(ctx, block, element, chosen),
    changed: (chosen) => changed(ctx, block, element, chosen),
    suggest: (query) => ctx.suggest?.(block, element, query),
  });
}
