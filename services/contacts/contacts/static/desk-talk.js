// The words of one chat: what was said, what is typed, and who waits for whom.
import { complain, lengthOf, made, now, speak, text, timeOfDay, write } from "desk-text.js";

const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 5_000;
const RETRY_MS = 4_000;

// Make the words of a pane work. `chat` is the attempt, `send(frame)` reaches its help seeker.
export function talk(pane, chat, number, send) {
  const transcript = words.transcript("listener", (frame) => send({ chat: chat.attemptId, ...frame }));
  const list = pane.querySelector("[data-words] ol");
  const log = pane.querySelector("[data-words]");
  const box = pane.querySelector("[data-box]");
  const form = pane.querySelector("form[data-say]");
  const problem = form.nextElementSibling;
  const arrived = new Map(); // when a word came, where it was not learnt later
  let open = true;
  let looked = 0;
  let typed = 0;
  let typing = 0;
  let gone = null;
  let retried = Date.now();

  const theirs = () => transcript.log.filter((entry) => entry.by === "seeker").length;
  const ours = () => transcript.log.filter((entry) => entry.by === "listener").length;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = words.clean(box.value);
    if (!open || !said) return;
    const tooLong = words.count(said) > words.MOST;
    complain(problem, tooLong ? text("too_long", { most: words.MOST }) : "");
    if (tooLong) return;
    transcript.say(said);
    box.value = "";
    typed = 0;
    show();
    log.scrollTop = 0; // the end: the newest is at the bottom, and the log grows upwards
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !open) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener("input", () => {
    if (!box.value.trim() || Date.now() - typed < TYPING_EVERY_MS) return;
    typed = Date.now();
    send({ chat: chat.attemptId, type: "typing" });
  });

  // Show what was said since; the log only grows.
  function show() {
    list.append(...transcript.log.slice(list.children.length).map(itemOf));
    const unsent = pane.querySelector("[data-unsent]");
    complain(unsent, transcript.unsent.length ? text("unsent", { words: transcript.unsent.join(" / ") }) : "");
    tick();
  }

  function receive(frame) {
    if (frame.type === "there") transcript.connect();
    else if (frame.type === "typing") typing = Date.now();
    else transcript.receive(frame);
    if (frame.type === "say") {
      typing = 0;
      noteArrival();
    }
    show();
  }

  function noteArrival() {
    const last = transcript.log.at(-1);
    if (last?.by === "seeker" && !arrived.has(last)) arrived.set(last, now());
    if (unread() && !pane.contains(document.activeElement)) speak(text("new_in", { number }));
  }

  const unread = () => theirs() - looked;

  // Say that what was said is in view.
  function look() {
    looked = theirs();
    transcript.look();
  }

  // Return since when the help seeker waits for an answer: nothing, or a moment that may be unknown.
  function waiting() {
    if (!open || transcript.unsent.length) return null;
    const { log: said } = transcript;
    if (!said.length) return { since: Date.parse(chat.answeredAt) };
    const first = said[said.findLastIndex((entry) => entry.by === "listener") + 1];
    return first ? { since: arrived.get(first) ?? null } : null;
  }

  function tick() {
    write(pane.querySelector("[data-sign]"), signOf());
    complain(pane.querySelector("[data-unread]"), unread() ? text("unread", { num: unread() }) : "");
    const waits = waiting();
    complain(pane.querySelector("[data-waiting]"), waits ? waitingWords(waits.since) : "");
    if (open && Date.now() - retried > RETRY_MS) {
      retried = Date.now();
      transcript.retry();
    }
  }

  function signOf() {
    if (!open) return "";
    if (gone) return text("seeker_gone", { since: timeOfDay(gone) });
    if (Date.now() - typing < TYPING_SHOWN_MS) return text("typing");
    if (transcript.log.at(-1)?.by !== "listener") return "";
    if (transcript.seen >= ours()) return text("seen");
    return text(transcript.got >= ours() ? "arrived" : "on_its_way");
  }

  return {
    receive, look, tick, waiting, unread,
    connect: transcript.connect,
    update(changed) {
      gone = changed.seekerGoneSince;
      tick();
    },
    end() {
      open = false;
      box.readOnly = true;
      form.querySelector("button").hidden = true;
      tick();
    },
  };
}

function itemOf(entry) {
  const item = made("word");
  item.className = entry.by;
  write(item.querySelector("[data-who]"), text(`by_${entry.by}`));
  write(item.querySelector("[data-text]"), entry.text);
  return item;
}

const waitingWords = (since) => (since === null
  ? text("waiting_for_you")
  : text("waiting_since", { since: timeOfDay(since), long: lengthOf((now() - since) / 1000) }));
