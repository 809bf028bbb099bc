// A story's time line: articles as marks by time, a lane a site, those without a date in their own.

const LANES = 24;
const MARKS = 400;
const ROW = 18;
const STEPS = [60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400, 14 * 86400,
  30 * 86400, 91 * 86400, 182 * 86400, 365 * 86400, 730 * 86400, 1826 * 86400, 3652 * 86400, 36525 * 86400];

const hasTime = (article) => article.time !== undefined && Math.abs(article.time) < 8e12;
/** Where an article is drawn: one that tells its day only, in the middle of it. */
const middleOf = (article) => article.time + (article.day ? 43200 : 0);

/** The time line in a box that draws it anew when its width changes. */
function timeline(story, groupOf, hrefOf) {
  const box = el("div", { class: "timeline" });
  let drawn = 0;
  const draw = () => {
    const width = Math.floor(box.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    box.replaceChildren(drawTimeline(story, groupOf, hrefOf, width));
  };
  // As soon as it is in the page; and again in a frame of its own, for drawing changes the size that is observed.
  queueMicrotask(draw);
  new ResizeObserver(() => requestAnimationFrame(draw)).observe(box);
  return box;
}

function drawTimeline(story, groupOf, hrefOf, width) {
  const members = story.members.slice(0, MARKS);
  const labels = width >= 640 ? 200 : 0;
  const area = { left: labels + 14, right: width - 14, width, labels };
  const times = members.map(articleAt).filter(hasTime).flatMap((article) => article.day ? [article.time, article.time + 86400] : [article.time]);
  const span = spanOf(times);
  const x = (time) => area.left + ((time - span[0]) / (span[1] - span[0])) * (area.right - area.left);
  const lanes = lanesOf(members, times.length > 0);
  const places = new Map();
  let y = times.length ? 42 : 4;
  for (const lane of lanes) {
    lane.top = y;
    y += placed(lane, x, area, places);
  }
  const ends = { top: times.length ? 36 : 0, bottom: y };
  return svg("svg", { width, height: y + 4, viewBox: `0 0 ${width} ${y + 4}`, role: "group", "aria-label": "Time line" },
    times.length ? axis(span, x, area, ends) : null,
    lanes.map((lane) => svg("line", { class: lane.undated ? "rail undated" : "rail", x1: area.left - 8, x2: area.right + 8, y1: lane.line, y2: lane.line })),
    members.map((k) => dayBand(articleAt(k), places.get(k), x)),
    ties(story, places),
    lanes.map((lane) => laneName(lane, area)),
    members.map((k) => mark(k, places.get(k), groupOf(k), hrefOf(k))));
}

/** From the first to the last time, never nothing. */
function spanOf(times) {
  if (!times.length) return [0, 1];
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  return last > first ? [first, last] : [first - 1800, last + 1800];
}

/** Members by site, the earliest site first; the smallest sites share a lane where there are too many. */
function lanesOf(members, hasTimes) {
  const dated = new Map();
  const undated = [];
  for (const k of members) {
    const article = articleAt(k);
    if (!hasTime(article)) {
      undated.push(k);
      continue;
    }
    const name = hostOf(article) ?? "no web address";
    if (!dated.has(name)) dated.set(name, []);
    dated.get(name).push(k);
  }
  const time = (k) => middleOf(articleAt(k));
  let lanes = [...dated].map(([name, list]) => ({ name, list: list.sort((a, b) => time(a) - time(b) || a - b) }));
  lanes.sort((a, b) => time(a.list[0]) - time(b.list[0]) || (a.name < b.name ? -1 : 1));
  if (lanes.length > LANES) {
    const kept = new Set([...lanes].sort((a, b) => b.list.length - a.list.length).slice(0, LANES - 1));
    const rest = lanes.filter((lane) => !kept.has(lane)).flatMap((lane) => lane.list).sort((a, b) => time(a) - time(b) || a - b);
    lanes = [...lanes.filter((lane) => kept.has(lane)), { name: "other sites", list: rest }];
  }
  if (undated.length) lanes.push({ name: hasTimes ? "no date" : "no dates known", list: undated, undated: true });
  return lanes;
}

/** Gives each mark of a lane its place, in rows so that none covers another; returns the height of the lane. */
function placed(lane, x, area, places) {
  const top = lane.top + (area.labels ? 8 : 22);
  const ends = [];
  const fit = Math.max(1, Math.floor((area.right - area.left) / ROW));
  lane.list.forEach((k, n) => {
    const at = lane.undated ? area.left + (n % fit) * ROW : x(middleOf(articleAt(k)));
    let row = lane.undated ? Math.floor(n / fit) : ends.findIndex((end) => end + ROW - 2 <= at);
    if (row < 0) row = ends.length;
    ends[row] = at;
    places.set(k, { x: at, y: top + row * ROW + 8 });
  });
  lane.line = top + 8;
  return (area.labels ? 18 : 30) + ends.length * ROW;
}

const pen = document.createElement("canvas").getContext("2d");

/** As much of a name as there is room for. */
function fitted(name, width) {
  pen.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  let letters = Math.min(name.length, 80);
  while (letters > 2 && pen.measureText(clip(name, letters)).width > width) letters -= 1;
  return clip(name, letters);
}

function laneName(lane, area) {
  const place = area.labels ? { x: 0, y: lane.line + 4 } : { x: 2, y: lane.top + 14 };
  return svg("text", { class: "lane", direction: "ltr", ...place }, fitted(lane.name, area.labels || area.width - 4));
}

/** The day of an article that tells no time. */
function dayBand(article, at, x) {
  if (!article.day || !hasTime(article)) return null;
  const start = x(article.time);
  return svg("rect", { class: "day-band", x: start, y: at.y - 4, width: x(article.time + 86400) - start, height: 8, rx: 4 });
}

/** Times along the top, as many as there is room for. */
function axis(span, x, area, ends) {
  const room = Math.max(1, Math.floor((area.right - area.left) / 84));
  const step = STEPS.find((step) => (span[1] - span[0]) / step <= room) ?? (span[1] - span[0]) / room;
  const group = svg("g", { class: "axis", "aria-hidden": "true" });
  let day = "";
  let last = -Infinity;
  for (let time = Math.ceil(span[0] / step) * step; time <= span[1]; time += step) {
    const at = x(time);
    // Labels are centred, and kept within the drawing.
    const label = Math.min(Math.max(at, area.left + 26), area.right - 26);
    if (label - last < 64) continue;
    last = label;
    const date = new Date(time * 1000);
    const today = step >= 300 * 86400 ? String(date.getUTCFullYear()) : step >= 25 * 86400 ? DAY.format(date).replace(/^\d+ /, "") : MONTH_DAY.format(date);
    if (today !== day) group.append(svg("text", { x: label, y: 12, class: "day" }, today));
    if (step < 86400) group.append(svg("text", { x: label, y: 27 }, CLOCK.format(date)));
    group.append(svg("line", { x1: at, x2: at, y1: ends.top, y2: ends.bottom }));
    day = today;
  }
  return group;
}

/** Faint lines from each source to what was made from it. */
function ties(story, places) {
  const lines = story.edges.map((k) => data.edges[k]).map((edge) => {
    const from = edge && isCopy(edge) ? places.get(edge.source) : null;
    const end = edge ? places.get(edge.article) : null;
    if (!from || !end) return null;
    const middle = (from.x + end.x) / 2;
    return svg("path", { d: `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${end.y} ${end.x} ${end.y}` });
  });
  // Many lines are drawn fainter, so that marks stay what is seen first.
  const opacity = Math.max(0.12, Math.min(0.5, 8 / story.edges.length));
  return svg("g", { class: "ties", "aria-hidden": "true", opacity }, lines);
}

/** Shapes by group, so that colour is not all that tells them apart. */
const SHAPES = {
  origin: () => svg("path", { d: "M0 -8L8 0L0 8L-8 0Z" }),
  same: () => svg("circle", { r: 6 }),
  changed: () => svg("path", { d: "M0 -7L7 5.5L-7 5.5Z" }),
  part: () => svg("path", { d: "M-8 0A8 8 0 0 1 8 0Z", transform: "translate(0 4)" }),
  retold: () => svg("path", { d: "M0 7L-7 -5.5L7 -5.5Z" }),
  translated: () => svg("rect", { x: -5.5, y: -5.5, width: 11, height: 11 }),
  none: () => svg("path", { d: "M-5 -5L5 5M-5 5L5 -5" }),
  open: () => svg("circle", { r: 5 }),
};

function mark(k, at, group, href) {
  const article = articleAt(k);
  const name = `${titleOf(article)}, ${siteOf(article)}, ${when(article)}: ${GROUPS[group]}`;
  return svg("a", { href, class: `mark ${group}`, transform: `translate(${at.x} ${at.y})`, "aria-label": name },
    svg("title", {}, name), svg("circle", { class: "target", r: 9 }), SHAPES[group]());
}

/** What the marks mean, of those that are there. */
function legend(groups) {
  const entries = Object.keys(GROUPS).filter((group) => groups.has(group)).map((group) =>
    el("li", {}, svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
      svg("g", { class: `mark ${group}` }, SHAPES[group]())), GROUPS[group]));
  return el("ul", { class: "legend" }, entries);
}
