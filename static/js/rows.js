// Puts the title of each row into its heading, so that eleven aspects of an edition can be told from each other.

const named = "[name$='-title'], [name$='-name'], [name$='-text']";

function showTitle(row) {
  const title = row.querySelector(named)?.value.trim();
  const shown = row.querySelector("[data-row-title]") ?? document.createElement("span");
  shown.dataset.rowTitle = "";
  shown.textContent = title ? `: ${title.slice(0, 70)}` : "";
  row.querySelector("[data-inline-panel-child-count]")?.after(shown);
}

for (const row of document.querySelectorAll("[data-inline-panel-child]")) showTitle(row);
addEventListener("input", ({ target }) => {
  const row = target.matches(named) && target.closest("[data-inline-panel-child]");
  if (row) showTitle(row);
});
