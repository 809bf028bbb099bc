// The corpus at a glance: counts, charts, and the list of stories that can be sorted and filtered.

const isTrace = data.kind === "trace";
const THINGS = isTrace ? "articles" : "stories";

/** What the lists need to know of each story, gathered once. */
const summaries = data.stories.map((story, k) => {
  const members = story.members.map(articleAt);
  const agencies = [story.unobserved, ...story.edges.map((e) => data.edges[e]?.unobserved)].filter(Boolean);
  const times = members.map((article) => article.time).filter((time) => time !== undefined);
  const hosts = [...new Set(members.map(hostOf).filter(Boolean))];
  const title = clip(story.title || (members[0] ? titleOf(members[0]) : "Untitled"), 160);
  return {
    k, story, title, hosts, agencies,
    languages: [...new Set(members.map((article) => article.lang).filter(Boolean))],
    first: times.length ? times.reduce((a, b) => Math.min(a, b)) : null,
    words: [title, ...hosts, ...agencies, ...members.map((a) => `${a.id} ${a.title ?? ""}`)].join("\n").toLowerCase(),
  };
});

/** Edges on which text went from one publisher to another, or may have. */
const copies = data.edges.filter((edge) => isCopy(edge) && edge.direction !== "a→b" && edge.relation !== "same-publisher-version");

const ORDERS = {
  ...(isTrace ? { given: ["As they were given", (a, b) => a.k - b.k] } : {}),
  size: ["Largest first", (a, b) => b.story.members.length - a.story.members.length || a.k - b.k],
  newest: ["Newest first", (a, b) => (b.first ?? -Infinity) - (a.first ?? -Infinity) || a.k - b.k],
  oldest: ["Oldest first", (a, b) => (a.first ?? Infinity) - (b.first ?? Infinity) || a.k - b.k],
  title: ["By title", (a, b) => a.title.localeCompare(b.title) || a.k - b.k],
};

const wanted = { text: "", host: null, order: isTrace ? "given" : "size" };

function glance() {
  const list = el("ol", { class: "stories", id: "stories" });
  const told = el("p", { class: "told", role: "status" });
  const chip = el("p", { class: "chips" });
  const bars = [];
  const show = () => showStories(list, told, chip, bars, show);
  const view = el("div", { class: "glance" }, el("h2", { class: "hidden" }, "At a glance"), notes(), numbers());
  if (data.edges.length) view.append(charts(bars, show));
  if (data.stories.length) view.append(section(isTrace ? "Articles" : "Stories", controls(show), chip, told, list));
  else view.append(el("p", { class: "notice" }, data.articles.length ? "No two of these articles share text." : "There are no articles here."));
  show();
  return view;
}

function section(title, ...children) {
  return el("section", {}, el("h2", {}, title), children);
}

function notes() {
  if (!data.notes.length) return null;
  return el("ul", { class: "notes" }, data.notes.map((note) => el("li", { dir: "auto" }, note)));
}

