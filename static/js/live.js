// Keeps the figures of an open page of the monitoring fresh: every minute it asks for the same address and takes over the
// parts marked data-live, by their id, where they differ. Filters, scroll, focus and what is unfolded stay; a screen reader
// hears only a finding that has changed. Nothing is asked while the page is hidden, and ever more rarely while the line is
// cut, which the page then says. Without this file the link beside the time does the same.

const line = document.querySelector("[data-live-line]");
const every = 60 * 1000;
const longest = 10 * 60 * 1000;
const patience = 20 * 1000;
const reachable = "a[href], button, summary";

// As it came from the server: what a reader unfolds afterwards is no difference.
const shown = new Map([...document.querySelectorAll("[data-live]")].map((part) => [part.id, part.innerHTML]));
let pause = every;
let timer;
let isAsking = false;
let askedAt = Date.now();

const focusIn = (part) => {
  const places = [...part.querySelectorAll(reachable)];
  const place = places.indexOf(document.activeElement);
  return place < 0 ? null : { place, href: document.activeElement.getAttribute("href") };
};

const focusAgain = (part, { place, href }) => {
  const places = [...part.querySelectorAll(reachable)];
  const same = href && places.find((each) => each.getAttribute("href") === href);
  (same || places[place])?.focus({ preventScroll: true });
};

const takeOver = (part, fresh) => {
  if (shown.get(part.id) === fresh.innerHTML) return;
  shown.set(part.id, fresh.innerHTML);
  const focus = focusIn(part);
  const unfolded = [...part.querySelectorAll("details")].map((each) => each.open);
  part.replaceChildren(...fresh.childNodes);
  part.querySelectorAll("details").forEach((each, place) => { each.open = unfolded[place] ?? each.open; });
  if (focus) focusAgain(part, focus);
};

const show = (page) => {
  const finding = document.querySelector("[data-live-finding]");
  const before = finding?.textContent.trim();
  for (const id of shown.keys()) {
    const fresh = page.getElementById(id);
    if (fresh) takeOver(document.getElementById(id), fresh);
  }
  const after = finding?.textContent.trim();
  if (after !== before) line.querySelector("[data-live-summary]").textContent = after;
};

const tellCut = (isCut) => {
  line.classList.toggle("is-stale", isCut);
  line.querySelector("[data-live-cut]").hidden = !isCut;
};

const plan = () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
};

async function refresh() {
  if (isAsking || document.hidden) return;
  isAsking = true;
  askedAt = Date.now();
  try {
    // A door instead of the page means that nobody is signed in any more, which is a cut as well.
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(`The page answered ${answer.status}.`);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    pause = every;
    tellCut(false);
  } catch {
    pause = Math.min(2 * pause, longest);
    tellCut(true);
  } finally {
    isAsking = false;
    plan();
  }
}

if (line) {
  plan();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - askedAt >= every) refresh();
  });
  addEventListener("online", refresh);
}
