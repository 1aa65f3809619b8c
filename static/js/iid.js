// Refines the sheet of indicators. Without this file it works by its buttons.

const sheet = document.getElementById("lembar");

// A typed number chooses its level, and choosing a level that contradicts the number takes the number away.
const holds = ({ lowest, highest }, value) =>
  (lowest === "" || value >= Number(lowest)) && (highest === "" || value <= Number(highest));

function levelOf(indicator, value) {
  const levels = [...indicator.querySelectorAll("[data-lowest]")].reverse();
  return levels.find((level) => holds(level.dataset, value)) ?? indicator.querySelector("[type=radio][value='0']");
}

function settle(field) {
  const indicator = field.closest("fieldset.so-ind");
  const number = indicator?.querySelector("[type=number]");
  if (!number?.value) return;
  const level = levelOf(indicator, Number(number.value));
  if (field === number) level.checked = true;
  else if (field.type === "radio" && field !== level) number.value = "";
}

sheet.addEventListener("input", ({ target }) => settle(target));
// What was given before this file had come.
for (const field of sheet.querySelectorAll("fieldset.so-ind :is([type=number], [type=radio])")) {
  if (field.value !== field.defaultValue || (field.checked && !field.defaultChecked)) settle(field);
}

new Unsent(sheet, sheet);
