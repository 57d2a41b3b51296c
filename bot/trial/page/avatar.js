// A person's initials on a colour of their own, or the app's picture.

import { h } from "./dom.js";

export function avatar(who, size = "") {
  if (who.isBot) return h("img", { class: `avatar ${size}`, src: "/page/icon.svg", alt: "" });
  const initials = who.real_name.split(" ").map((word) => word[0]);
  const tint = [...who.id].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 5;
  return h(
    "span",
    { class: `avatar avatar-${tint} ${size}`, "aria-hidden": "true" },
    initials.join("").slice(0, 2),
  );
}
