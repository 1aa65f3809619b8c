// Draws a certificate template while its fields are written. Without this file the button "Preview as PDF" shows it.

const panel = document.querySelector("[data-certificate-preview]");
const PAUSE = 600;

function markErrors(form, errors) {
  form.querySelectorAll("[data-preview-error]").forEach((note) => note.remove());
  for (const [name, text] of Object.entries(errors)) {
    const field = form.elements[name];
    if (!field) continue;
    const note = document.createElement("p");
    note.className = "error-message";
    note.dataset.previewError = "";
    note.textContent = text;
    (field instanceof RadioNodeList ? field[0] : field).before(note);
  }
}

function startPreview() {
  const form = panel.closest("form");
  const [sample, picture, status] = ["select", "img", "[role=status]"].map((part) => panel.querySelector(part));
  let timer;
  let asked = 0;

  async function draw() {
    const turn = ++asked;
    const data = new FormData(form);
    data.set("sample", sample.value);
    status.textContent = status.dataset.waiting;
    let answer;
    try {
      answer = await fetch(panel.dataset.certificatePreview, { method: "POST", body: data });
    } catch {
      status.textContent = status.dataset.lost;
      return;
    }
    if (turn !== asked) return;
    if (answer.headers.get("Content-Type") === "image/png") {
      const blob = await answer.blob();
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(blob);
      picture.hidden = false;
      markErrors(form, {});
      status.textContent = status.dataset.drawn;
    } else if (answer.ok) {
      const { errors } = await answer.json();
      markErrors(form, errors);
      status.textContent = `${status.dataset.wrong} ${Object.values(errors).join(" ")}`;
    } else {
      status.textContent = status.dataset.lost;
    }
  }

  function drawSoon() {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  }

  panel.hidden = false;
  for (const event of ["input", "change"]) form.addEventListener(event, drawSoon);
  for (const event of ["w-formset:added", "w-formset:removed"]) document.addEventListener(event, drawSoon);
  draw();
}

if (panel) startPreview();
