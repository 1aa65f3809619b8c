// Keeps an answer in this browser until it has reached the server, and offers it back when it never did.
// Everything works without this file; the answer is then saved by the buttons alone.

// `form` is what the buttons send; `answer` holds the fields and is what htmx sends while one writes, at times the form
// itself. The form has autocomplete="off", or the browser would put an older answer back beside a newer revision when one
// returns to it. #unsent offers what was kept, #save-state says whether it is saved, #id_revision on what the answer is
// based.
class Unsent {
  #form;
  #answer;
  #key;
  #offer = document.getElementById("unsent");
  #sending = null; // the answer that is on its way
  #stored = null; // the answer that an autosave of this page has brought to the server
  #isLeaving = false; // a button has sent the form

  constructor(form, answer) {
    this.#form = form;
    this.#answer = answer;
    this.#key = Unsent.keyOf(this.#offer.dataset.key);
    this.#offer.addEventListener("click", (event) => this.#choose(event.target.dataset.unsent));
    answer.addEventListener("input", () => this.#keep(false));
    this.#watchRequests();
    form.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("pageshow", () => {
      this.#isLeaving = false; // back in the history: the same page goes on
    });
    // Nothing was saved while there was no line: try again as soon as it is back.
    addEventListener("online", () => {
      if (document.querySelector("#save-state.is-lost")) this.#announce();
    });
    this.#offerBack();
    // On a slow line one writes before this file and htmx have come, and neither has heard of it.
    if (this.#isAhead()) this.#keep(false);
    document.body.addEventListener("htmx:load", () => this.#isAhead() && this.#announce(), { once: true });
  }

  static keyOf(key) {
    return `unsent:${key}`;
  }

  static forget(key) {
    localStorage.removeItem(Unsent.keyOf(key));
  }

  get #fields() {
    return [...this.#answer.querySelectorAll("input:not([type=hidden], [type=file]), textarea, select")].filter((one) => one.name);
  }

  // What is answered, as pairs of name and value; of buttons and ticks only the chosen ones.
  #given() {
    const filled = this.#fields.filter((field) => !isTick(field) || field.checked);
    return JSON.stringify(filled.map((field) => [field.name, field.value]));
  }

  // The same as the server has sent it with the page.
  #served() {
    const filled = this.#fields.filter((field) => !isTick(field) || field.defaultChecked);
    return JSON.stringify(filled.map((field) => [field.name, servedValue(field)]));
  }

  #fill(pairs) {
    const values = JSON.parse(pairs);
    for (const field of this.#fields) {
      const found = values.find(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
      if (isTick(field)) field.checked = Boolean(found);
      else if (found) field.value = found[1];
    }
  }

  // Tells the page and htmx that there is something new to save.
  #announce() {
    for (const kind of ["input", "change"]) this.#answer.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // Whether there is more in the fields than the server has sent, and nothing kept that would have to be decided on first.
  #isAhead() {
    return this.#offer.hidden && !isSame(this.#given(), this.#served());
  }

  #keep(isSent) {
    localStorage.setItem(this.#key, JSON.stringify({ answer: this.#given(), revision: revision(), isSent }));
  }

  // An answer that was sent and raised the revision has arrived; any other that the server does not have is offered back.
  #offerBack() {
    const kept = JSON.parse(localStorage.getItem(this.#key) ?? "null");
    if (!kept?.answer) return;
    const hasArrived = kept.isSent && revision() > kept.revision;
    if (hasArrived || isSame(kept.answer, this.#served())) localStorage.removeItem(this.#key);
    else this.#offer.hidden = false;
  }

  #choose(choice) {
    if (!choice) return;
    if (choice === "take") this.#fill(JSON.parse(localStorage.getItem(this.#key)).answer);
    else localStorage.removeItem(this.#key);
    this.#offer.hidden = true;
    if (choice === "take" || this.#isAhead()) this.#announce();
    this.#fields[0].focus();
  }

  #watchRequests() {
    const answer = this.#answer;
    answer.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt !== answer) return;
      this.#sending = this.#given();
      if (this.#isLeaving) event.preventDefault(); // a save that was still due would come too late
    });
    answer.addEventListener("htmx:afterRequest", ({ detail }) => {
      const isSaved = detail.successful && isAnswer(detail.xhr) && !detail.xhr.responseText.includes("is-lost");
      if (detail.elt !== answer || !isSaved) return;
      this.#stored = this.#sending;
      if (this.#stored === this.#given()) localStorage.removeItem(this.#key);
    });
    this.#form.addEventListener("htmx:beforeSwap", ({ detail }) => {
      if (detail.requestConfig.elt !== answer || isAnswer(detail.xhr)) return;
      detail.shouldSwap = false;
      if (detail.xhr.status !== 429) showLost();
    });
    for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) answer.addEventListener(name, ({ detail }) => showLost(detail.xhr));
  }

  // Without a line the browser would put its own page in place of the answer. An autosave on its way would make this
  // save stale; wait for it. What it has stored already need not be kept.
  #submit(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.#keep(false);
      showLost();
    } else if (this.#answer.classList.contains("htmx-request")) {
      event.preventDefault();
      const again = () => this.#form.requestSubmit(event.submitter);
      this.#answer.addEventListener("htmx:afterRequest", again, { once: true });
    } else {
      this.#isLeaving = true;
      if (this.#given() === this.#stored) localStorage.removeItem(this.#key);
      else this.#keep(true);
    }
  }
}

// Of a text the first value, of a list the option chosen at first. A tick says by being there; its value is always the same.
function servedValue(field) {
  if (isTick(field)) return field.value;
  if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  return field.defaultValue;
}

const isTick = (field) => field.type === "radio" || field.type === "checkbox";
const revision = () => Number(document.getElementById("id_revision").value);

// Anything but the state of saving, such as the sign-in page of an ended session, means that nothing was saved.
const isAnswer = (request) => request.responseText.includes('id="save-state"');

// Says why nothing was saved: too much at once, in the words of the server, or a line or session that is gone.
function showLost(request) {
  const state = document.getElementById("save-state");
  const isTooMuch = request?.status === 429;
  state.classList.add("is-lost");
  state.replaceChildren(document.getElementById(isTooMuch ? "too-much" : "connection-lost").content.cloneNode(true));
  if (isTooMuch) state.append(` ${request.responseText}`);
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
