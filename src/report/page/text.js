// A text with its marks: shared passages, words that differ, the site's own lines, claims.

const HUES = 6;
const WORD = /[\p{L}\p{N}]/u;

/** What lies between the words that both sides have, without blanks and points at its ends. */
function differing(text, passage, runs) {
  const gaps = [];
  let at = passage[0];
  for (const [start, end] of [...runs, [passage[1], passage[1]]]) {
    if (start > at) gaps.push([at, start]);
    at = Math.max(at, end);
  }
  return gaps.map(([start, end]) => trimmed(text, start, end)).filter(Boolean);
}

function trimmed(text, start, end) {
  const part = [...text.slice(start, end)];
  const first = part.findIndex((letter) => WORD.test(letter));
  if (first < 0) return null;
  let last = part.length - 1;
  while (!WORD.test(part[last])) last -= 1;
  const units = (letters) => letters.reduce((sum, letter) => sum + letter.length, 0);
  return [start + units(part.slice(0, first)), end - units(part.slice(last + 1))];
}

/** A text cut wherever a mark begins or ends: what is active in each part is told to `each`. */
function sweep(length, ranges, each) {
  const events = [];
  for (const { range: [start, end], ...what } of ranges) {
    const mark = { ...what };
    if (start < end) events.push([start, 1, mark], [Math.min(end, length), 0, mark]);
  }
  events.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const active = new Set();
  let at = 0;
  for (const [place, begins, mark] of events) {
    if (place > at) each(at, place, active);
    at = Math.max(at, place);
    if (begins) active.add(mark);
    else active.delete(mark);
  }
  if (length > at) each(at, length, active);
}

/** The ranges of one side of an edge's passages. */
function passageRanges(text, passages, side) {
  const ranges = [];
  passages.forEach((passage, n) => {
    const range = passage[side === 0 ? "a" : "b"];
    ranges.push({ kind: "passage", n, range });
    const runs = passage.runs[side];
    if (runs.length) for (const gap of differing(text, range, runs)) ranges.push({ kind: "differs", range: gap });
  });
  return ranges;
}

/** The text of an article, a paragraph a line. */
function markedText(article, body, passages, side) {
  const { text } = body;
  const box = el("div", { class: "text", lang: langOf(article) });
  const ranges = passageRanges(text, passages, side);
  for (const range of body.furniture) ranges.push({ kind: "own", range });
  for (const claim of body.claims) if (claim.span) ranges.push({ kind: "claim", range: claim.span, names: claim.names });
  const begun = new Set();
  let line = null;
  sweep(text.length, ranges, (start, end, active) => {
    text.slice(start, end).split(/\r\n|[\n\r\u2028\u2029]/).forEach((part, n) => {
      if (n) line = null;
      if (!part) return;
      if (!line) {
        line = el("p", { dir: "auto" });
        box.append(line);
      }
      add(line, fragment(part, [...active], begun));
    });
  });
  if (!box.firstChild) box.append(el("p", { class: "facts" }, "The text is not kept."));
  return box;
}

/** A part of a line with what is active in it; a passage begins with its number. */
function fragment(part, active, begun) {
  const shared = active.filter((mark) => mark.kind === "passage").map((mark) => mark.n);
  const fresh = shared.filter((n) => !begun.has(n));
  fresh.forEach((n) => begun.add(n));
  const buttons = fresh.map(numberButton);
  if (!active.length) return [part];
  const classes = [...new Set(active.map((mark) => mark.kind))];
  if (shared.length) classes.push(`hue${shared[0] % HUES}`);
  const claim = active.find((mark) => mark.kind === "claim");
  const title = claim ? `Says where it comes from${claim.names ? `: ${claim.names}` : ""}` : null;
  const node = el(shared.length ? "mark" : "span", { class: classes.join(" "), "data-passages": shared.length ? shared.join(" ") : null, title }, part);
  return [buttons, node];
}

function numberButton(n) {
  const name = `Passage ${n + 1}: show it in the other text`;
  return el("button", { type: "button", class: `number hue${n % HUES}`, "data-passages": n, "aria-label": name, title: name }, String(n + 1));
}

/** Marks a passage in both texts and brings it into view. */
function link(columns, count) {
  const wide = matchMedia("(min-width: 60rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let lit = null;
  let timer = 0;
  const find = (column, n) => column.querySelectorAll(`[data-passages~="${n}"]`);
  const light = (n) => {
    if (n === lit) return;
    for (const node of columns.flatMap((column) => [...column.querySelectorAll(".lit")])) node.classList.remove("lit");
    lit = n;
    if (n !== null) for (const column of columns) for (const node of find(column, n)) node.classList.add("lit");
  };
  const show = (column, n, far) => {
    const first = find(column, n)[0];
    if (!first) return;
    const behavior = calm.matches ? "auto" : "smooth";
    const box = column.querySelector(".text");
    if (wide.matches) {
      const top = first.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      box.scrollTo({ top: top - box.clientHeight / 3, behavior });
    } else if (far) {
      first.scrollIntoView({ block: "center", behavior });
    }
  };
  const passageOf = (node) => {
    const holder = node instanceof Element ? node.closest("[data-passages]") : null;
    return holder ? Number(holder.dataset.passages.split(" ")[0]) : null;
  };
  columns.forEach((column, side) => {
    const other = columns[1 - side];
    const look = (event) => {
      const n = passageOf(event.target);
      if (n === null || n === lit) return;
      light(n);
      clearTimeout(timer);
      timer = setTimeout(() => show(other, n, false), event.type === "focusin" ? 0 : 120);
    };
    column.addEventListener("mouseover", look);
    column.addEventListener("focusin", look);
    column.addEventListener("click", (event) => {
      const n = passageOf(event.target);
      // Words are selected, not followed.
      if (n === null || String(getSelection())) return;
      light(n);
      show(other, n, true);
    });
  });
  return (n) => {
    const wanted = ((n % count) + count) % count;
    light(wanted);
    if (wide.matches) columns.forEach((column) => show(column, wanted, false));
    else show(columns[0], wanted, true);
    return wanted;
  };
}
