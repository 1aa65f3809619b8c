// A verifier who moves, types or scrolls still works on the claimed submission; the server is told every five minutes.
// Without this file the claim lasts half an hour from "Work on it".

const desk = document.querySelector("[data-keep-claim]");
const every = 5 * 60 * 1000;
let isActive = false;

for (const sign of ["pointermove", "keydown", "scroll"]) {
  addEventListener(sign, () => { isActive = true; }, { capture: true, passive: true });
}

if (desk) {
  setInterval(() => {
    if (!isActive) return;
    isActive = false;
    const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
    fetch(desk.dataset.keepClaim, { method: "POST", headers }).catch(() => { isActive = true; });
  }, every);
}
