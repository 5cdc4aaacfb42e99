// The registration of one chat, prepared beside it: by letters, and with what the house knows.
import { complain, lengthOf, refusal, text, timeOfDay, write } from "desk-text.js";
import { titleOf } from "desk-offers.js";
import { kept, register } from "desk-kept.js";

const MOST_TOPICS = 3;
const CONVERSATION = "conversation";
const NO_CONVERSATION = "no_conversation";
// Beside which field a refusal stands.
const FIELDS = { "kind-and-outcome-disagree": "kind", "referred-contact-is-no-conversation": "kind" };

// Make the form of a pane work. `registered(answer)` is told what the API answers.
export function registration(form, attemptId, registered) {
  const problem = form.querySelector("[data-problem]");
  const send = form.querySelector("[data-send]");
  const fieldOf = (name) => form.querySelector(`[data-field=${name}]`);
  const wrong = (name, said) => complain(fieldOf(name).querySelector("[data-error]"), said);
  const checked = (name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((one) => one.value);
  const isConversation = () => checked("kind")[0] === CONVERSATION;
  let ended = false;
  let sending = false;

  fill(kept(attemptId)?.registration ?? { kind: CONVERSATION, topics: [], outcome: "" });

  form.addEventListener("change", ({ target }) => {
    for (const name of ["kind", "topics", "outcome"]) wrong(name, "");
    complain(problem, "");
    if (target.name === "topics" && checked("topics").length > MOST_TOPICS) {
      target.checked = false;
      wrong("topics", text("most_topics", { most: MOST_TOPICS }));
    }
    showParts();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!ended || sending || !isWhole()) return;
    sending = true;
    told(await register(attemptId, value()));
    sending = false;
  });
  form.addEventListener("keydown", (event) => {
    // A checkbox does not send its form by Enter in every browser.
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    form.requestSubmit();
  });

  function fill({ kind, topics, outcome, divertedFrom, heavy }) {
    const chosen = { kind: [kind], topics, outcome: [outcome], divertedFrom: [divertedFrom] };
    for (const [name, codes] of Object.entries(chosen)) {
      for (const one of form.querySelectorAll(`[name=${name}]`)) one.checked = codes.includes(one.value);
    }
    form.querySelector("[name=heavy]").checked = Boolean(heavy);
    showParts();
  }

  function showParts() {
    for (const name of ["topics", "outcome"]) fieldOf(name).hidden = !isConversation();
  }

  function value() {
    const talked = isConversation();
    return {
      kind: checked("kind")[0],
      topics: talked ? checked("topics") : [],
      outcome: talked ? checked("outcome")[0] : NO_CONVERSATION,
      divertedFrom: checked("divertedFrom")[0] ?? null,
      heavy: form.querySelector("[name=heavy]").checked,
    };
  }

  function isWhole() {
    if (!isConversation()) return true;
    const [noTopic, noOutcome] = [!checked("topics").length, !checked("outcome").length];
    wrong("topics", noTopic ? text("choose_topics", { most: MOST_TOPICS }) : "");
    wrong("outcome", noOutcome ? text("choose_outcome") : "");
    const first = [noTopic && "topics", noOutcome && "outcome"].find(Boolean);
    if (first) fieldOf(first).querySelector("input").focus();
    return !first;
  }

  // Show what the API answered, also when it was sent by itself.
  function told(answer) {
    registered(answer);
    if (answer.done) return;
    complain(problem, answer.later ? text("kept_here") : "");
    if (answer.later) return;
    const field = FIELDS[answer.code];
    if (field) wrong(field, refusal(answer.code));
    else complain(problem, refusal(answer.code));
    for (const error of answer.errors) {
      const name = String(error.field).split(".").pop();
      if (form.querySelector(`[data-field=${CSS.escape(name)}]`)) wrong(name, text("not_right"));
    }
  }

  return {
    told,
    // Show what the house knows of the chat; `endedAt` is there when it has ended.
    show(chat) {
      ended = Boolean(chat.endedAt);
      send.disabled = !ended;
      write(form.querySelector("[data-when]"), ended ? "" : text("when_ended"));
      const times = { from: timeOfDay(chat.answeredAt), until: ended ? timeOfDay(chat.endedAt) : "…" };
      write(form.querySelector("[data-known]"), text("known", {
        title: titleOf(chat), waited: lengthOf(chat.waitSeconds), ...times,
      }));
      if (!chat.referrals.length) return;
      for (const one of form.querySelectorAll("[name=kind]")) one.disabled = one.value !== CONVERSATION;
      if (isConversation() && !checked("outcome").length) {
        form.querySelector("[name=outcome][value=referred]").checked = true;
      }
    },
  };
}
