// What every view needs: elements, the data, and the place in the address.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

/** An element. Attributes that are null or false are left out; listeners start with "on". */
function el(tag, attributes, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return dressed(document.createElementNS(SVG, tag), attributes, children);
}

function dressed(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

/** Appends nodes and texts; lists are flattened, nothing is skipped but null. */
function add(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

/** A text of unknown direction within others. */
const isolated = (text, attributes) => el("bdi", attributes, text);

/** A piece of the data, parsed when it is asked for. */
function piece(id) {
  const node = byId(id);
  return node ? JSON.parse(node.textContent) : null;
}

const data = piece("head");
const articleAt = (k) => data.articles[k] ?? { id: "?" };
const bodyOf = (k) => piece(`a${k}`) ?? { text: "", furniture: [], claims: [], around: [] };
const passagesOf = (k) => piece(`e${k}`) ?? { reasons: [], passages: [] };

/** At most so many letters of a text. */
function clip(text, letters) {
  if (text.length <= letters) return text;
  return [...text.slice(0, 2 * letters)].slice(0, letters - 1).join("").trimEnd() + "…";
}

const titleOf = (article) => clip(article.title || article.url || article.id, 160);
const hostOf = (article) => (article.host ? article.host.replace(/^www\./, "") : null);
/** Where an article stands: its site, else its id. */
const siteOf = (article) => clip(hostOf(article) ?? article.id, 60);

/** The tag of a language if browsers can make sense of it. */
function langOf(article) {
  return /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(article.lang ?? "") ? article.lang : null;
}

/** The address of an article if it is one of the web: no other is made a link. */
function linkOf(article) {
  try {
    const url = new URL(article.url);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** What the address says is to be shown. */
function place() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const number = (name, list) => {
    const value = asked.get(name);
    return value !== null && /^\d{1,9}$/.test(value) && Number(value) < list.length ? Number(value) : null;
  };
  return {
    story: number("story", data.stories),
    edge: number("edge", data.edges),
    article: number("article", data.articles),
  };
}

/** The address of a place. */
function to(where) {
  const parts = Object.entries(where).filter(([, value]) => value !== null && value !== undefined);
  return `#${parts.map(([name, value]) => `${name}=${value}`).join("&")}`;
}

/** Fills a list a hundred entries at a time: long ones are not built before they are looked at. */
function fill(list, entries, build, at = 0) {
  const end = Math.min(at + 100, entries.length);
  for (let k = at; k < end; k += 1) list.append(build(entries[k], k));
  if (end === entries.length) return;
  const more = el("button", { type: "button", class: "more" }, `Show more (${counted(entries.length - end)} left)`);
  const item = el("li", { class: "more-item" }, more);
  more.addEventListener("click", () => {
    item.remove();
    fill(list, entries, build, end);
    list.children[end]?.querySelector("a, button")?.focus();
  });
  list.append(item);
}
