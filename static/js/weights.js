// Adds up the weights of a rubric while they are typed. Without this file the sum is that of the last save.

const panel = document.querySelector("[data-weights]");
const weights = "[name^='criteria-'][name$='-weight']";

// A criterion that was taken out stays in the form, with a mark.
const isTakenOut = ({ name }) => document.getElementsByName(name.replace(/weight$/, "DELETE"))[0]?.value === "1";

function showSum() {
  const rows = [...document.querySelectorAll(weights)].filter((field) => !isTakenOut(field));
  const hundredths = rows.reduce((sum, { value }) => sum + Math.round(100 * Number(value)), 0);
  const isFull = hundredths === 10000;
  panel.querySelector("[data-weights-sum]").textContent = (hundredths / 100).toLocaleString(document.documentElement.lang);
  panel.querySelector("[data-weights-warning]").hidden = isFull;
  panel.classList.toggle("help-warning", !isFull);
  panel.classList.toggle("help-info", isFull);
}

if (panel) {
  showSum();
  addEventListener("input", ({ target }) => target.matches(weights) && showSum());
  for (const name of ["w-formset:added", "w-formset:removed"]) document.addEventListener(name, showSum);
}
