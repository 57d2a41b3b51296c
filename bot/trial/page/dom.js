// Building elements. Text always goes in as text nodes; nothing here takes HTML.

export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

// Only addresses that lead somewhere on the web; everything else is shown as the words it is.
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}

export function link(url, ...children) {
  const safe = safeUrl(url);
  if (!safe) return h("span", {}, ...(children.length ? children : [String(url)]));
  const shown = children.length ? children : [url];
  return h("a", { href: safe, rel: "noopener noreferrer", target: "_blank" }, ...shown);
}

const SHAPES = {
  home: "M4 9.5 10 4l6 5.5V16a1 1 0 0 1-1 1h-3.2v-4.2H8.2V17H5a1 1 0 0 1-1-1z",
  messages: "M4 5.5h12v8.2H9l-3.4 2.8v-2.8H4z",
  lock: "M6.2 9V7.2a3.8 3.8 0 0 1 7.6 0V9M5 9h10v7H5z",
  thread: "M4 5h12v8H9.2L6 16v-3H4zM7 8h6M7 10.3h4",
  more: "M10 5.2v.1M10 10v.1M10 14.8v.1",
  close: "m5.5 5.5 9 9m0-9-9 9",
  back: "M12 4.5 6.5 10l5.5 5.5",
  send: "m4 15.8 12.5-5.8L4 4.2v4.5l7 1.3-7 1.3z",
  attach: "M10 4.5v11M4.5 10h11",
  at: "M12.6 10a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0Zm0-2.6v3.4c0 2.2 3.4 2 3.4-.8a6 6 0 1 0-2.4 4.8",
  slash: "M5 4.5h10v11H5zM8.2 13l3.6-6",
  chevron: "m6 8 4 4 4-4",
  check: "m5 10.5 3.3 3.3L15 7",
  up: "M7 17H4.5V9.5H7m0 7.5V9.5l3.2-6c1.5 0 2 1 1.8 2.3L11.6 8h3.3c1 0 1.7.9 1.5 1.9l-1 5.3c-.2 1-1 1.8-2.1 1.8z",
  down: "M13 3h2.5v7.5H13M13 3v7.500l-3.200 6c-1.500 0-2-1-1.800-2.300L8.400 12H5.100c-1 0-1.700-.9-1.500-1.900l1-5.300C4.800 3.800 5.600 3 6.700 3z",
  file: "M6 3.500h5.500L15 7v9.500H6zM11.500 3.500V7H15",
  eye: "M2.500 10S5.300 5 10 5s7.500 5 7.500 5-2.800 5-7.500 5-7.500-5-7.500-5Zm9.700 0a2.200 2.200 0 1 1-4.400 0 2.200 2.200 0 0 1 4.400 0Z",
  bolt: "M11 3 5 11.500h4.300L8.800 17 15 8.500h-4.300z",
  stop: "M6 6h8v8H6z",
  edit: "m4.500 15.500.7-3.200 8-8 2.500 2.500-8 8z",
  trash: "M5 6h10M8 6V4.500h4V6m-6 0 .6 10h6.800L14 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name] ?? "");
  svg.append(path);
  return svg;
}

export function say(text) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = text;
}

let counter = 0;
export function fresh(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
