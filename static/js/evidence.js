// Evidence on the page of a section: looks at the chosen files before they are sent, and sends them in pieces, so
// that a line that breaks costs one piece and not the whole file.
// A module, because writing.js beside it has names of its own. Everything works without this file; the form then sends the files itself, and the server looks at each in any case.

const form = document.getElementById("writing");
const upload = document.getElementById("id_upload");
const refusals = document.getElementById("upload-refusals");
const progress = document.getElementById("upload-progress");
const texts = progress.dataset;
const endings = upload.accept.split(",");
const pieceBytes = 256 * 1024;
const pauses = [1, 2, 4, 8, 16, 30, 30, 30]; // seconds between attempts
const longestAnswer = 90_000;
let isSending = false;

// What the server refuses will not be taken the next time either; everything else may be a broken line.
class Refusal extends Error {}

const named = (text, file) => text.replace("{name}", file.name);

function refusalOf(file) {
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return "wrongKind";
  if (!file.size) return "empty";
  return file.size > Number(upload.dataset.mostBytes) ? "tooLarge" : "";
}

function showRefusals(lines) {
  refusals.replaceChildren(
    ...lines.map((text) => {
      const line = document.createElement("p");
      line.className = "invalid-feedback d-block";
      line.textContent = text;
      return line;
    }),
  );
}

function choose(files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  upload.files = chosen.files;
}

function say(text) {
  const state = progress.querySelector("[role=status]");
  if (state.textContent !== text) state.textContent = text;
}

const fields = (values) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.append(name, value);
  return data;
};

async function ask(address, values) {
  const response = await fetch(address, {
    method: values ? "POST" : "GET",
    body: values && fields(values),
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    signal: AbortSignal.timeout(longestAnswer),
  });
  if (response.status >= 500 || response.status === 429) throw new Error(response.status);
  // Anything but JSON is the sign-in page of an ended session, or says that this may not be done any more.
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Refusal(texts.ended);
  return response.json();
}

async function done(address, values) {
  const answer = await ask(address, values);
  if (answer.problem) throw new Refusal(answer.problem);
  return answer;
}

// Waits so many seconds, or until the browser says that the line is back.
const pause = (seconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
    addEventListener("online", resolve, { once: true });
  });

async function patiently(act, file) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act(attempt);
    } catch (error) {
      if (error instanceof Refusal || attempt === pauses.length) throw error;
      say(named(texts.retrying, file));
      await pause(pauses[attempt]);
    }
  }
}

function showProgress(file, received) {
  const bar = progress.querySelector("progress");
  progress.hidden = false;
  bar.value = received;
  bar.max = file.size;
  say(named(texts.sending, file));
}

// One piece, from where the server says it goes on if the line broke before.
async function sendPiece(file, pieces, received, attempt) {
  const offset = attempt ? (await done(pieces)).received : received;
  if (offset >= file.size) return offset;
  const answer = await ask(pieces, { offset, piece: file.slice(offset, offset + pieceBytes) });
  if (answer.code === "wrong_offset") throw new Error(answer.code);
  if (answer.problem) throw new Refusal(answer.problem);
  return answer.received;
}

async function send(file, title) {
  const fingerprint = `${file.name.slice(-200)}/${file.size}/${file.lastModified}`;
  const announced = { name: file.name.slice(-250), size: file.size, fingerprint, title };
  showProgress(file, 0);
  const { pieces, finish, ...begun } = await patiently(() => done(texts.start, announced), file);
  let received = begun.received;
  while (received < file.size) {
    showProgress(file, received);
    const from = received;
    received = await patiently((attempt) => sendPiece(file, pieces, from, attempt), file);
  }
  showProgress(file, received);
  await patiently(() => done(finish, {}), file);
}

// Sends what is chosen; what did not arrive stays chosen, what was refused does not. Returns whether all arrived.
async function sendAll() {
  const files = [...upload.files];
  const title = files.length === 1 ? form.elements.evidence_title.value : "";
  const left = [];
  const problems = [];
  for (const file of files) {
    try {
      await send(file, title);
    } catch (error) {
      const isRefused = error instanceof Refusal;
      if (!isRefused || error.message === texts.ended) left.push(file);
      problems.push(isRefused ? `${file.name}: ${error.message}` : named(texts.broken, file));
    }
  }
  progress.hidden = true;
  choose(left);
  showRefusals(problems);
  if (problems.length && problems.length < files.length) {
    const list = { target: "#evidence-list", select: "#evidence-list", swap: "outerHTML" };
    window.htmx?.ajax("GET", location.pathname, list);
  }
  return !problems.length;
}

upload.addEventListener("change", () => {
  const files = [...upload.files];
  const bad = files.filter(refusalOf);
  showRefusals(bad.map((file) => named(refusals.dataset[refusalOf(file)], file)));
  if (bad.length) choose(files.filter((file) => !refusalOf(file)));
});

// The files go first, then the form without them. Stands before the listener of writing.js, which is loaded later.
form.addEventListener("submit", async (event) => {
  if (!upload.files.length && !isSending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isSending) return;
  isSending = true;
  const hasArrived = await sendAll();
  isSending = false;
  if (hasArrived) form.requestSubmit(event.submitter);
});

addEventListener("beforeunload", (event) => {
  if (isSending) event.preventDefault();
});
