// The form of a national competition: counts the words of every section while one writes, and asks before texts that
// are not saved are left behind. The counts stand still without this file.

const sections = document.querySelectorAll(".national-section textarea");
let isChanged = false;

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

for (const text of sections) {
  text.addEventListener("input", () => {
    isChanged = true;
    showCount(text);
  });
}
document.querySelector(".national-main form")?.addEventListener("submit", () => {
  isChanged = false;
});
addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
