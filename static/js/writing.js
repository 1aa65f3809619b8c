// The section editor: counts words while one writes. The count stands still without this file.

const answer = document.getElementById("answer");
const text = document.getElementById("id_text");
const count = document.getElementById("count");
const near = 0.9;

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

answer.addEventListener("input", showCount);
showCount();
new Unsent(document.getElementById("writing"), answer);
