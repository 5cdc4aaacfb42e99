// Say so when a live part of the page lost its stream, or its session, and when it is back.
const show = (name, shown) => document.querySelectorAll(`[${name}]`)
  .forEach((notice) => { notice.hidden = !shown; });
const UNAUTHORIZED = 401;

const tell = (lost, signedOut) => {
  show("data-live-lost", lost && !signedOut);
  show("data-live-signed-out", lost && signedOut);
};

document.addEventListener("htmx:sse:error", (event) => tell(true, event.detail.status === UNAUTHORIZED));
document.addEventListener("htmx:error", () => tell(true, false));
document.addEventListener("htmx:sse:after:connection", () => tell(false, false));
