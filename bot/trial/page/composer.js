// The message box: text, files, people, channels and commands.

import { fresh, h, icon, say } from "./dom.js";
import { act, state, ui, upload } from "./state.js";

const drafts = new Map();

function suggestions(word, whole) {
  if (word.startsWith("@")) {
    const people = [
      { key: state.bot.name.toLowerCase(), name: state.bot.name, detail: "App" },
      ...[...state.people.values()].map((one) => ({
        key: one.name,
        name: one.real_name,
        detail: one.title,
      })),
    ];
    return people
      .filter(
        (one) =>
          one.key.startsWith(word.slice(1).toLowerCase()) ||
          one.name.toLowerCase().startsWith(word.slice(1).toLowerCase()),
      )
      .map((one) => ({
        insert: `@${one.key === state.bot.name.toLowerCase() ? state.bot.name : one.key} `,
        label: one.name,
        detail: one.detail,
      }));
  }
  if (word.startsWith("#"))
    return [...state.channels.values()]
      .filter((one) => one.kind !== "im" && one.name.startsWith(word.slice(1)))
      .map((one) => ({ insert: `#${one.name} `, label: `#${one.name}`, detail: one.topic }));
  if (word.startsWith("/") && word === whole) {
    const commands = state.commands
      .filter((one) => one.command.startsWith(word))
      .map((one) => ({
        insert: `${one.command} `,
        label: `${one.command} ${one.usage_hint ?? ""}`,
        detail: one.description,
      }));
    const shortcuts = state.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({
        run: () => act("shortcut", { callback_id: one.callback_id }),
        label: one.name,
        detail: one.description,
      }));
    return [...commands, ...(word === "/" ? shortcuts : [])];
  }
  return [];
}

export function composer({ channel, thread, placeholder, id }) {
  const key = () => `${ui.person} ${channel} ${thread ?? ""}`;
  let files = [];
  let at = 0;
  let offered = [];
  const listId = fresh("offers");
  const area = h("textarea", {
    id,
    class: "composer-text",
    rows: 1,
    "aria-label": placeholder,
    placeholder,
    "aria-controls": listId,
    "aria-autocomplete": "list",
    autocomplete: "off",
  });
  const offers = h("div", {
    class: "menu offers",
    id: listId,
    role: "listbox",
    "aria-label": "Suggestions",
    hidden: true,
  });
  const attached = h("ul", { class: "attached" });
  const failed = h("div", { class: "error composer-error", role: "alert" });
  const send = h(
    "button",
    {
      type: "button",
      class: "icon-button send",
      "aria-label": "Send",
      title: "Send",
      disabled: true,
      onclick: () => post(),
    },
    icon("send"),
  );
  const chooser = h("input", {
    type: "file",
    multiple: true,
    class: "unseen",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange: async (event) => {
      await attach([...event.target.files]);
      event.target.value = "";
    },
  });

  const fit = () => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 260)}px`;
    send.disabled = !area.value.trim() && !files.length;
    drafts.set(key(), area.value);
  };
  async function attach(chosen) {
    try {
      files.push(...(await Promise.all(chosen.map(upload))));
    } catch {
      failed.textContent = "The file could not be attached: it may be larger than 100 MB.";
    }
    showFiles();
    area.focus();
  }
  function showFiles() {
    attached.replaceChildren(
      ...files.map((file) =>
        h(
          "li",
          {},
          icon("file"),
          file.name,
          h(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                files = files.filter((one) => one !== file);
                showFiles();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
    fit();
  }
  async function post() {
    const text = area.value;
    if (!text.trim() && !files.length) return;
    failed.textContent = "";
    const command = text.startsWith("/") && !files.length ? text.split(/\s/)[0] : "";
    if (command && !state.commands.some((one) => one.command === command)) {
      failed.textContent = `${command} is not a command here. ${state.commands.length ? `There is ${state.commands.map((one) => one.command).join(", ")}.` : "The app has no commands."}`;
      return;
    }
    const sent = files;
    area.value = "";
    files = [];
    showFiles();
    try {
      const answer = command
        ? await act("command", { channel, text })
        : await act("say", { channel, text, thread_ts: thread, files: sent.map((one) => one.id) });
      if (answer.problem) {
        failed.textContent = `${command} failed: ${answer.problem}`;
        say(answer.problem);
      }
    } catch (error) {
      area.value = text;
      files = sent;
      showFiles();
      failed.textContent = `This could not be sent (${error.message}).`;
    }
  }
  function wordAt() {
    const before = area.value.slice(0, area.selectionStart);
    return before.match(/(?:^|\s)([@#/][\w-]*)$/)?.[1] ?? "";
  }
  function offer() {
    const word = wordAt();
    offered = word ? suggestions(word, area.value.trim()) : [];
    at = Math.min(at, Math.max(offered.length - 1, 0));
    offers.hidden = !offered.length;
    offers.replaceChildren(
      ...offered.map((one, number) =>
        h(
          "div",
          {
            class: `menu-item${number === at ? " active" : ""}`,
            role: "option",
            id: `${listId}-${number}`,
            "aria-selected": String(number === at),
            onpointerdown: (event) => {
              event.preventDefault();
              take(one);
            },
          },
          h("span", {}, one.label),
          h("span", { class: "menu-detail" }, one.detail ?? ""),
        ),
      ),
    );
    area.setAttribute("aria-activedescendant", offered.length ? `${listId}-${at}` : "");
  }
  function take(one) {
    const word = wordAt();
    const start = area.selectionStart - word.length;
    area.setRangeText(one.run ? "" : one.insert, start, area.selectionStart, "end");
    offered = [];
    offer();
    fit();
    area.focus();
    if (one.run)
      one.run().catch((error) => {
        failed.textContent = error.message;
      });
  }
  function begin(sign) {
    area.setRangeText(
      (area.value && !/\s$/.test(area.value) ? " " : "") + sign,
      area.selectionStart,
      area.selectionEnd,
      "end",
    );
    area.focus();
    fit();
    offer();
  }
  area.addEventListener("input", () => {
    at = 0;
    offer();
    fit();
  });
  area.addEventListener("blur", () => {
    offers.hidden = true;
  });
  area.addEventListener("keydown", (event) => {
    if (offered.length && !offers.hidden) {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        at = (to + offered.length) % offered.length;
        offer();
        return;
      }
      if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        take(offered[at]);
        return;
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        offered = [];
        offer();
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      post();
    }
  });
  area.value = drafts.get(key()) ?? "";
  requestAnimationFrame(fit);
  const tool = (name, label, run) =>
    h(
      "button",
      { type: "button", class: "icon-button", title: label, "aria-label": label, onclick: run },
      icon(name),
    );
  const box = h(
    "div",
    {
      class: "composer",
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => {
        event.preventDefault();
        attach([...event.dataTransfer.files]);
      },
    },
    area,
    attached,
    h(
      "div",
      { class: "composer-tools" },
      tool("attach", "Attach a file", () => chooser.click()),
      tool("at", "Mention somebody", () => begin("@")),
      thread
        ? null
        : tool("slash", "Commands", () => {
            if (!area.value) begin("/");
          }),
      chooser,
      send,
    ),
  );
  return h("div", { class: "composer-frame" }, offers, box, failed);
}
