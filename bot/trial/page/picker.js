// Selects of every kind: one or several, of given options, people or channels, with a filter.

import { fresh, h, icon } from "./dom.js";
import { layerOf, place } from "./menu.js";
import { plainOf } from "./mrkdwn.js";
import { state } from "./state.js";

const SOURCES = {
  users: () =>
    [...state.people.values()].map((one) => ({
      value: one.id,
      label: one.real_name,
      detail: one.title,
    })),
  channels: () =>
    [...state.channels.values()]
      .filter((one) => one.kind === "channel")
      .map((one) => ({ value: one.id, label: `#${one.name}` })),
  conversations: () =>
    [...state.channels.values()]
      .filter((one) => one.kind !== "im")
      .map((one) => ({
        value: one.id,
        label: `#${one.name}`,
        detail: one.kind === "group" ? "Private channel" : "",
      })),
};
const SINGULAR = { users: "user", channels: "channel", conversations: "conversation" };

function fromOptions(element) {
  const grouped = element.option_groups?.flatMap((group) =>
    group.options.map((one) => [one, plainOf(group.label)]),
  );
  const all = grouped ?? (element.options ?? []).map((one) => [one, ""]);
  return all.map(([option, group]) => ({
    value: option.value,
    label: plainOf(option.text),
    detail: plainOf(option.description),
    group,
    option,
  }));
}

// How a kind of select names what was chosen, and what was chosen at first.
function shapeOf(element) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  if (kind === "static" || kind === "external") {
    return {
      multi,
      kind,
      choices: () => fromOptions(element),
      selected: multi ? "selected_options" : "selected_option",
      initial: multi ? element.initial_options : element.initial_option,
      give: (one) => one.option,
      read: (option) => ({ value: option.value, label: plainOf(option.text), option }),
    };
  }
  const name = SINGULAR[kind];
  const find = (id) => SOURCES[kind]().find((one) => one.value === id) ?? { value: id, label: id };
  return {
    multi,
    kind,
    choices: SOURCES[kind],
    selected: multi ? `selected_${name}s` : `selected_${name}`,
    initial: multi ? element[`initial_${name}s`] : element[`initial_${name}`],
    give: (one) => one.value,
    read: find,
  };
}

export function picker(element, { label, before, attributes, keep, changed, suggest }) {
  const shape = shapeOf(element);
  const first = before ? before[shape.selected] : shape.initial;
  let chosen = (shape.multi ? (first ?? []) : first ? [first] : []).map(shape.read);
  const asSlack = () => ({
    [shape.selected]: shape.multi
      ? chosen.map(shape.give)
      : chosen.length
        ? shape.give(chosen[0])
        : null,
  });
  keep(asSlack());

  const words = h("span", { class: "picker-words" });
  const anchor = h(
    "button",
    {
      type: "button",
      class: "picker",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "data-action": element.action_id,
      ...attributes,
      onclick: () => open(),
      onkeydown: (event) => {
        if (event.key === "ArrowDown") {
          event.preventDefault();
          open();
        }
      },
    },
    words,
    icon("chevron"),
  );
  const show = () => {
    const empty = plainOf(element.placeholder) || (shape.multi ? "Choose" : "Choose one");
    const chips = chosen.flatMap((one) => [h("span", { class: "chip" }, one.label), " "]);
    const said = shape.multi ? chips : chosen.map((one) => one.label);
    words.replaceChildren(...(said.length ? said : [h("span", { class: "quiet" }, empty)]));
    const told = chosen.map((one) => one.label).join(" ") || empty;
    anchor.setAttribute("aria-label", label === empty ? empty : `${label}: ${told}`);
  };
  show();

  function open() {
    const id = fresh("list");
    const list = h("div", {
      class: "picker-list",
      role: "listbox",
      id,
      "aria-label": label,
      "aria-multiselectable": shape.multi || null,
    });
    const filter = h("input", {
      class: "picker-filter",
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": id,
      "aria-label": `Filter: ${label}`,
      placeholder: "Filter",
      autocomplete: "off",
    });
    const box = h("div", { class: "menu picker-box" }, filter, list);
    let at = 0;
    let shown = [];
    const close = () => {
      box.remove();
      document.removeEventListener("pointerdown", outside, true);
      anchor.setAttribute("aria-expanded", "false");
      anchor.focus();
    };
    const outside = (event) => {
      if (!box.contains(event.target)) close();
    };
    const pick = (one) => {
      const has = chosen.some((other) => other.value === one.value);
      if (!shape.multi) chosen = [one];
      else if (has) chosen = chosen.filter((other) => other.value !== one.value);
      else if (chosen.length < (element.max_selected_items ?? Infinity)) chosen = [...chosen, one];
      show();
      if (shape.multi) render();
      else close();
      changed(asSlack());
    };
    const render = () => {
      let group = "";
      const rows = [];
      shown.forEach((one, number) => {
        if (one.group && one.group !== group)
          rows.push(h("div", { class: "picker-group", role: "presentation" }, one.group));
        group = one.group;
        const on = chosen.some((other) => other.value === one.value);
        rows.push(
          h(
            "div",
            {
              class: `picker-option${number === at ? " active" : ""}`,
              role: "option",
              id: `${id}-${number}`,
              "aria-selected": String(on),
              onpointerdown: (event) => event.preventDefault(),
              onclick: () => pick(one),
            },
            h(
              "span",
              { class: "picker-label" },
              one.label,
              one.detail ? h("span", { class: "menu-detail" }, one.detail) : null,
            ),
            on ? icon("check") : null,
          ),
        );
      });
      list.replaceChildren(
        ...(rows.length ? rows : [h("div", { class: "picker-none" }, "Nothing matches")]),
      );
      filter.setAttribute("aria-activedescendant", shown.length ? `${id}-${at}` : "");
      list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    };
    const find = async () => {
      const query = filter.value.trim().toLowerCase();
      const all =
        shape.kind === "external"
          ? fromOptions((await suggest(filter.value.trim())) ?? {})
          : shape.choices();
      if (query !== filter.value.trim().toLowerCase()) return;
      // What the app offers for a query is its own choice.
      shown =
        shape.kind === "external"
          ? all
          : all.filter((one) => one.label.toLowerCase().includes(query));
      at = 0;
      render();
      place(box, anchor);
    };
    filter.addEventListener("input", find);
    box.addEventListener("keydown", (event) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        at = (to + shown.length) % Math.max(shown.length, 1);
        render();
      } else if (event.key === "Enter" && shown[at]) {
        event.preventDefault();
        pick(shown[at]);
      } else if (event.key === "Escape" || event.key === "Tab") {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    layerOf(anchor).append(box);
    anchor.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    find().then(() => filter.focus());
  }
  return anchor;
}
