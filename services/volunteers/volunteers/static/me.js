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

// Where the browser can be pushed to, a button asks it how, and sends that as a form.
const push = document.querySelector("[data-push]");
const subscribe = async (form) => {
  const worker = await navigator.serviceWorker.ready;
  const found = await worker.pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: push.dataset.push,
  });
  const { endpoint, keys } = found.toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    form.elements[name].value = value;
  }
  form.submit();
};

if (push && "serviceWorker" in navigator && "PushManager" in window) {
  push.hidden = false;
  push.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe(event.target).catch(() => {
      document.querySelector("[data-push-refused]").hidden = false;
    });
  });
}
