// Closes the menu of the masthead by the escape key, a click beside it or a focus that leaves it, under which it would lie.
// Without this file the menu's own button opens and closes it. Also shows the open page's own tab where a tab line slides.

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

// At once and not gliding: nobody asked for a motion, and the first look shall find the page's own tab.
for (const tab of document.querySelectorAll(".so-tabs [aria-current]")) {
  const line = tab.closest("ul");
  const [place, width] = [tab.getBoundingClientRect(), line.getBoundingClientRect()];
  line.scrollLeft += place.left - width.left - (line.clientWidth - place.width) / 2;
}
