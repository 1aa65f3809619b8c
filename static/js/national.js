// The form of a national competition: counts the words of every section while one writes. The counts stand still without
// this file.

const form = document.getElementById("national-form");

// The rule of innovation_portal/utils/words.py: white space is what Python's str.split() takes for it.
const words = (value) => value.split(/[^\S\ufeff]+|[\x1c-\x1f\x85]+/).filter(Boolean).length;

function showCount(text) {
  const written = words(text.value);
  const count = document.getElementById(text.getAttribute("aria-describedby"));
  const isOver = "limit" in text.dataset && written > Number(text.dataset.limit);
  const isUnder = "fewest" in text.dataset && written < Number(text.dataset.fewest);
  count.querySelector("[data-words]").textContent = written;
  count.classList.toggle("is-off", isOver || isUnder);
}

// All of them: what this browser kept is put back into several at once.
form.addEventListener("input", () => form.querySelectorAll("textarea").forEach(showCount));
new Unsent(form, form);
