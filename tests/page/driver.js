// Goes through the page as a reader would, and tells what it found to the frame around it.
(async () => {
  const findings = { checks: 0, failures: [], views: 0 };
  const head = JSON.parse(document.getElementById("head").textContent);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const pause = (time = 20) => new Promise((done) => setTimeout(done, time));
  const check = (ok, what) => {
    findings.checks += 1;
    if (!ok) findings.failures.push(`${location.hash || "#"} ${what}`);
  };
  const go = async (hash) => {
    location.hash = hash;
    await pause();
    // Drawings follow when their width is known.
    if (one(".timeline")) await pause(50);
    everywhere();
  };

  /** What holds for every view. */
  function everywhere() {
    findings.views += 1;
    const root = document.documentElement;
    check(root.scrollWidth <= root.clientWidth, `the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    check(one("h1") && one("main").firstElementChild, "nothing is shown");
    check(window.hacked === undefined && !one("#evil") && all("main script, main img").length === 0, "data became markup");
    for (const link of all("main a")) check(/^(#|https?:)/.test(link.getAttribute("href")), `a link to ${link.getAttribute("href")}`);
    const ids = all("[id]").map((node) => node.id);
    check(new Set(ids).size === ids.length, "an id comes twice");
    for (const node of all("main a, main button, main summary")) {
      check((node.getAttribute("aria-label") ?? node.textContent).trim() !== "", `${node.outerHTML.slice(0, 80)} has no name`);
    }
    check(!/undefined|NaN|\[object/.test(one("main").textContent.replaceAll("no such", "")), `a value shows through: ${one("main").textContent.match(/.{30}(undefined|NaN|\[object).{0,30}/)?.[0]}`);
    readable();
  }

  /** Every text stands out from what is behind it. */
  function readable() {
    const low = new Map();
    for (const node of all("body *").slice(0, 3000)) {
      if (!ownText(node) || node.closest("script, style, noscript, .skip, .hidden, option")) continue;
      const style = getComputedStyle(node);
      const ink = channels(node instanceof SVGElement ? style.fill : style.color);
      const ratio = contrast(ink, behind(node));
      if (ratio < 4.5) low.set(`${node.tagName}.${node.getAttribute("class")}`, ratio.toFixed(2));
    }
    check(low.size === 0, `too little contrast: ${[...low].join("; ")}`);
  }

  const ownText = (node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

  function behind(node) {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  }

  function contrast(a, b) {
    const light = (colour) => {
      const [r, g, b] = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  const rows = () => all("#stories > li:not(.more-item)");

  /** The list: filter, order, sites, and more of it. */
  async function list() {
    if (!head.stories.length) {
      check(one("main .notice"), "an empty page says nothing");
      return;
    }
    const shown = Math.min(100, head.stories.length);
    check(rows().length === shown, `${rows().length} stories of ${shown}`);
    if (head.stories.length > 100) {
      one(".more").click();
      check(rows().length === 200, `${rows().length} stories after asking for more`);
      check(rows()[100].contains(document.activeElement), "what was asked for has not the focus");
    }
    if (head.stories.length < 3) return;
    const type = (text) => {
      const input = one("#filter");
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const { title } = head.stories[2];
    type(title.toUpperCase());
    check(rows().length >= 1 && rows().every((row) => row.textContent.includes(title)), "the filter finds other stories");
    type("no story has this");
    check(rows().length === 0 && /^None/.test(one(".told").textContent), "nothing found is not told");
    type("");
    const order = one("#order");
    const titles = () => rows().map((row) => row.querySelector("a").textContent);
    const before = titles().join();
    for (const option of all("option", order)) {
      order.value = option.value;
      order.dispatchEvent(new Event("change", { bubbles: true }));
      check(rows().length === shown, `${option.value} shows ${rows().length}`);
      if (option.value === "title") check(titles().join() === titles().sort((a, b) => a.localeCompare(b)).join(), "titles are not in order");
    }
    order.value = "size";
    order.dispatchEvent(new Event("change", { bubbles: true }));
    check(titles().join() === before, "the first order does not come back");
    for (const site of all(".chart button").slice(0, 3)) {
      site.click();
      check(site.getAttribute("aria-pressed") === "true" && one(".chip"), "a site is not pressed");
      check(!one(".chip") || rows().length <= shown, "a site adds stories");
      one(".chip").click();
      check(site.getAttribute("aria-pressed") === "false" && rows().length === shown && !one(".chip"), "a site stays pressed");
    }
    everywhere();
  }

  /** A story: its drawing and its tree. */
  async function story(k) {
    const { members, edges } = head.stories[k];
    await go(`story=${k}`);
    check(document.activeElement === one("h2"), "the heading has not the focus");
    check(document.title.length > 3 && document.title !== one("h1").textContent, "the window's title stays");
    const marks = all(".timeline a");
    check(marks.length === Math.min(members.length, 400), `${marks.length} marks for ${members.length} articles`);
    const places = new Set(marks.map((mark) => mark.getAttribute("transform")));
    check(places.size === marks.length, "two marks at one place");
    lanes();
    while (one(".tree .more")) one(".tree .more").click();
    check(all(".tree .node:not(.unseen)").length === members.length, `${all(".tree .node").length} nodes for ${members.length}`);
    const links = all(".tree a").filter((link) => link.hash.includes("edge="));
    if (edges.length && members.length > 1) check(links.length || one(".ties-list a"), "no way to an edge");
    if (links.length) {
      links[0].click();
      await pause();
      check(one(".edge .verdict"), "a node does not open its edge");
    }
  }

  /** Labels of a drawing do not lie on each other. */
  function lanes() {
    for (const selector of [".timeline .lane", ".timeline .axis text"]) {
      const boxes = all(selector).map((node) => node.getBoundingClientRect()).filter((box) => box.width);
      const clash = boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3));
      check(!clash, `labels (${selector}) lie on each other`);
      check(boxes.every((box) => box.right <= document.documentElement.clientWidth + 1 && box.left >= -1), `a label (${selector}) is cut off`);
    }
  }

  /** An edge: the texts, their passages, and the ways from one to the other. */
  async function edge(k, storyAt) {
    const { article, source, relation } = head.edges[k];
    await go(storyAt === null ? `edge=${k}` : `story=${storyAt}&edge=${k}`);
    const verdict = one(".verdict").textContent;
    check(/\.$/.test(verdict) && verdict.length > 20, `no verdict: ${verdict}`);
    const columns = all(".column");
    check(columns.length === (source === undefined ? 1 : 2), `${columns.length} columns`);
    const { passages } = JSON.parse(document.getElementById(`e${k}`).textContent);
    [article, source].slice(0, columns.length).forEach((at, side) => whole(at, columns[side]));
    if (columns.length < 2) return;
    for (const n of passages.slice(0, 40).keys()) {
      const parts = columns.map((column) => all(`mark[data-passages~="${n}"]`, column));
      check(parts.every((part) => part.length), `passage ${n} is not on both sides`);
      const [a, b] = parts.map((part) => part.map((node) => node.textContent).join(""));
      if (relation === "identical" && storyAt !== hostileStory) check(a === b, `passage ${n} differs: ${a} | ${b}`);
    }
    if (passages.length) linked(columns);
  }

  /** Nothing of a text is lost or said twice. */
  function whole(at, column) {
    const { text } = JSON.parse(document.getElementById(`a${at}`).textContent);
    const plain = (words) => words.replace(/[\n\r\u2028\u2029]/g, "");
    const copy = column.querySelector(".text").cloneNode(true);
    all(".number", copy).forEach((button) => button.remove());
    if (text) check(plain(copy.textContent) === plain(text), "the text is not as it was");
  }

  /** Passages light up on both sides, by keyboard, mouse and buttons. */
  function linked(columns) {
    const lit = () => columns.map((column) => all("mark.lit", column).length > 0);
    const number = columns[0].querySelector("button.number");
    number.focus();
    if (document.activeElement === number && !lit()[0]) number.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    check(lit().every(Boolean), "focus lights nothing on the other side");
    const marks = all("mark", columns[1]);
    marks[marks.length - 1].dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    check(lit().every(Boolean), "the mouse lights nothing on the other side");
    marks[0].click();
    check(lit().every(Boolean), "a click lights nothing on the other side");
    const [back, next] = all(".stepper button");
    next.click();
    check(/^Passage 1 of/.test(one(".stepper [role=status]").textContent), "the stepper does not start at the first");
    back.click();
    check(lit().every(Boolean), "the stepper lights nothing");
  }

  const named = (title) => head.stories.findIndex((story) => story.title.startsWith(title));
  const hostileStory = named("<\/script>");

  async function scripts() {
    const arabic = named("جنوح");
    if (arabic < 0) return;
    await edge(head.stories[arabic].edges[0], arabic);
    const [left, right] = all(".column .text");
    check(getComputedStyle(right.querySelector("p")).direction === "rtl", "Arabic does not run from the right");
    check(getComputedStyle(left.querySelector("p")).direction === "ltr", "English does not run from the left");
    check(right.lang === "ar", "the language of a text is not told");
  }

  async function differing() {
    const crane = head.edges.findIndex((edge) => edge.relation === "edited" && (head.articles[edge.article].title === "Crane gone"));
    if (crane < 0) return;
    await edge(crane, null);
    const words = all(".column .text").map((text) => all(".differs", text).map((node) => node.textContent).join("|"));
    check(words.join() === "Tuesday,Monday", `differing words: ${words}`);
  }

  async function around() {
    const box = one("details.around");
    if (!box) return;
    box.open = true;
    await pause();
    check(all("li", box).length > 0, "the lines around a text are not listed");
    everywhere();
  }

  /** What a page opens with: what there is one of, or the overview. */
  function first() {
    if (head.kind === "compare") return ".verdict";
    return head.kind === "trace" && head.stories.length === 1 ? ".story" : ".glance";
  }

  /** Addresses made by hand. */
  async function wrong() {
    for (const hash of ["story=99999999", "edge=-1", "story=1e3&edge=x", "=&=", "%E0%A4%A", "story=0&edge=99999"]) await go(hash);
    await go("");
    check(one(first()), "what was first does not come back");
  }

  try {
    everywhere();
    findings.size = [innerWidth, innerHeight];
    findings.dark = matchMedia("(prefers-color-scheme: dark)").matches;
    check(one(first()), "it does not open with what there is");
    if (one(".glance")) await list();
    const stories = [...head.stories.keys()].slice(0, head.stories.length > 1000 ? 4 : 60);
    for (const k of stories) await story(k);
    for (const k of stories) for (const e of head.stories[k].edges.slice(0, 2)) await edge(e, k);
    await around();
    await scripts();
    await differing();
    await wrong();
  } catch (error) {
    recorded.push(`driver: ${error.stack}`);
  }
  findings.errors = recorded;
  findings.done = true;
  parent.postMessage(findings, "*");
})();
