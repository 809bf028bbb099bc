// Shows what the address asks for, and does so again when it changes.

const main = byId("main");
const heading = byId("heading").textContent;
let overview = null;
let overviewTop = 0;

function view() {
  const { story, edge, article } = place();
  if (edge !== null) return edgeView(edge, story);
  if (article !== null) return articleView(article, story);
  if (story !== null) return storyView(story);
  // What there is one of is opened at once.
  if (data.kind === "compare" && data.edges.length) return edgeView(0, null);
  if (isTrace && data.stories.length === 1) return storyView(0);
  overview ??= glance();
  return overview;
}

function show(first) {
  if (overview?.isConnected) overviewTop = scrollY;
  const next = view();
  main.replaceChildren(next);
  const title = next === overview ? null : next.querySelector("h2");
  document.title = title ? `${clip(title.textContent, 90)} – ${clip(heading, 60)}` : heading;
  if (first) return;
  scrollTo(0, next === overview ? overviewTop : 0);
  title?.focus({ preventScroll: true });
}

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.setAttribute("tabindex", "-1");
  main.focus();
});
addEventListener("hashchange", () => show(false));
show(true);
