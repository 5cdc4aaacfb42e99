// Say so when a live part of the page lost its stream, and when it is back.
const told = (lost) => document.querySelectorAll("[data-live-lost]")
  .forEach((notice) => { notice.hidden = !lost; });

document.addEventListener("htmx:sse:error", () => told(true));
document.addEventListener("htmx:error", () => told(true));
document.addEventListener("htmx:sse:after:connection", () => told(false));
