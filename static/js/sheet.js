// Refines the score sheet. Without this file the sheet works by its two buttons.

const sheet = document.getElementById("nilai");

// A number typed anywhere in a criterion but in a field chooses that score.
sheet.addEventListener("keydown", (event) => {
  const isTyped = event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (isTyped || event.ctrlKey || event.altKey || event.metaKey) return;
  const criterion = event.target.closest("fieldset");
  const score = criterion?.querySelector(`.so-score [value="${CSS.escape(event.key)}"]`);
  if (!score) return;
  event.preventDefault();
  score.focus();
  score.click();
});

// Once it is handed in, a sheet is only read, and nothing of it needs to stay in this browser.
if (sheet.dataset.done) Unsent.forget(sheet.dataset.done);
else new Unsent(sheet, sheet);
