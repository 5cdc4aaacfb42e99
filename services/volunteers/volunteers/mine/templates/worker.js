// The worker of a volunteer's own pages. It keeps one page for reading offline, that of the own
// shifts, and shows push messages. Nothing else is kept, and nothing is kept of a signed-out reader.
"use strict";

const SAID = {{ said | tojson }};
const KEPT = {{ kept | tojson }};
const CACHE = "own-shifts";
const LONGEST = 14 * 24 * 3600 * 1000;
const ICON = {{ static["icon.svg"] | tojson }};
const FILES = [ICON, {{ static["sensoor.css"] | tojson }}, {{ static["me.css"] | tojson }}, {{ static["sign-out.js"] | tojson }}];

const forget = () => caches.delete(CACHE);

// What is kept is always that of whoever is signed in now: who is not gets 401, and no page.
const keep = async () => {
  const answer = await fetch(KEPT, {
    cache: "no-store", redirect: "error", headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    await forget();
    return;
  }
  const cache = await caches.open(CACHE);
  await cache.put(KEPT, answer);
  const there = await cache.keys();
  for (const one of there) {
    const path = new URL(one.url).pathname;
    if (path !== KEPT && !FILES.includes(path)) {
      await cache.delete(one);
    }
  }
  await cache.addAll(FILES);
};

const kept = async () => {
  const page = await caches.match(KEPT, { ignoreVary: true });
  if (page && Date.now() - Date.parse(page.headers.get("date")) > LONGEST) {
    await forget();
    return undefined;
  }
  return page;
};

const shown = async (event) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep().catch(() => undefined));
    return answer;
  } catch (error) {
    const page = await kept();
    if (page) {
      return page;
    }
    throw error;
  }
};

const file = async (request) => (await caches.match(request)) || fetch(request);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(keep).catch(() => undefined));
});
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(shown(event));
  } else if (FILES.includes(new URL(event.request.url).pathname)) {
    event.respondWith(file(event.request));
  }
});

self.addEventListener("push", (event) => {
  const told = event.data.json();
  event.waitUntil(self.registration.showNotification("Sensoor", {
    body: SAID[told.kind] || "", icon: ICON, tag: told.kind, data: told.path,
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
