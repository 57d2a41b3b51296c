// What the workspace holds, kept up to date by the server, and what the person is looking at.

export const state = {
  team: { name: "" },
  bot: { id: "", name: "" },
  about: "",
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  statuses: new Map(),
  prompts: new Map(),
  homes: new Map(),
  views: new Map(),
  commands: [],
  shortcuts: [],
  homeTab: false,
};
export const ui = {
  person: null,
  place: null,
  thread: null,
  tab: "messages",
  read: new Map(),
  panes: "list",
};
export const changes = new EventTarget();

async function load() {
  const given = await (await fetch("/trial/state")).json();
  Object.assign(state, {
    team: given.team,
    bot: given.bot,
    about: given.about,
    commands: given.commands,
    shortcuts: given.shortcuts,
    homeTab: given.home_tab,
  });
  state.people = new Map(given.people.map((one) => [one.id, one]));
  state.channels = new Map(given.channels.map((one) => [one.id, one]));
  state.messages = new Map(given.channels.map((one) => [one.id, new Map()]));
  for (const message of given.messages)
    state.messages.get(message.channel).set(message.ts, message);
  state.statuses = new Map(given.statuses.map((one) => [`${one.channel} ${one.thread_ts}`, one]));
  state.prompts = new Map(Object.entries(given.prompts));
  state.homes = new Map(Object.entries(given.homes));
  // As in Slack, a modal is gone when the page that it opened on is loaded anew.
  const open = new Set([...state.views.values()].flat().map((view) => view.id));
  state.views = new Map(
    Object.entries(given.views).map(([user, views]) => [
      user,
      views.filter((view) => open.has(view.id)),
    ]),
  );
}

const TAKE = {
  message: ({ message }) => state.messages.get(message.channel).set(message.ts, message),
  removed: ({ channel, ts }) => state.messages.get(channel).delete(ts),
  status: (change) => state.statuses.set(`${change.channel} ${change.thread_ts}`, change),
  prompts: ({ channel, title, prompts }) => state.prompts.set(channel, { title, prompts }),
  home: ({ user, view }) => state.homes.set(user, view),
  views: ({ user, views }) => state.views.set(user, views),
};

// Follows the changes first and asks for the state then, so that nothing falls between the two.
// Resolves when both are there; does so again by itself whenever the connection was lost.
export function follow() {
  const source = new EventSource("/trial/changes");
  let waiting = [];
  const take = (change) => {
    TAKE[change.kind]?.(change);
    changes.dispatchEvent(new CustomEvent("change", { detail: change }));
  };
  source.addEventListener("message", (event) => {
    const change = JSON.parse(event.data);
    if (waiting) waiting.push(change);
    else take(change);
  });
  source.addEventListener("error", () => {
    waiting = [];
    changes.dispatchEvent(new CustomEvent("lost"));
  });
  return new Promise((resolve) =>
    source.addEventListener("open", async () => {
      await load();
      const missed = waiting ?? [];
      waiting = null;
      missed.forEach(take);
      resolve();
      changes.dispatchEvent(new CustomEvent("reloaded"));
    }),
  );
}

async function send(path, body, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "X-Reportdesk-Page": "1", ...headers },
    body,
  });
  const told = await answer.json();
  if (told.error) throw new Error(told.error);
  return told;
}

export function act(what, given) {
  return send(`/trial/do/${what}`, JSON.stringify({ user: ui.person, ...given }), {
    "Content-Type": "application/json",
  });
}

export function upload(file) {
  const query = new URLSearchParams({ user: ui.person, name: file.name });
  return send(`/trial/upload?${query}`, file, { "Content-Type": "application/octet-stream" });
}

export function person(id) {
  if (id === state.bot.id)
    return { id, name: state.bot.name.toLowerCase(), real_name: state.bot.name, isBot: true };
  return state.people.get(id) ?? { id, name: id, real_name: id };
}

export function isMine(channel) {
  return state.channels.get(channel)?.members.includes(ui.person) ?? false;
}

export function nameOf(channel) {
  const found = state.channels.get(channel);
  return !found ? "unknown" : found.kind === "im" ? state.bot.name : found.name;
}

function visible(message) {
  return !message.to || message.to === ui.person;
}

// The messages of a channel that stand in it, oldest first; replies stand in their threads.
export function inChannel(channel) {
  const found = [...(state.messages.get(channel)?.values() ?? [])];
  return found.filter((one) => visible(one) && (!one.thread_ts || one.thread_ts === one.ts));
}

export function inThread(channel, ts) {
  const found = [...(state.messages.get(channel)?.values() ?? [])];
  return found.filter((one) => visible(one) && (one.ts === ts || one.thread_ts === ts));
}

export function replies(channel, ts) {
  return inThread(channel, ts).filter((one) => one.ts !== ts);
}

export function unread(channel) {
  const last = ui.read.get(`${ui.person} ${channel}`) ?? "0";
  const found = [...(state.messages.get(channel)?.values() ?? [])];
  return found.filter((one) => visible(one) && one.user !== ui.person && one.ts > last).length;
}

export function markRead(channel) {
  const last = [...(state.messages.get(channel)?.keys() ?? [])].at(-1) ?? "0";
  ui.read.set(`${ui.person} ${channel}`, last);
}
