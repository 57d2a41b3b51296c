// Menus that open beside a button: arrow keys, Escape, and the focus given back.

import { h } from "./dom.js";

let open = null;

export function closeMenu() {
  open?.close();
}

export function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const own = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8));
  const below = at.bottom + 4;
  const top = below + own.height > innerHeight - 8 ? Math.max(8, at.top - own.height - 4) : below;
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}

// A layer holds the box: inside an open dialog everything else is out of reach.
export function layerOf(anchor) {
  return anchor.closest("dialog") ?? document.body;
}

export function openMenu(anchor, entries) {
  closeMenu();
  const items = entries.map((entry) =>
    entry.divider
      ? h("hr", { class: "menu-divider" })
      : h(
          "button",
          {
            type: "button",
            role: "menuitem",
            tabindex: "-1",
            class: `menu-item${entry.danger ? " menu-danger" : ""}`,
            onclick: () => {
              close();
              entry.run();
            },
          },
          h("span", {}, entry.label),
          entry.detail ? h("span", { class: "menu-detail" }, entry.detail) : null,
        ),
  );
  const box = h("div", { class: "menu", role: "menu" }, ...items);
  const buttons = items.filter((one) => one.tagName === "BUTTON");
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close();
  };
  function close() {
    if (open?.box !== box) return;
    open = null;
    const within = box.contains(document.activeElement);
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    if (within) anchor.focus();
  }
  box.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  layerOf(anchor).append(box);
  place(box, anchor);
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  open = { box, close };
  buttons[0]?.focus();
}
