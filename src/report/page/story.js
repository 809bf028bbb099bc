// A story: when its articles appeared, and who took it from whom.

/** How deep the tree is set in; deeper ones are told by their source. */
const DEEPEST = 7;

function storyView(k) {
  const { story, title, hosts, languages } = summaries[k];
  const edges = story.edges.filter((e) => data.edges[e]);
  const taken = takenFrom(story, edges);
  const groupOf = (member) => {
    const edge = data.edges[taken.get(member)];
    return edge ? relationOf(edge.relation).group : member === story.origin ? "origin" : "open";
  };
  const hrefOf = (member) => opened(k, member, taken);
  const facts = [several(story.members.length, "article"), several(hosts.length, "site"), languages.map(languageOf).join(", ")];
  return el("div", { class: "story" },
    crumbs([[title, null]]),
    el("h2", { tabindex: "-1" }, isolated(title)),
    el("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    el("p", { class: "lead" }, storyLead(story)),
    section("Time line", legend(new Set(story.members.map(groupOf))), timeline(story, groupOf, hrefOf),
      story.members.length > MARKS ? el("p", { class: "facts" }, `The first ${MARKS} of ${counted(story.members.length)} articles are drawn.`) : null),
    section("Who took it from whom", tree(k, story, taken)),
    others(k, edges, taken));
}

/** The address of what a member opens: the edge it came by, else any of its edges, else its text. */
function opened(k, member, taken) {
  const edge = taken.get(member) ?? data.stories[k].edges.find((e) => data.edges[e]?.article === member);
  return to(edge === undefined ? { story: k, article: member } : { story: k, edge });
}

function storyLead(story) {
  if (isTrace) return tracedTo(story);
  if (story.unobserved) return ["It starts from a report by ", isolated(story.unobserved), " that is not among these articles."];
  if (story.origin === undefined) return "Which article it starts from cannot be told.";
  const origin = articleAt(story.origin);
  return ["It starts with ", named(origin), ` of ${when(origin)}.`];
}

/** The edge by which each member came into the story: the surest that does not lead in a circle. */
function takenFrom(story, edges) {
  const taken = new Map();
  const leadsBack = (edge) => {
    for (let at = edge.source; at !== undefined; at = data.edges[taken.get(at)]?.source) {
      if (at === edge.article) return true;
    }
    return false;
  };
  const rank = (k) => data.edges[k].confidence + (isCopy(data.edges[k]) ? 1 : 0) + (data.edges[k].direction === "b→a" ? 1 : 0);
  for (const k of [...edges].sort((a, b) => rank(b) - rank(a) || a - b)) {
    const edge = data.edges[k];
    const isTaken = edge.direction !== "a→b" && edge.direction !== "common-source";
    if (!isTaken || edge.article === story.origin || taken.has(edge.article) || leadsBack(edge)) continue;
    taken.set(edge.article, k);
  }
  return taken;
}

/** Every member below its source, as rows with their depth: lists of any depth are built without recursion. */
function ranked(story, taken) {
  const below = new Map();
  const members = new Set(story.members);
  const time = (k) => articleAt(k).time ?? Infinity;
  for (const k of story.members) {
    const edge = data.edges[taken.get(k)];
    const source = edge && members.has(edge.source) ? edge.source : edge?.unobserved ? `:${edge.unobserved}` : null;
    if (!below.has(source)) below.set(source, []);
    below.get(source).push(k);
  }
  for (const list of below.values()) list.sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : a - b));
  const roots = [...(below.get(null) ?? [])].sort((a, b) => Number(b === story.origin) - Number(a === story.origin));
  const agencies = [...below.keys()].filter((key) => typeof key === "string");
  const rows = [];
  const stack = [...agencies, ...roots].reverse().map((key) => [key, 0]);
  while (stack.length) {
    const [key, depth] = stack.pop();
    rows.push([key, depth]);
    for (const child of [...(below.get(key) ?? [])].reverse()) stack.push([child, depth + 1]);
  }
  return rows;
}

function tree(k, story, taken) {
  const list = el("ol", { class: "tree" });
  fill(list, ranked(story, taken), ([key, depth]) => {
    const node = typeof key === "string" ? agencyNode(key.slice(1)) : articleNode(k, key, taken, depth);
    const item = el("li", { class: depth ? "child" : null }, node);
    item.style.setProperty("--depth", String(Math.min(depth, DEEPEST)));
    return item;
  });
  return list;
}

function agencyNode(name) {
  return el("div", { class: "node unseen" }, el("strong", {}, isolated(name)), el("span", { class: "facts" }, "not among these articles"));
}

function articleNode(k, member, taken, depth) {
  const article = articleAt(member);
  const edge = taken.get(member);
  return el("div", { class: "node" },
    el("a", { href: opened(k, member, taken) }, isolated(titleOf(article), { lang: langOf(article) })),
    el("span", { class: "facts" }, isolated(siteOf(article)), ` · ${when(article)}`, article.lang ? ` · ${languageOf(article.lang)}` : null,
      depth ? takenOf(data.edges[edge], depth) : null),
    edge === undefined ? null : marks(data.edges[edge]));
}

/** Whom it was taken from: seen where that is no longer told by how far it is set in, and read aloud always. */
function takenOf(edge, depth) {
  const source = edge.source === undefined ? edge.unobserved : siteOf(articleAt(edge.source));
  return el("span", { class: depth > DEEPEST ? null : "hidden" }, " · from ", isolated(source));
}

/** What an edge says, as short marks. */
function marks(edge) {
  const relation = relationOf(edge.relation);
  const ways = { undetermined: "which came first is open", "common-source": "both from a third text", "a→b": "the other way round" };
  const way = isCopy(edge) && ways[edge.direction] ? el("span", { class: "way" }, ways[edge.direction]) : null;
  return el("span", { class: "marks" },
    el("span", { class: `badge ${relation.group}` }, relation.label), way, creditMark(edge),
    el("span", { class: "sure" }, sure(edge.confidence)));
}

/** Ties that are not in the tree: further sources of one article, or others of the same text. */
function others(k, edges, taken) {
  const used = new Set(taken.values());
  const rest = edges.filter((e) => !used.has(e));
  if (!rest.length) return null;
  const list = el("ol", { class: "ties-list" });
  fill(list, rest, (e) => {
    const edge = data.edges[e];
    const source = edge.source === undefined ? isolated(edge.unobserved ?? "somebody") : isolated(siteOf(articleAt(edge.source)));
    return el("li", {}, el("a", { href: to({ story: k, edge: e }) }, isolated(titleOf(articleAt(edge.article)))),
      el("span", { class: "facts" }, isolated(siteOf(articleAt(edge.article))), " and ", source), marks(edge));
  });
  return section("Other ties", list);
}

/** The way back, above every view but the first. */
function crumbs(steps) {
  const start = data.stories.length > (isTrace ? 1 : 0) ? [isTrace ? "All articles" : "All stories", "#"] : null;
  const items = [start, ...steps].filter(Boolean).map(([name, href]) =>
    el("li", {}, href === null ? el("span", { "aria-current": "page" }, isolated(clip(name, 70))) : el("a", { href }, isolated(clip(name, 70)))));
  return el("nav", { class: "crumbs", "aria-label": "Where you are" }, el("ol", {}, items));
}
