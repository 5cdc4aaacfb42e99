// A call: its words are spoken, and the desk shows how long they are.
import { complain, lengthOf, now, text, write } from "desk-text.js";

// Make the pane of a call; it takes part as `talk` does, without words.
export function call(pane, chat) {
  const length = pane.querySelector("[data-call]");
  let endedAt = null;
  pane.classList.add("is-call");
  for (const part of pane.querySelectorAll("[data-words], form[data-say], [data-sign]")) {
    part.hidden = true;
  }
  write(pane.querySelector("[data-end-words]"), text("end_call"));
  write(pane.querySelector("[data-surely-words]"), text("end_call_surely"));

  function tick() {
    const seconds = ((endedAt ?? now()) - Date.parse(chat.answeredAt)) / 1000;
    complain(length, text(endedAt ? "talked" : "talking", { long: lengthOf(seconds) }));
  }

  return {
    tick,
    update(changed) {
      endedAt = changed.endedAt ? Date.parse(changed.endedAt) : null;
      tick();
    },
    receive() {}, look() {}, connect() {}, end() {},
    unread: () => 0,
    waiting: () => null,
  };
}
