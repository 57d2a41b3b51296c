// Interactive elements: each renders itself, keeps its value, and tells of what was chosen.
//
// `ctx.values[block][action]` holds values as Slack sends them; `ctx.act(block, element, chosen)`
// sends a click on. `ctx.quiet` says that a change is only kept, as in an input without dispatch.

import { fresh, h, icon, link, safeUrl } from "./dom.js";
import { openMenu } from "./menu.js";
import { plainOf, textObject } from "./mrkdwn.js";
import { picker } from "./picker.js";
import { richText, unknown } from "./richtext.js";
import { confirmed } from "./dialog.js";
import { upload } from "./state.js";

const RENDER = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  checkboxes,
  radio_buttons: radios,
  plain_text_input: textInput,
  rich_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: moment,
  timepicker: moment,
  datetimepicker: moment,
  file_input: fileInput,
  image,
  static_select: select,
  external_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_channels_select: select,
  multi_conversations_select: select,
  workflow_button: button,
  rich_text: richText,
};

export function control(element, block, ctx, label = "") {
  if (!element || !Object.hasOwn(RENDER, element.type)) return unknown(element?.type ?? "none");
  return RENDER[element.type](element, block, ctx, label);
}

export function kept(ctx, block, element) {
  return ctx.values?.[block.block_id]?.[element.action_id];
}

function keep(ctx, block, element, chosen) {
  if (!ctx.values) return;
  (ctx.values[block.block_id] ??= {})[element.action_id] = { type: element.type, ...chosen };
}

async function changed(ctx, block, element, chosen, from) {
  keep(ctx, block, element, chosen);
  if (ctx.quiet) return;
  if (element.confirm && !(await confirmed(element.confirm))) return;
  await ctx.act(block, element, chosen, from);
}

function described(ctx, label) {
  const about = ctx.about;
  if (!about) return { "aria-label": label || null };
  return {
    id: about.id,
    "aria-describedby": about.described || null,
    "aria-invalid": about.invalid || null,
    "aria-required": about.required || null,
  };
}

function button(element, block, ctx) {
  const style = element.style ? ` button-${element.style}` : "";
  const label = element.accessibility_label ?? null;
  const onclick = (event) => changed(ctx, block, element, {}, event.currentTarget);
  const url = element.url && safeUrl(element.url);
  if (url) {
    const made = link(url, plainOf(element.text));
    made.className = `button${style}`;
    made.addEventListener("click", onclick);
    return made;
  }
  return h(
    "button",
    {
      type: "button",
      class: `button${style}`,
      "aria-label": label,
      "data-action": element.action_id,
      onclick,
    },
    plainOf(element.text),
  );
}

function iconButton(element, block, ctx) {
  const onclick = (event) => changed(ctx, block, element, {}, event.currentTarget);
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: plainOf(element.text),
      "aria-label": plainOf(element.text),
      "data-action": element.action_id,
      onclick,
    },
    icon(element.icon === "trash" ? "trash" : "more"),
  );
}

function feedback(element, block, ctx) {
  const half = (which, shape) => {
    const given = element[`${which}_button`];
    const label = given.accessibility_label ?? plainOf(given.text);
    const onclick = (event) => {
      for (const one of event.currentTarget.parentElement.children)
        one.setAttribute("aria-pressed", String(one === event.currentTarget));
      return ctx.act(block, element, { value: which }, event.currentTarget);
    };
    return h(
      "button",
      {
        type: "button",
        class: "icon-button feedback",
        title: plainOf(given.text),
        "aria-label": label,
        "aria-pressed": "false",
        "data-action": element.action_id,
        "data-feedback": which,
        onclick,
      },
      icon(shape),
    );
  };
  return h(
    "span",
    { class: "feedback-pair", role: "group", "aria-label": "Feedback" },
    half("positive", "up"),
    half("negative", "down"),
  );
}

function overflow(element, block, ctx) {
  const onclick = (event) =>
    openMenu(
      event.currentTarget,
      element.options.map((option) => ({
        label: plainOf(option.text),
        detail: plainOf(option.description),
        run: () => {
          if (option.url && safeUrl(option.url))
            window.open(safeUrl(option.url), "_blank", "noopener");
          return changed(ctx, block, element, { selected_option: option }, null);
        },
      })),
    );
  return h(
    "button",
    {
      type: "button",
      class: "button button-square",
      "aria-label": "More options",
      "aria-haspopup": "menu",
      "data-action": element.action_id,
      onclick,
    },
    icon("more"),
  );
}

function options(element, kind, chosenOf, pick) {
  const name = fresh("choice");
  return element.options.map((option) => {
    const id = fresh("option");
    return h(
      "div",
      { class: "choice" },
      h("input", {
        type: kind,
        id,
        name,
        value: option.value,
        checked: chosenOf(option),
        onchange: (event) => pick(option, event.target.checked),
      }),
      h(
        "label",
        { for: id },
        textObject(option.text),
        option.description
          ? h("span", { class: "choice-detail" }, textObject(option.description))
          : null,
      ),
    );
  });
}

function checkboxes(element, block, ctx) {
  let chosen = kept(ctx, block, element)?.selected_options ?? element.initial_options ?? [];
  keep(ctx, block, element, { selected_options: chosen });
  const has = (option) => chosen.some((one) => one.value === option.value);
  const pick = (option, on) => {
    const values = new Set(chosen.map((one) => one.value));
    on ? values.add(option.value) : values.delete(option.value);
    chosen = element.options.filter((one) => values.has(one.value));
    return changed(ctx, block, element, { selected_options: chosen });
  };
  return h(
    "div",
    { class: "choices", "data-action": element.action_id },
    ...options(element, "checkbox", has, pick),
  );
}

function radios(element, block, ctx) {
  const chosen = kept(ctx, block, element)?.selected_option ?? element.initial_option ?? null;
  keep(ctx, block, element, { selected_option: chosen });
  const pick = (option) => changed(ctx, block, element, { selected_option: option });
  return h(
    "div",
    { class: "choices", role: "radiogroup", "data-action": element.action_id },
    ...options(element, "radio", (one) => one.value === chosen?.value, pick),
  );
}

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

function textInput(element, block, ctx, label) {
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

function moment(element, block, ctx, label) {
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

function fileInput(element, block, ctx, label) {
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

function select(element, block, ctx, label) {
  return picker(element, {
    label: label || plainOf(element.placeholder) || "Choose",
    before: kept(ctx, block, element),
    attributes: described(ctx, label),
    keep: (chosen) => keep(ctx, block, element, chosen),
    changed: (chosen) => changed(ctx, block, element, chosen),
    suggest: (query) => ctx.suggest?.(block, element, query),
  });
}

function image(element) {
  return h(
    "span",
    { class: "picture" },
    icon("eye"),
    safeUrl(element.image_url ?? "") ? link(element.image_url, element.alt_text) : element.alt_text,
  );
}
