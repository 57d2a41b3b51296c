// The modals that the bot opens: the top of the stack is shown.

import { blocks } from "./blocks.js";
import { dialogFrame } from "./dialog.js";
import { h, say } from "./dom.js";
import { plainOf } from "./mrkdwn.js";
import { act, state, ui } from "./state.js";

let shown = null;
let values = {};
let errors = {};
let busy = false;
let shownHash = "";

const REQUIRED = "Please complete this required field.";
const EMPTY = [
  "value",
  "selected_option",
  "selected_date",
  "selected_time",
  "selected_date_time",
  "selected_user",
  "selected_channel",
  "selected_conversation",
  "rich_text_value",
];
const EMPTY_LISTS = [
  "selected_options",
  "selected_users",
  "selected_channels",
  "selected_conversations",
  "files",
];

function missing(view) {
  const found = {};
  for (const block of view.blocks) {
    if (block.type !== "input" || block.optional) continue;
    const value = Object.values(values[block.block_id] ?? {})[0] ?? {};
    const empty =
      EMPTY.some((key) => key in value && (value[key] === null || value[key] === "")) ||
      EMPTY_LISTS.some((key) => key in value && !value[key].length);
    if (empty) found[block.block_id] = REQUIRED;
  }
  return found;
}

// Values of what is still on the form; Slack forgets the rest too.
function current(view) {
  const names = new Set(view.blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

export function viewContext(view, holder) {
  return {
    values: holder.values,
    errors: holder.errors,
    act: (block, element, chosen) =>
      act("click_in_view", {
        view_id: view.id,
        block_id: block.block_id,
        action_id: element.action_id,
        values: holder.values,
        ...(chosen?.value ? chosen : { chosen }),
      }).then(told),
    suggest: (block, element, query) =>
      act("suggest", {
        view_id: view.id,
        block_id: block.block_id,
        action_id: element.action_id,
        query,
      }),
  };
}

function told(answer) {
  if (answer?.problem) say(answer.problem);
  return answer;
}

async function submit(view) {
  if (busy) return;
  errors = missing(view);
  if (!Object.keys(errors).length) {
    busy = true;
    render(true);
    try {
      const answer = await act("submit", { view_id: view.id, values: current(view) });
      errors = answer.errors ?? {};
      if (answer.problem)
        errors = {
          [view.blocks.findLast((one) => one.type === "input")?.block_id ?? ""]: answer.problem,
        };
    } finally {
      busy = false;
    }
  }
  render(true);
  shown?.querySelector("[aria-invalid], .input-wrong input, .input-wrong button")?.focus();
}

// Of a group of choices, the one that is chosen.
function firstIn(form) {
  const first = form.querySelector("input, textarea, button.picker");
  const group = first?.type === "radio" ? first.closest(".choices") : null;
  return group?.querySelector(":checked") ?? first;
}

const shut = (view) => act("close", { view_id: view.id });

export function render(again = false) {
  const stack = state.views.get(ui.person) ?? [];
  const view = stack.at(-1);
  if (!view) {
    shown?.close();
    shown?.remove();
    shown = null;
    values = {};
    errors = {};
    shownHash = "";
    return;
  }
  if (!again && shownHash === view.hash) return;
  shownHash = view.hash;
  const same = shown?.dataset.view === view.id;
  if (!same) {
    values = {};
    errors = {};
  }
  const top = same ? shown.querySelector(".dialog-body").scrollTop : 0;
  const focus = same ? document.activeElement?.getAttribute("data-action") : null;
  const foot = [
    h(
      "button",
      { type: "button", class: "button", onclick: () => shut(view) },
      plainOf(view.close) || (view.submit ? "Cancel" : "Close"),
    ),
    view.submit
      ? h(
          "button",
          { type: "submit", form: "modal-form", class: "button button-primary", disabled: busy },
          busy ? "Sending…" : plainOf(view.submit),
        )
      : null,
  ].filter(Boolean);
  const form = h(
    "form",
    {
      id: "modal-form",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit(view);
      },
    },
    ...blocks(view.blocks, viewContext(view, { values, errors })),
  );
  const next = dialogFrame({
    title: plainOf(view.title),
    body: [form],
    foot,
    onclose: () => shut(view),
    kind: "dialog-modal",
  });
  next.dataset.view = view.id;
  document.body.append(next);
  const old = shown;
  shown = next;
  next.showModal();
  old?.close();
  old?.remove();
  next.querySelector(".dialog-body").scrollTop = top;
  if (focus) next.querySelector(`[data-action="${CSS.escape(focus)}"]`)?.focus();
  else
    (
      next.querySelector("[autofocus]") ??
      firstIn(form) ??
      next.querySelector(".dialog-foot .button:last-child")
    )?.focus();
}
