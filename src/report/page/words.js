// Plain words for what the engine calls by short names.

const RELATIONS = {
  identical: { group: "same", label: "Identical", lead: "A word-for-word copy of" },
  "near-duplicate": { group: "same", label: "Nearly identical", lead: "A copy, with small changes, of" },
  "same-publisher-version": { group: "same", label: "Other edition", lead: "The same publisher’s other edition of" },
  edited: { group: "changed", label: "Edited", lead: "An edited version of" },
  abridged: { group: "changed", label: "Shortened", lead: "A shortened version of" },
  expanded: { group: "changed", label: "Extended", lead: "An extended version of" },
  update: { group: "changed", label: "Update", lead: "An update of" },
  excerpt: { group: "part", label: "Excerpt", lead: "An article with a passage of" },
  composite: { group: "part", label: "Compiled", lead: "An article put together from several, one of them" },
  retelling: { group: "retold", label: "Retold", lead: "A retelling, in other words, of" },
  translation: { group: "translated", label: "Translated", lead: "A translation of" },
  "partial-translation": { group: "translated", label: "Partly translated", lead: "A translation of parts of" },
  series: { group: "none", label: "Same template", lead: "Made from the same template as" },
  unrelated: { group: "none", label: "Unrelated", lead: "Not related to" },
};

/** Relations that look alike in a time line. */
const GROUPS = {
  origin: "where it starts",
  same: "same text",
  changed: "edited, shortened or extended",
  part: "passages only",
  retold: "retold",
  translated: "translated",
  none: "no copy",
  open: "source not known",
};

const relationOf = (name) => RELATIONS[name] ?? { group: "changed", label: name || "Taken over", lead: "Made from" };
const isCopy = (edge) => relationOf(edge.relation).group !== "none";

/** What the other article of an edge is to the one that the edge is of. */
const ROLES = { "b→a": "Source", "a→b": "Made from it" };
const roleOf = (edge) => ROLES[edge.direction] ?? "Other article";

const FIELDS = [
  [/^text$/, "in the text"],
  [/^line/, "on the page, around the text"],
  [/^jsonld\./, "in the page’s structured data"],
  [/^meta\./, "in the page’s metadata"],
  [/^link\./, "in a link in the page’s head"],
  [/^(rss|atom|feed)\./, "in the feed"],
  [/^(ninjs|newsml)\./, "in the agency’s record"],
];

/** Where a claim stands. */
function fieldOf(field) {
  const known = FIELDS.find(([shape]) => shape.test(field));
  return known ? known[1] : `in the field “${field}”`;
}

const counted = (n) => n.toLocaleString("en-GB");
const several = (n, one, many = `${one}s`) => `${counted(n)} ${n === 1 ? one : many}`;
const percent = (share) => `${Math.round(100 * (share ?? 0))}\u00a0%`;
/** How sure something is; never quite. */
const sure = (share) => typeof share === "number" ? `${Math.min(99, Math.round(100 * share))}\u00a0% sure` : "not known how sure";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const MONTH_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A time in words; times far off any calendar are told as they were written. */
function when(article) {
  const { time, published } = article;
  if (time === undefined || Math.abs(time) > 8e12) return published ? clip(published, 40) : "no date";
  const date = new Date(time * 1000);
  return article.day ? DAY.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)} UTC`;
}

const languageNames = (() => {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" });
  } catch {
    return null;
  }
})();

function languageOf(tag) {
  try {
    return languageNames.of(tag);
  } catch {
    return clip(tag, 12);
  }
}

/** One sentence that says what an article is to another, as nodes. */
function verdict(edge) {
  const article = articleAt(edge.article);
  const relation = relationOf(edge.relation);
  const by = [" by ", isolated(siteOf(article))];
  const end = [credited(edge), "."];
  if (edge.source === undefined) {
    const agency = isolated(edge.unobserved ?? "somebody");
    return ["Made from a report by ", agency, ` that is not here (${sure(edge.confidence)})`, end];
  }
  const source = [relation.lead, " ", named(articleAt(edge.source)), by];
  if (!isCopy(edge)) return [source, ` (${sure(edge.confidence)}); neither was made from the other.`];
  const how = sure(edge.confidence);
  switch (edge.direction) {
    case "b→a": return [source, `, made from it (${how})`, end];
    case "a→b": return [source, `, which was itself made from this article (${how}).`];
    case "common-source": return [source, `; both were made from a text that is not here (${how})`, end];
    default: return [source, ` (${how})`, credited(edge), "; which of the two came first cannot be told."];
  }
}

const named = (article) => {
  const site = article.title && hostOf(article);
  return ["“", isolated(clip(titleOf(article), 110)), "”", site ? [" (", isolated(siteOf(article)), ")"] : null];
};

function credited(edge) {
  if (edge.credited) return ", credited";
  if (edge.other) return ", but credits another";
  return edge.credited === false ? ", not credited" : "";
}

/** The mark that says whether an article names its source. */
function creditMark(edge) {
  if (edge.credited) return el("span", { class: "credit yes" }, "credited");
  if (edge.other) return el("span", { class: "credit other" }, "credits another");
  return edge.credited === false ? el("span", { class: "credit no" }, "not credited") : null;
}

/** How strong a piece of evidence is, from its log odds. */
function strength(weight) {
  const size = Math.abs(weight);
  return size >= 3 ? "very strong" : size >= 1.5 ? "strong" : size >= 0.7 ? "fair" : "weak";
}
