// What text of a script may become here (Trusted Types): HTML, because htmx and the live figures take in pages of this
// portal, in which its policy lets nothing run; a script only from this portal; code never.
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => text,
  createScriptURL: (address) => {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError(`No script may come from ${address}.`);
    return address;
  },
});