function numbers() {
  const known = copies.filter((edge) => typeof edge.credited === "boolean");
  const hosts = new Set(data.articles.map(hostOf).filter(Boolean)).size;
  const languages = new Set(data.articles.map((article) => article.lang).filter(Boolean)).size;
  // An article whose source is not here is drawn, too, but is no story by itself.
  const stories = isTrace ? data.stories : data.stories.filter((story) => story.members.length > 1);
  const members = stories.reduce((sum, story) => sum + story.members.length, 0);
  const facts = [
    [counted(stories.length), isTrace ? "traced" : stories.length === 1 ? "story" : "stories"],
    isTrace ? [counted(data.articles.length), data.articles.length === 1 ? "article" : "articles"] : [counted(members), "articles in them"],
    [counted(copies.length), copies.length === 1 ? "copy between sites" : "copies between sites"],
    known.length ? [percent(known.filter((edge) => edge.credited).length / known.length), "credit their source"] : null,
    [counted(hosts), hosts === 1 ? "site" : "sites"],
    [counted(languages), languages === 1 ? "language" : "languages"],
  ];
  return el("dl", { class: "numbers" }, facts.filter(Boolean).map(([value, name]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** How often each value comes, the most frequent first. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function charts(bars, show) {
  const takers = tally(copies.map((edge) => hostOf(articleAt(edge.article))).filter(Boolean));
  const givers = tally(copies.map((edge) =>
    edge.source === undefined ? edge.unobserved : hostOf(articleAt(edge.source))).filter(Boolean));
  const relations = tally(data.edges.map((edge) => relationOf(edge.relation).label));
  const languages = tally(data.articles.map((article) => article.lang).filter(Boolean));
  const sizes = tally(data.stories.map((story) => sizeOf(story.members.length)));
  sizes.sort((a, b) => parseInt(a[0], 10) - parseInt(b[0], 10));
  return el("div", { class: "charts", role: "group", "aria-label": "Charts", tabindex: "0" },
    chart("Who copies the most", takers, (name) => hostButton(name, bars, show)),
    chart("Who is copied the most", givers, (name) => hostButton(name, bars, show)),
    chart("What became of the text", relations),
    creditChart(),
    isTrace ? null : chart("Stories by size", sizes),
    chart("Languages", languages.map(([tag, n]) => [languageOf(tag), n])));
}

function sizeOf(n) {
  return n <= 2 ? "1–2 articles" : n <= 4 ? "3–4 articles" : n <= 9 ? "5–9 articles" : n <= 19 ? "10–19 articles" : "20 articles or more";
}

/** A small bar chart; names may be buttons. */
function chart(title, entries, button) {
  if (!entries.length) return null;
  const most = entries.reduce((most, [, n]) => Math.max(most, n), 1);
  const rows = entries.slice(0, 8).map(([name, n]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", String(n / most));
    return el("li", {}, button ? button(name) : el("span", { class: "name" }, isolated(name)), el("span", { class: "count" }, counted(n)), bar);
  });
  const rest = entries.length > 8 ? el("p", { class: "rest" }, `and ${counted(entries.length - 8)} more`) : null;
  return el("section", { class: "chart" }, el("h3", {}, title), el("ul", {}, rows), rest);
}

/** How copies credit, as one bar with its parts told below. */
function creditChart() {
  const parts = [
    ["yes", "credited", copies.filter((edge) => edge.credited).length],
    ["other", "credit another", copies.filter((edge) => !edge.credited && edge.other).length],
    ["no", "not credited", copies.filter((edge) => edge.credited === false && !edge.other).length],
  ].filter(([, , n]) => n);
  const sum = parts.reduce((sum, [, , n]) => sum + n, 0);
  if (!sum) return null;
  const bar = el("div", { class: "split", "aria-hidden": "true" }, parts.map(([kind, , n]) => {
    const part = el("span", { class: kind });
    part.style.flexGrow = String(n);
    return part;
  }));
  const rows = parts.map(([kind, name, n]) =>
    el("li", {}, el("span", { class: `name ${kind}` }, name), el("span", { class: "count" }, `${counted(n)} · ${percent(n / sum)}`)));
  return el("section", { class: "chart" }, el("h3", {}, "Credit given"), bar, el("ul", {}, rows));
}

function hostButton(host, bars, show) {
  const press = () => {
    wanted.host = wanted.host === host ? null : host;
    show();
    const list = byId("filter");
    if (list && list.getBoundingClientRect().top > innerHeight - 120) list.scrollIntoView({ block: "center" });
  };
  const node = el("button", { type: "button", class: "name", "aria-pressed": "false", title: `Only ${THINGS} with ${host}`, onclick: press }, isolated(host));
  bars.push([host, node]);
  return node;
}

function controls(show) {
  const input = el("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false", placeholder: "Title, site, id" });
  input.addEventListener("input", () => {
    wanted.text = input.value.trim().toLowerCase();
    show();
  });
  const select = el("select", { id: "order" }, Object.entries(ORDERS).map(([name, [label]]) =>
    el("option", { value: name, selected: name === wanted.order }, label)));
  select.addEventListener("change", () => {
    wanted.order = select.value;
    show();
  });
  return el("div", { class: "controls" },
    el("label", {}, el("span", {}, "Filter"), input),
    el("label", {}, el("span", {}, "Order"), select));
}

function matches(summary) {
  const { text, host } = wanted;
  if (host && !summary.hosts.includes(host) && !summary.agencies.includes(host)) return false;
  return !text || summary.words.includes(text);
}

function showStories(list, told, chip, bars, show) {
  const found = summaries.filter(matches).sort(ORDERS[wanted.order][1]);
  const most = found.reduce((most, { story }) => Math.max(most, story.members.length), 2);
  list.replaceChildren();
  fill(list, found, (summary) => storyRow(summary, most));
  const single = isTrace ? 0 : found.filter(({ story }) => story.members.length === 1).length;
  told.textContent = found.length === summaries.length
    ? `${several(found.length, isTrace ? "article" : "story", THINGS)}${single ? `, ${counted(single)} of one article` : ""}`
    : found.length ? `${counted(found.length)} of ${counted(summaries.length)} ${THINGS}` : `None of ${counted(summaries.length)} ${THINGS} matches.`;
  for (const [host, node] of bars) node.setAttribute("aria-pressed", String(wanted.host === host));
  const clear = () => {
    wanted.host = null;
    show();
    byId("filter")?.focus();
  };
  chip.replaceChildren();
  if (wanted.host) chip.append(el("button", { type: "button", class: "chip", onclick: clear }, "Only with ", isolated(wanted.host), el("span", { class: "undo" }, "show all")));
}

function storyRow({ k, story, title, hosts, languages, first }, most) {
  if (isTrace) return el("li", {}, el("a", { href: to({ story: k }) }, isolated(title)), el("p", {}, tracedTo(story)));
  const size = story.members.length;
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", String(size / most));
  const facts = [
    several(size, "article"), several(hosts.length, "site"),
    languages.length > 1 ? several(languages.length, "language") : null,
    first === null ? "no dates" : when({ time: first, day: true }),
  ].filter(Boolean).join(" · ");
  return el("li", {},
    el("a", { href: to({ story: k }) }, isolated(title)),
    el("p", { class: "facts" }, facts, " · ", originOf(story)), bar);
}

/** What the article that a trace is about was made from. */
function tracedTo(story) {
  const [article] = story.members;
  const ties = story.edges.map((k) => data.edges[k]).filter((edge) => edge?.article === article && edge.direction !== "a→b");
  const best = ties.sort((a, b) => Number(isCopy(b)) - Number(isCopy(a)) || b.confidence - a.confidence)[0];
  return best ? verdict(best) : "No source of it was found.";
}

/** Where a story starts, in a few words. */
function originOf(story) {
  if (story.unobserved) return ["starts from ", isolated(story.unobserved), ", not here"];
  if (story.origin === undefined) return "origin not known";
  const origin = articleAt(story.origin);
  return [hostOf(origin) ? "starts on " : "starts with ", isolated(siteOf(origin))];
}
