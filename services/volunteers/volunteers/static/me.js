// The own pages: the worker that keeps the own shifts for reading offline, and push.
"use strict";

const WORKER = "/volunteers/me/worker.js";
const SCOPE = "/volunteers/me";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  for (const hint of document.querySelectorAll("[data-offline]")) {
    hint.hidden = false;
  }
}
