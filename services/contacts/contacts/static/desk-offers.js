// What is offered: a card for each, with the time that is left to answer.
import { complain, lengthOf, made, name, now, speak, text, timeOfDay, write } from "desk-text.js";
import { ring } from "desk-sound.js";

const section = document.getElementById("offers");
const cards = new Map(); // by attemptId

// Return by which line somebody comes: that of an accident, or whose line it is.
export function lineOf({ surge, line, lineLocationName, lineOrganisation }) {
  if (surge) return text(`surge_${surge.kind}`, { region: surge.region });
  const whose = lineOrganisation ? name("organisations", lineOrganisation) : lineLocationName;
  return whose ? `${name("lines", line)} ${whose}` : name("lines", line);
}

export const titleOf = (attempt) =>
  text("title", { channel: name("channels", attempt.channel), line: lineOf(attempt) });

// A call is answered by picking up the telephone; the desk shows who it is.
export const isCall = (attempt) => attempt.channel === "telephone";

// Show the offers; `act` asks the API, `answered(attemptId)` is told when one was taken.
export function showOffers(offers, { act, answered }) {
  const gone = new Set(cards.keys());
  for (const offer of offers) {
    gone.delete(offer.attemptId);
    if (cards.has(offer.attemptId)) cards.get(offer.attemptId).offer = offer;
    else add(offer, act, answered);
  }
  for (const attemptId of gone) {
    cards.get(attemptId).card.remove();
    cards.delete(attemptId);
  }
  ring(offers.length ? text("come", { num: offers.length, title: titleOf(offers[0]) }) : "");
  tickOffers();
}

function add(offer, act, answered) {
  const card = made("offer");
  const problem = card.querySelector("[data-problem]");
  const path = `/attempts/${offer.attemptId}`;
  card.querySelector("[data-answer]").hidden = isCall(offer);
  card.querySelector("[data-answer]").addEventListener("click", async () => {
    const answer = await act(problem, "POST", `${path}/answer`);
    if (answer.done) answered(offer.attemptId);
  });
  card.querySelector("[data-pass]").addEventListener("click", () =>
    act(problem, "POST", `${path}/pass`));
  write(card.querySelector("[data-title]"), titleOf(offer));
  complain(problem, "");
  section.append(card);
  document.querySelector("dialog[open]")?.close();
  cards.set(offer.attemptId, { card, offer });
  speak(text(isCall(offer) ? "call_spoken" : "offer_spoken", {
    title: titleOf(offer), waited: waitedBy(offer),
  }));
}

const waitedBy = (offer) => lengthOf((now() - Date.parse(offer.arrivedAt)) / 1000);

// Write what changes with the time.
export function tickOffers() {
  for (const { card, offer } of cards.values()) {
    const left = Math.max(0, Math.ceil((Date.parse(offer.until) - now()) / 1000));
    const whole = (Date.parse(offer.until) - Date.parse(offer.offeredAt)) / 1000;
    const values = { waited: waitedBy(offer), since: timeOfDay(offer.arrivedAt) };
    const about = text(offer.continued ? "waits_again" : "waits", values);
    write(card.querySelector("[data-about]"), isCall(offer) ? `${about}; ${text("rings")}` : about);
    write(card.querySelector("[data-left]"), text("left", { left: lengthOf(left) }));
    const progress = card.querySelector("progress");
    progress.max = whole;
    progress.value = left;
  }
}
