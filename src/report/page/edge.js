// An edge: the verdict, its reasons, and the two texts side by side.

function edgeView(k, storyAt) {
  const edge = data.edges[k];
  const detail = passagesOf(k);
  // An address made by hand may name a story that the edge is not of.
  const summary = data.stories[storyAt]?.edges.includes(k) ? summaries[storyAt] : null;
  const steps = summary ? [[summary.title, to({ story: storyAt })], ["Comparison", null]] : [["Comparison", null]];
  return el("div", { class: "edge" },
    crumbs(steps),
    el("h2", { tabindex: "-1", class: "verdict" }, verdict(edge)),
    el("div", { class: "why" }, facts(edge, detail), reasons(edge, detail)),
    edge.source === undefined ? single(edge.article) : beside(edge, detail),
    summary ? neighbours(summary.story, storyAt, k) : null);
}

/** The edges before and behind it in the story. */
function neighbours(story, storyAt, k) {
  const at = story.edges.indexOf(k);
  const step = (next, label, rel) => next === undefined ? null :
    el("a", { href: to({ story: storyAt, edge: next }), rel }, label);
  return el("nav", { class: "neighbours", "aria-label": "Other comparisons of this story" },
    step(story.edges[at - 1], "Previous comparison", "prev"), step(at < 0 ? undefined : story.edges[at + 1], "Next comparison", "next"));
}

