// Interactive elements: each renders itself, keeps its value, and tells of what was chosen.

import { fresh, h, icon, link, safeUrl } from "./dom.js";
import { fileInput, moment, select, textInput } from "./inputs.js";
import { openMenu } from "./menu.js";
import { plainOf, textObject } from "./mrkdwn.js";
import { richText, unknown } from "./richtext.js";
import { changed, keep, kept } from "./values.js";

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

function image(element) {
  return h(
    "span",
    { class: "picture" },
    icon("eye"),
    safeUrl(element.image_url ?? "") ? link(element.image_url, element.alt_text) : element.alt_text,
  );
}
