// Says beside the form what allauth's scripts would only write to the console: that the device did not finish, or that
// this browser knows no passkeys. Shows buttons that do nothing without scripts.

const show = (name) => document.querySelectorAll(`[data-passkey-${name}]`).forEach((each) => (each.hidden = false));

if (window.PublicKeyCredential) show("button");
else show("missing");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("problem");
});
