// Closes the menu of the masthead by the escape key or a click beside it, as people expect of one.
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

addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
