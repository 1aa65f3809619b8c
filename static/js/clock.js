// The clock of the big screen. It goes by the server's time, not by that of the television, and in the portal's time zone.
// Without this file it shows when the page was taken.

const face = document.querySelector("[data-clock]");

if (face) {
  const ahead = new Date(face.dateTime).getTime() - Date.now();
  const hours = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: face.dataset.clock });
  const tick = () => { face.textContent = hours.format(Date.now() + ahead); };
  setInterval(tick, 1000);
}