function facts(edge, detail) {
  const rows = [
    ["Relation", relationOf(edge.relation).label],
    detail.containment ? ["Shared", `${percent(detail.containment[0])} of the article stands in the other text, ${percent(detail.containment[1])} of that in the article`] : null,
    typeof detail.similarity === "number" ? ["Similarity", `${detail.similarity.toFixed(2)} of 1`] : null,
    credit(edge, detail),
    detail.reduced ? ["Coverage", "Reduced: the word table does not have one of the two languages, so that only numbers and names were compared."] : null,
  ];
  return el("dl", { class: "measures" }, rows.filter(Boolean).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function credit(edge, detail) {
  if (!detail.credit) return edge.credited === false ? ["Credit", "It names no source."] : edge.credited ? ["Credit", "It names its source."] : null;
  const { text, field, agrees } = detail.credit;
  const judged = agrees === true ? "; the texts agree with that" : agrees === false ? "; the texts point elsewhere" : "";
  return ["Credit", ["It says “", isolated(clip(text, 200)), `”, ${fieldOf(field)}${judged}.`]];
}

function reasons(edge, detail) {
  if (!detail.reasons.length) return null;
  const most = detail.reasons.reduce((most, { weight }) => Math.max(most, Math.abs(weight ?? 0)), 3);
  const list = [...detail.reasons].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map((reason) => {
    const weight = reason.weight ?? 0;
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", String(Math.abs(weight) / most));
    const side = weight > 0 ? "for" : weight < 0 ? "against" : "neutral";
    return el("li", { class: side }, el("span", { class: "what", dir: "auto" }, clip(reason.text, 400)),
      el("span", { class: "weight" }, side === "neutral" ? "says nothing" : `${strength(weight)}, ${side}`), bar);
  });
  return el("section", { class: "reasons" }, el("h3", {}, edge.direction === "b→a" && edge.source !== undefined ? "What speaks for and against this source" : "Why that is said"), el("ol", {}, list));
}

/** Both texts, the article first. */
function beside(edge, detail) {
  const bodies = [bodyOf(edge.article), bodyOf(edge.source)];
  const columns = [edge.article, edge.source].map((k, side) =>
    column(side === 0 ? "Article" : roleOf(edge), k, bodies[side], detail.passages, side));
  const count = detail.passages.length;
  const go = link(columns, count);
  return el("section", { class: "compare" }, el("h3", { class: "hidden" }, "The two texts"),
    el("div", { class: "bar-top" }, keys(bodies, detail.passages), count ? stepper(count, go) : el("p", { class: "facts" }, "No passage stands in both.")),
    el("div", { class: "columns" }, columns));
}

/** An article alone. */
function single(k) {
  const body = bodyOf(k);
  return el("section", { class: "compare" }, el("div", { class: "bar-top" }, keys([body], [])), el("div", { class: "columns one" }, column("Article", k, body, [], 0)));
}

function stepper(count, go) {
  let at = -1;
  const told = el("span", { role: "status" }, several(count, "shared passage"));
  const step = (by) => () => {
    at = go(at < 0 && by < 0 ? -1 : at + by);
    told.textContent = `Passage ${at + 1} of ${counted(count)}`;
  };
  return el("div", { class: "stepper" },
    el("button", { type: "button", onclick: step(-1), "aria-label": "Previous passage" }, "‹"), told,
    el("button", { type: "button", onclick: step(1), "aria-label": "Next passage" }, "›"));
}

/** What the marks in the texts mean, of those that are there. */
function keys(bodies, passages) {
  const has = {
    passage: passages.length > 0,
    differs: passages.some((passage) => passage.runs[0].length > 0),
    claim: bodies.some((body) => body.claims.some((claim) => claim.span)),
    own: bodies.some((body) => body.furniture.length > 0),
  };
  const translated = passages.length > 0 && passages.every((passage) => typeof passage.score === "number");
  const entries = [
    has.passage ? [el("mark", { class: "passage hue0" }, translated ? "translated passage" : "shared passage"), ", same number and colour in both"] : null,
    has.differs ? el("mark", { class: "passage hue0 differs" }, "words that differ") : null,
    has.claim ? el("span", { class: "claim" }, "says where it comes from") : null,
    has.own ? el("span", { class: "own" }, "the site’s own lines and credits") : null,
  ];
  return el("ul", { class: "keys" }, entries.filter(Boolean).map((entry) => el("li", {}, entry)));
}

function column(role, k, body, passages, side) {
  const article = articleAt(k);
  const href = linkOf(article);
  const address = href ? el("a", { href, rel: "noopener noreferrer", class: "address" }, isolated(clip(article.url, 90)))
    : article.url ? el("span", { class: "address" }, isolated(clip(article.url, 90))) : el("span", { class: "address" }, isolated(clip(article.id, 90)));
  const text = markedText(article, body, passages, side);
  text.setAttribute("tabindex", "0");
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", `Text: ${role.toLowerCase()}`);
  return el("article", { class: "column" },
    el("header", {}, el("p", { class: "role" }, role),
      el("h4", { dir: "auto", lang: langOf(article) }, titleOf(article)),
      el("p", { class: "facts" }, [hostOf(article) ? [isolated(siteOf(article)), " · "] : null, when(article), article.lang ? ` · ${languageOf(article.lang)}` : null]),
      el("p", { class: "facts" }, address)),
    text, claims(body), around(body));
}

function claims(body) {
  if (!body.claims.length) return null;
  const list = body.claims.map((claim) => el("li", {},
    el("q", { dir: "auto" }, clip(claim.text, 300)), el("span", { class: "facts" }, claim.names ? ["names ", isolated(clip(claim.names, 80)), ", "] : null, fieldOf(claim.field))));
  return el("section", { class: "claims" }, el("h5", {}, "What it says of its origin"), el("ul", {}, list));
}

function around(body) {
  if (!body.around.length) return null;
  const list = el("ul", {});
  const box = el("details", { class: "around" }, el("summary", {}, `${several(body.around.length, "line")} of the page around the text`), list);
  box.addEventListener("toggle", () => {
    if (box.open && !list.firstChild) fill(list, body.around, (line) => el("li", { dir: "auto" }, clip(line, 500)));
  });
  return box;
}

/** An article that nothing is compared with: the one that a story starts from. */
function articleView(k, storyAt) {
  const summary = storyAt === null ? null : summaries[storyAt];
  const title = titleOf(articleAt(k));
  const steps = summary ? [[summary.title, to({ story: storyAt })], [title, null]] : [[title, null]];
  return el("div", { class: "edge" }, crumbs(steps), el("h2", { tabindex: "-1" }, isolated(title)), single(k));
}
