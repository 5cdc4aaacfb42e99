/* The help seeker's page: which part of it is shown, and the ways in and out. */
"use strict";

(() => {
  const ESCAPE_TWICE_MS = 1500;
  const RETRY_MS = 3000;
  const SILENT_MS = 12000; // something is on its way, and nothing comes: the line may be dead

  const texts = document.querySelector("[data-texts]").dataset;
  const all = (name) => document.querySelectorAll(`[data-${name}]`);
  const find = (name) => document.querySelector(`[data-${name}]`);
  const notices = new Map();
  let talk = null;
  let isAnswered = false;
  let listenerGone = false;
  let heardAt = 0;
  let escapedAt = -ESCAPE_TWICE_MS;

  const line = helpLine({
    frame(frame) {
      heardAt = Date.now();
      (on[frame.type] ?? ((other) => talk?.receive(other)))(frame);
    },
    up() {
      heardAt = Date.now();
      if (notices.has("lost")) tell(texts.back);
      notice("lost", null);
    },
    down() {
      isAnswered = false;
      if (phase() === "blocked") return;
      notice("lost", texts.lost);
    },
    busy: () => all("busy").forEach((part) => { part.hidden = part.dataset.busy === "no"; }),
    over(why) {
      if (why !== "over") finish(why);
      else if (!["ended", "gone", "nobody", "closed", "left"].includes(phase())) finish("unknown");
    },
    blocked() {
      notice("lost", null);
      show("blocked");
    },
    through: () => document.body.dataset.line,
  });

  const phase = () => document.body.dataset.phase;

  // Show a part of the page, and lead whoever listens to it there.
  function show(name) {
    const changed = phase() !== name;
    document.body.dataset.phase = name;
    const chatShows = talk && ["chat", "waiting", "ended"].includes(name);
    for (const part of all("when")) {
      part.hidden = !(part.dataset.when === "chat" ? chatShows : part.dataset.when === name);
    }
    find("compose").hidden = name === "ended";
    if (changed) document.querySelector(`[data-when="${name}"] h1`).focus();
  }

  // Say something once, politely, to whoever does not see the page.
  function tell(text) {
    find("told").textContent = text;
  }

  function notice(name, text) {
    if (text) notices.set(name, text);
    else notices.delete(name);
    find("notice").hidden = !notices.size;
    find("notice").replaceChildren(...[...notices.values()].map((one) => {
      const made = document.createElement("p");
      made.textContent = one;
      return made;
    }));
  }

  const on = {
    state(state) {
      phases[state.phase](state);
    },
    there() {
      talk?.connect();
    },
    away() {
      if (isAnswered) return;
      show("away");
      line.later();
    },
    handover({ partner, step }) {
      const text = texts[step.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())];
      if (text) notice("handover", text.replace("{partner}", texts[partner] ?? partner));
    },
    refused({ code }) {
      if (code === "surge-line-closed") closeLine();
    },
    elsewhere() {},
  };

  const phases = {
    waiting({ place, expectedWaitSeconds, longer }) {
      isAnswered = false;
      find("place").textContent = place === 1 ? texts.next : texts.number.replace("{n}", place);
      const told = [expected(expectedWaitSeconds), longer ? texts.longer : ""];
      find("wait").textContent = told.join(" ").trim();
      notice("listener", talk && texts.givenBack);
      show("waiting");
    },
    answered(state) {
      const first = !talk;
      talk ??= helpTalk(line.send, texts);
      listenerGone = state.listenerGone;
      const continued = state.continued ? texts.continued : null;
      notice("listener", listenerGone ? texts.listenerGone : continued);
      if (!isAnswered) talk.connect();
      isAnswered = true;
      show("chat");
      if (first) {
        tell(texts.answered);
        document.querySelector("#text").focus();
      }
    },
    ended({ endedBy }) {
      all("by").forEach((part) => { part.hidden = part.dataset.by !== endedBy; });
      finish("ended");
    },
    missed({ reason }) {
      finish({ no_listener: "nobody", closed: "closed" }[reason] ?? "gone");
    },
  };

  function expected(seconds) {
    if (seconds === null) return "";
    const minutes = Math.round(seconds / 60);
    return minutes < 1 ? texts.minute : texts.minutes.replace("{n}", minutes);
  }

  function finish(name) {
    line.end();
    talk?.end();
    if (name !== "ended") forget();
    isAnswered = false;
    notices.clear();
    notice("lost", null);
    find("sure").close();
    show(name);
    talk = null;
  }

  function forget() {
    talk = null;
    find("log").replaceChildren();
  }

  function begin() {
    forget();
    all("busy").forEach((part) => { part.hidden = part.dataset.busy === "yes"; });
    show("joining");
    line.open();
  }

  // The accident line was closed since the page was loaded: the next chat begins without it.
  function closeLine() {
    line.end();
    delete document.body.dataset.line;
    find("line-open").hidden = true;
    find("line-closed").hidden = false;
    show("start");
  }

  function withdraw() {
    line.end({ type: "end" });
    finish("left");
  }

  // Leave at once: nothing stays here, in the tab's storage or behind the Back button.
  function leave(event) {
    event?.preventDefault();
    line.end({ type: "end" });
    talk?.end();
    document.title = "";
    document.body.replaceChildren();
    location.replace(exit);
  }

  const exit = find("leave").href;
  find("leave").addEventListener("click", leave);
  document.addEventListener("keydown", ({ key, repeat }) => {
    if (key !== "Escape" || repeat) return;
    if (performance.now() - escapedAt < ESCAPE_TWICE_MS) leave();
    escapedAt = performance.now();
  }, { capture: true });
  find("start").addEventListener("click", begin);
  all("anew").forEach((button) => button.addEventListener("click", begin));
  all("withdraw").forEach((button) => button.addEventListener("click", withdraw));
  all("replace").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  }));
  find("end").addEventListener("click", () => find("sure").showModal());
  find("sure").addEventListener("close", ({ target }) => {
    if (target.returnValue === "end") {
      line.end({ type: "end" });
      phases.ended({ endedBy: "seeker" });
    }
    target.returnValue = "";
  });
  addEventListener("online", () => line.renew());
  addEventListener("pagehide", () => find("log")?.replaceChildren());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
  setInterval(() => {
    if (!isAnswered || !talk) return;
    talk.retry();
    if (!talk.isSettled && !listenerGone && Date.now() - heardAt > SILENT_MS) line.renew();
  }, RETRY_MS);

  all("script").forEach((part) => { part.hidden = false; });
  all("no-script").forEach((part) => { part.hidden = true; });
  if (line.isKept) begin();
})();
