// Refines the sheet of indicators. Without this file it works by its buttons.

const sheet = document.getElementById("lembar");

// A typed number chooses its level, and choosing a level that contradicts the number takes the number away.
const holds = ({ lowest, highest }, value) =>
  (lowest === "" || value >= Number(lowest)) && (highest === "" || value <= Number(highest));

function levelOf(indicator, value) {
  const levels = [...indicator.querySelectorAll("[data-lowest]")].reverse();
  return levels.find((level) => holds(level.dataset, value)) ?? indicator.querySelector("[type=radio][value='0']");
}

sheet.addEventListener("input", ({ target }) => {
  const indicator = target.closest("fieldset.so-ind");
  const number = indicator?.querySelector("[type=number]");
  if (!number?.value) return;
  const level = levelOf(indicator, Number(number.value));
  if (target === number) level.checked = true;
  else if (target.type === "radio" && target !== level) number.value = "";
});

new Unsent(sheet, sheet);
