// Refines the score sheet. Without this file the sheet works by its two buttons.
const form = document.getElementById("nilai");
let isLeaving = false;

// A click on a button while a save is on its way waits for it, or the two would refuse each other as stale.
form?.addEventListener("submit", (event) => {
  isLeaving = !form.classList.contains("htmx-request");
  if (isLeaving) return;
  event.preventDefault();
  form.addEventListener("htmx:afterRequest", () => form.requestSubmit(event.submitter), { once: true });
});

// Once a button has sent the form, a save that was still due would come too late.
form?.addEventListener("htmx:beforeRequest", (event) => {
  if (isLeaving) event.preventDefault();
});

// What the server did not answer is not saved, and the judge has to know.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  form?.addEventListener(name, () => {
    const state = document.getElementById("tersimpan");
    state.classList.add("is-lost");
    state.textContent = form.dataset.lost;
  });
}
