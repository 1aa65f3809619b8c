// Closes the menu of the masthead by the escape key, a click beside it or a focus that leaves it, under which it would lie.
// Without this file the menu's own button opens and closes it.

const openMenus = () => document.querySelectorAll("details.so-menu[open]");

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

const closeAllBut = ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
};

addEventListener("click", closeAllBut);
addEventListener("focusin", closeAllBut);
