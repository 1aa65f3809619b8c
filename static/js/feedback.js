// Lets a worker find the proof of work while the form is filled in, and holds a form that is sent before it is found.
// Without this file the form is sent without a proof, and the portal takes fewer of those.

const section = document.querySelector("[data-worker]");
const form = section?.querySelector("form");

if (form && window.Worker && window.isSecureContext) {
  const worker = new Worker(section.dataset.worker);
  let isWaiting = false;
  let isDone = false;

  const finish = (proof) => {
    isDone = true;
    form.elements.proof.value = proof;
    worker.terminate();
    if (isWaiting) form.requestSubmit();
  };
  worker.onmessage = (event) => finish(event.data);
  worker.onerror = () => finish("");
  worker.postMessage({ ticket: form.elements.ticket.value, bits: Number(section.dataset.bits) });

  form.addEventListener("submit", (event) => {
    if (isDone) return;
    event.preventDefault();
    isWaiting = true;
  });
}
