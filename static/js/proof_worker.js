// Finds a number with which the SHA-256 of "ticket.number" begins with so many zero bits (see utils/tickets.py).

const AT_ONCE = 256;
const encoder = new TextEncoder();

const zeroBits = (digest) => {
  let bits = 0;
  for (const byte of new Uint8Array(digest)) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

onmessage = async ({ data: { ticket, bits } }) => {
  for (let first = 0; ; first += AT_ONCE) {
    const digests = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, step) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${ticket}.${first + step}`))),
    );
    const found = digests.findIndex((digest) => zeroBits(digest) >= bits);
    if (found >= 0) {
      postMessage(String(first + found));
      return;
    }
  }
};
