// The listener's desk: everything that it shows comes by the socket and the API.
import { ask, isSignedIn } from "desk-api.js";
import { showBar, startBar, tickBar } from "desk-bar.js";
import { connect } from "desk-connection.js";
import { countKept, sendKept } from "desk-kept.js";
import { startKeys } from "desk-keys.js";
import { showOffers, tickOffers } from "desk-offers.js";
import { currentPane, makePane } from "desk-pane.js";
import { startSound } from "desk-sound.js";
import { showTabs } from "desk-tabs.js";
import { complain, refusal, setClock, speak, text, timeOfDay, write } from "desk-text.js";

const SEND_KEPT_MS = 4_000;
const chats = document.getElementById("chats");
const panes = new Map(); // by attemptId
const notice = (which) => document.querySelector(`[data-notice="${which}"]`);
const closed = { pause: false, heavy: new Set() };
let awaited = null; // the attempt that was answered, until its pane is there
let away = false;
let heavy = [];
let sending = 0;

// Ask the API, and say what it refuses where `problem` stands.
async function act(problem, method, path, body, key) {
  const answer = await ask(method, path, body, key);
  tellSignedOut(answer);
  complain(problem, answer.done ? "" : refusal(answer.code));
  return answer;
}

function tellSignedOut(answer) {
  if (answer.signedOut || answer.done) notice("signed-out").hidden = !answer.signedOut;
}

// Send what is kept, again and again: a refusal has a form beside which it stands.
function startSending() {
  if (sending) return;
  sending = setInterval(flush, SEND_KEPT_MS);
  flush();
}

function show(desk) {
  setClock(desk.now);
  keepingFocus(() => {
    showBar(desk);
    showPanes([...desk.chats, ...desk.toRegister]);
    showOffers(desk.offers, { act, answered });
    showNotices(desk);
    goToAwaited();
  });
  document.getElementById("nobody").hidden = !desk.desk || panes.size + desk.offers.length > 0;
  tick();
  startSending();
}

function answered(attemptId) {
  awaited = attemptId;
  goToAwaited();
}

function goToAwaited() {
  if (!panes.has(awaited)) return;
  panes.get(awaited).focus();
  awaited = null;
}

function showPanes(attempts) {
  const gone = new Set(panes.keys());
  for (const attempt of attempts) {
    gone.delete(attempt.attemptId);
    if (panes.has(attempt.attemptId)) panes.get(attempt.attemptId).show(attempt);
    else add(attempt);
  }
  for (const attemptId of gone) {
    const { isEnded, isCall } = panes.get(attemptId);
    if (!isEnded() && !isCall) notice("moved").hidden = false;
    panes.get(attemptId).element.remove();
    panes.delete(attemptId);
  }
  if (!currentPane() && panes.size) [...panes.values()][0].element.dataset.current = "";
  showTabs([...panes.values()]);
}

function add(attempt) {
  const taken = new Set([...panes.values()].map((pane) => pane.number));
  let number = 1;
  while (taken.has(number)) number += 1;
  const pane = makePane(attempt, number, {
    act, send: (frame) => socket.send(frame),
    registered: (answer) => registered(attempt.attemptId, answer),
  });
  panes.set(attempt.attemptId, pane);
  const after = [...panes.values()].filter((one) => one.number > number);
  chats.insertBefore(pane.element, after.sort((one, two) => one.number - two.number)[0]?.element ?? null);
  if (!pane.isEnded()) pane.connect();
}

// Say what a registration came to, whether the listener sent it or it was sent by itself.
function registered(attemptId, answer) {
  closed.pause = false;
  tellSignedOut(answer);
  if (answer.done) speak(text("registered"));
  showKept();
}

function showKept() {
  const count = countKept();
  notice("kept").hidden = !count;
  write(notice("kept").querySelector("[data-words]"), text("kept", { num: count }));
}

function showNotices(desk) {
  notice("pause").hidden = !desk.pauseOffered || closed.pause || desk.desk?.state !== "present";
  heavy = desk.heavyAtLocation.filter((one) => !closed.heavy.has(one.contactId));
  notice("heavy").hidden = !heavy.length;
  if (heavy.length) {
    const times = heavy.map((one) => timeOfDay(one.at)).join(", ");
    write(notice("heavy").querySelector("[data-words]"), text("heavy_here", { num: heavy.length, times }));
  }
}

function close(which) {
  if (which === "pause") closed.pause = true;
  if (which === "heavy") heavy.forEach((one) => closed.heavy.add(one.contactId));
  keepingFocus(() => { notice(which).hidden = true; });
}

// Change the page; where the focus would be lost, it goes to what is near.
function keepingFocus(change) {
  const before = document.activeElement;
  change();
  const lost = before && before !== document.body && !(before.isConnected && before.checkVisibility());
  if (lost) goOn();
}

function goOn() {
  const current = panes.get(currentPane()?.dataset.attempt);
  const next = current ?? [...panes.values()][0];
  if (next) next.focus();
  else document.getElementById("bar").focus();
}

const longestFirst = (one, two) => (one.waiting().since ?? 0) - (two.waiting().since ?? 0);
const others = () => [...panes.values()].filter((pane) => pane.element !== currentPane() && pane.waiting());

function tick() {
  tickBar();
  tickOffers();
  panes.forEach((pane) => pane.tick());
  showTabs([...panes.values()]);
  const next = document.querySelector("[data-next]");
  const waiting = others().length;
  next.hidden = !waiting;
  write(next.querySelector("[data-words]"), text("others_wait", { num: waiting }));
}

const ON_FRAME = {
  desk({ desk }) {
    setAway(false);
    show(desk);
  },
  away: () => setAway(true),
  refused: ({ detail }) => console.warn(detail),
};

function setAway(now) {
  if (away && !now) flush();
  away = now;
  notice("away").hidden = !away;
}

function frame(told) {
  if (told.chat) panes.get(told.chat)?.receive(told);
  else ON_FRAME[told.type]?.(told);
  if (told.chat) panes.get(told.chat)?.look();
}

function state(now) {
  for (const which of ["connecting", "lost", "elsewhere"]) notice(which).hidden = which !== now;
  if (now === "signed-out") {
    notice("signed-out").hidden = false;
    notice("lost").hidden = false;
  }
  if (now !== "open") return;
  notice("signed-out").hidden = true;
  for (const pane of panes.values()) if (!pane.isEnded()) pane.connect();
}

const socket = connect({ frame, state, isSignedIn });
const flush = sendKept((attemptId, answer) => {
  const pane = panes.get(attemptId);
  if (pane) pane.told(answer);
  else registered(attemptId, answer);
});

chats.addEventListener("focusin", () => showTabs([...panes.values()]));
startKeys();
startSound();
startBar({ act });
document.querySelector("[data-next]").addEventListener("click", () =>
  others().sort(longestFirst)[0]?.focus());
notice("elsewhere").querySelector("button").addEventListener("click", () => socket.open());
for (const which of ["pause", "heavy", "moved"]) {
  notice(which).querySelector("[data-close]").addEventListener("click", () => close(which));
}
addEventListener("focus", () => panes.forEach((pane) => pane.look()));
setInterval(tick, 1000);
showKept();
socket.open();
