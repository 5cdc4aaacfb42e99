// One chat or call on the desk: its words, its referrals and its registration, in a pane of its own.
import { complain, lengthOf, made, text, timeOfDay, write } from "desk-text.js";
import { call } from "desk-call.js";
import { isCall, titleOf } from "desk-offers.js";
import { referrals } from "desk-referrals.js";
import { registration } from "desk-registration.js";
import { talk } from "desk-talk.js";

const CURRENT = "current";

export const currentPane = () => document.querySelector("[data-pane][data-current]");

// Make a pane. `send(frame)` reaches the help seeker, `act` asks the API and says what it
// refuses, `registered(answer)` is told what a registration came to.
export function makePane(chat, number, { act, send, registered }) {
  const pane = made("pane");
  const find = (what) => pane.querySelector(what);
  const heading = find("[data-title]");
  heading.id = `pane-${number}`;
  pane.setAttribute("aria-labelledby", heading.id);
  pane.dataset.attempt = chat.attemptId;
  const box = find("[data-box]");
  const path = `/attempts/${chat.attemptId}`;
  const said = isCall(chat) ? call(pane, chat) : talk(pane, chat, number, send);
  const place = isCall(chat) ? pane : box; // where one is while it is open
  const referred = referrals(pane, chat.attemptId, number, { act, made: () => close() });
  const form = registration(find("[data-part=registration]"), chat.attemptId, registered);
  let ended = false;

  find("[data-number]").textContent = number;
  find("[data-number]").dataset.key = number;
  write(find("[data-label]"), text("message_in", { number }));
  find("[data-words]").setAttribute("aria-label", text("words_of", { number }));
  find("[data-number]").setAttribute("aria-label", text("go_to", { number }));

  function become() {
    const before = currentPane();
    if (before && before !== pane) {
      delete before.dataset[CURRENT];
      before.querySelector("[data-words]").setAttribute("aria-live", "off");
    }
    pane.dataset[CURRENT] = "";
    find("[data-words]").setAttribute("aria-live", "polite");
    look();
  }

  function look() {
    if (document.hasFocus() && pane.contains(document.activeElement)) said.look();
    said.tick();
  }

  // Go here: to the box while it is open, to the registration when it has ended.
  function focus() {
    become();
    if (ended) open("registration");
    else place.focus();
  }

  function open(part) {
    for (const one of pane.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== part;
    pane.dataset.open = part;
    tellOpen();
    const first = find(`[data-part=${part}] input:checked`) ?? find(`[data-part=${part}] input`);
    first?.focus();
  }

  function close() {
    if (ended) return pane.focus();
    for (const one of pane.querySelectorAll("[data-part]")) one.hidden = true;
    delete pane.dataset.open;
    tellOpen();
    return place.focus();
  }

  function tellOpen() {
    for (const button of pane.querySelectorAll("[data-open]")) {
      button.setAttribute("aria-expanded", String(pane.dataset.open === button.dataset.open));
    }
  }

  function askToEnd(asking) {
    find("[data-end]").hidden = asking;
    find("[data-end-surely]").hidden = !asking;
    find("[data-go-on]").hidden = !asking;
    if (asking) find("[data-end-surely]").focus();
  }

  pane.addEventListener("focusin", become);
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.open) open(button.dataset.open);
    else if (button?.matches("[data-number]")) focus();
    else if (button?.matches("[data-back]")) close();
    else if (!button && !event.target.closest("input, textarea, label, [data-words]")) pane.focus();
  });
  find("[data-end]").addEventListener("click", () => askToEnd(true));
  find("[data-go-on]").addEventListener("click", () => { askToEnd(false); place.focus(); });
  find("[data-end-surely]").addEventListener("click", async () => {
    const answer = await act(find("form[data-say] + [data-problem]"), "POST", `${path}/end`);
    if (ended) return;
    askToEnd(false);
    if (!answer.done) place.focus();
    else pane.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !ended) return;
    event.preventDefault();
    focus();
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (event.target.closest("[data-scope]") && !ended) close();
    else pane.focus();
  });

  function show(changed) {
    const over = Boolean(changed.endedAt);
    write(heading, titleOf(changed));
    write(find("[data-about]"), text(changed.continued ? "about_continued" : "about", {
      waited: lengthOf(changed.waitSeconds), since: timeOfDay(changed.answeredAt),
    }));
    referred.show(changed.referrals);
    form.show(changed);
    said.update(changed);
    if (over && !ended) end(changed.endedBy);
  }

  function end(by) {
    ended = true;
    complain(find("[data-ended]"), text(`${isCall(chat) ? "call_" : ""}ended_by_${by}`));
    said.end();
    for (const button of pane.querySelectorAll("[data-end], [data-end-surely], [data-go-on], [data-open=referral], [data-back]")) button.hidden = true;
    const within = pane.contains(document.activeElement);
    const typing = document.activeElement === box;
    box.placeholder = text("ended_enter");
    for (const one of pane.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== "registration";
    pane.dataset.open = "registration";
    tellOpen();
    // Whoever is typing is not led away: the letters would choose topics.
    if (within && !typing) focus();
  }

  show(chat);
  return {
    element: pane, number, show, focus, look,
    receive: said.receive, connect: said.connect, waiting: said.waiting, unread: said.unread,
    told: form.told,
    tick() {
      said.tick();
      referred.tick();
    },
    isEnded: () => ended,
    isCall: isCall(chat),
  };
}
