// The section editor: counts words while one writes, and keeps the answer in this browser until it is saved.
// Everything works without this file; the answer is then saved by the buttons alone.

const form = document.getElementById("writing");
const answer = document.getElementById("answer");
const unsent = document.getElementById("unsent");
const text = document.getElementById("id_text");
const count = document.getElementById("count");
const key = `unsent:${unsent.dataset.key}`; // a section keeps its code when the template changes
const near = 0.9;
let stored = null; // the answer that an autosave of this page has brought to the server

// The rule of innovation_portal/utils/words.py: white space is what Python's str.split() takes for it.
const words = (value) => value.split(/[^\S\ufeff]+|[\x1c-\x1f\x85]+/).filter(Boolean).length;

function showCount() {
  if (!text) return;
  const written = words(text.value);
  const limit = Number(text.dataset.limit);
  count.querySelector("[data-words]").textContent = written;
  count.querySelector("progress").value = written;
  count.classList.toggle("is-near", written >= near * limit && written <= limit);
  count.classList.toggle("is-over", written > limit);
}

// What is answered, as pairs of name and value; of radio buttons only the chosen one.
function given() {
  const fields = [...answer.querySelectorAll("[name]")];
  const filled = fields.filter((field) => field.type !== "radio" || field.checked);
  return JSON.stringify(filled.map((field) => [field.name, field.value]));
}

function fill(pairs) {
  for (const [name, value] of JSON.parse(pairs)) {
    for (const field of answer.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }
}

const revision = () => Number(document.getElementById("id_revision").value);
const keep = (isSent) => localStorage.setItem(key, JSON.stringify({ answer: given(), revision: revision(), isSent }));

function showLost() {
  const state = document.getElementById("save-state");
  state.classList.add("is-lost");
  state.replaceChildren(document.getElementById("connection-lost").content.cloneNode(true));
  state.scrollIntoView({ block: "nearest" });
}

// The server writes a number without separators between the thousands, and drops and adds empty lines.
function isSame(one, other) {
  const isNumber = /^-?\d{1,3}([.,]\d{3})+([.,]\d+)?$/;
  const plain = (value) => (isNumber.test(value) ? value.replace(/[.,](?=\d{3}(\D|$))/g, "") : value);
  const filled = (pairs) => JSON.parse(pairs).map(([name, value]) => [name, plain(value.trim())]);
  const [first, second] = [one, other].map((pairs) => JSON.stringify(filled(pairs).filter(([, value]) => value)));
  return first === second;
}

// An answer that was sent and raised the revision has arrived; any other that differs is offered back.
function offerUnsent() {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!kept?.answer) return;
  const hasArrived = kept.isSent && revision() > kept.revision;
  if (hasArrived || isSame(kept.answer, given())) localStorage.removeItem(key);
  else unsent.hidden = false;
}

unsent.addEventListener("click", (event) => {
  const choice = event.target.dataset.unsent;
  if (!choice) return;
  if (choice === "take") {
    fill(JSON.parse(localStorage.getItem(key)).answer);
    answer.querySelector("[name]").dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    localStorage.removeItem(key);
  }
  unsent.hidden = true;
  answer.querySelector("[name]").focus();
});

answer.addEventListener("input", () => {
  showCount();
  keep(false);
});

// Anything but the next revision, such as the sign-in page of an ended session, means that nothing was saved.
const isAnswer = (request) => request.responseText.includes('id="id_revision"');

answer.addEventListener("htmx:beforeRequest", () => {
  answer.dataset.sending = given();
});
answer.addEventListener("htmx:afterRequest", ({ detail }) => {
  const isSaved = detail.successful && isAnswer(detail.xhr) && !detail.xhr.responseText.includes("is-lost");
  if (!isSaved) return;
  stored = answer.dataset.sending;
  if (stored === given()) localStorage.removeItem(key);
});
form.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (isAnswer(detail.xhr)) return;
  detail.shouldSwap = false;
  showLost();
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) answer.addEventListener(name, showLost);

// Nothing was saved while there was no line: try again as soon as it is back.
addEventListener("online", () => {
  if (!document.querySelector("#save-state.is-lost")) return;
  answer.querySelector("[name]")?.dispatchEvent(new Event("input", { bubbles: true }));
});

// Without a line the browser would put its own page in place of the text. An autosave on its way would make this save
// stale; wait for it. What it has stored already need not be kept: saving it once more does not raise the revision.
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    keep(false);
    showLost();
    return;
  }
  if (answer.classList.contains("htmx-request")) {
    event.preventDefault();
    const again = () => form.requestSubmit(event.submitter);
    answer.addEventListener("htmx:afterSettle", again, { once: true });
    answer.addEventListener("htmx:sendError", again, { once: true });
    return;
  }
  if (given() === stored) localStorage.removeItem(key);
  else keep(true);
});

showCount();
offerUnsent();
