// Dialogs: the browser keeps the focus inside and the rest out of reach.

import { h, icon } from "./dom.js";
import { plainOf, textObject } from "./mrkdwn.js";

export function dialogFrame({ title, body, foot, onclose, kind = "" }) {
  const heading = h("h2", { class: "dialog-title", id: "dialog-title" }, title);
  const close = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => onclose() },
    icon("close"),
  );
  return h(
    "dialog",
    {
      class: `dialog ${kind}`,
      "aria-labelledby": "dialog-title",
      oncancel: (event) => {
        event.preventDefault();
        onclose();
      },
    },
    h("header", { class: "dialog-head" }, heading, close),
    h("div", { class: "dialog-body" }, ...body),
    foot.length ? h("footer", { class: "dialog-foot" }, ...foot) : null,
  );
}

export function confirmed(given) {
  return new Promise((resolve) => {
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = dialogFrame({
      title: plainOf(given.title),
      body: [h("p", {}, textObject(given.text))],
      kind: "dialog-small",
      onclose: () => done(false),
      foot: [
        h(
          "button",
          { type: "button", class: "button", onclick: () => done(false) },
          plainOf(given.deny),
        ),
        h(
          "button",
          {
            type: "button",
            class: `button button-${given.style ?? "primary"}`,
            onclick: () => done(true),
          },
          plainOf(given.confirm),
        ),
      ],
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export const ask = (title, text, yes) =>
  confirmed({ title, text, confirm: yes, deny: "Cancel", style: "danger" });
