// The registration of one chat or call, prepared beside it: by letters, and with what the house knows.
import { complain, lengthOf, refusal, text, timeOfDay, write } from "desk-text.js";
import { titleOf } from "desk-offers.js";
import { kept, register } from "desk-kept.js";

const MOST_TOPICS = 3;
const CONVERSATION = "conversation";
const MISUSE = "misuse";
const NO_CONVERSATION = "no_conversation";
// Beside which field a refusal stands.
const FIELDS = {
  "kind-and-outcome-disagree": "kind", "referred-contact-is-no-conversation": "kind",
  "misuse-kind-without-misuse": "misuseKind", "cool-down-without-reason": "misuseKind",
  "no-cool-down-without-a-call": "coolDown", "caller-not-known-any-more": "coolDown",
};

// Make the form of a pane work. `registered(answer)` is told what the API answers.
export function registration(form, attemptId, registered) {
  const problem = form.querySelector("[data-problem]");
  const send = form.querySelector("[data-send]");
  const fieldOf = (name) => form.querySelector(`[data-field=${name}]`);
  const wrong = (name, said) => complain(fieldOf(name).querySelector("[data-error]"), said);
  const checked = (name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((one) => one.value);
  const isConversation = () => checked("kind")[0] === CONVERSATION;
  const isMisuse = () => checked("kind")[0] === MISUSE;
  let isCall = false;
  let ended = false;
  let sending = false;

  fill(kept(attemptId)?.registration ?? { kind: CONVERSATION, topics: [], outcome: "" });

  form.addEventListener("change", ({ target }) => {
    for (const name of ["kind", "misuseKind", "coolDown", "topics", "outcome"]) wrong(name, "");
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

  function fill({ kind, misuseKind, coolDown, topics, outcome, divertedFrom, heavy }) {
    const chosen = {
      kind: [kind], misuseKind: [misuseKind], coolDown: [coolDown ?? ""], topics, outcome: [outcome],
      divertedFrom: [divertedFrom],
    };
    for (const [name, codes] of Object.entries(chosen)) {
      for (const one of form.querySelectorAll(`[name=${name}]`)) one.checked = codes.includes(one.value);
    }
    form.querySelector("[name=heavy]").checked = Boolean(heavy);
    showParts();
  }

  function showParts() {
    for (const name of ["topics", "outcome"]) fieldOf(name).hidden = !isConversation();
    fieldOf("misuseKind").hidden = !isMisuse();
    for (const part of [fieldOf("coolDown"), form.querySelector("[data-cool-down]")]) {
      part.hidden = !isMisuse() || !isCall;
    }
  }

  function value() {
    const talked = isConversation();
    return {
      kind: checked("kind")[0],
      topics: talked ? checked("topics") : [],
      outcome: talked ? checked("outcome")[0] : NO_CONVERSATION,
      divertedFrom: checked("divertedFrom")[0] ?? null,
      heavy: form.querySelector("[name=heavy]").checked,
      misuseKind: (isMisuse() && checked("misuseKind")[0]) || null,
      coolDown: (isMisuse() && isCall && checked("coolDown")[0]) || null,
    };
  }

  function isWhole() {
    const { misuseKind, coolDown } = value();
    const noReason = coolDown && !misuseKind;
    wrong("misuseKind", noReason ? refusal("cool-down-without-reason") : "");
    if (noReason) fieldOf("misuseKind").querySelector("input").focus();
    if (!isConversation()) return !noReason;
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
    // Show what the house knows of it; `endedAt` is there when it has ended.
    show(chat) {
      ended = Boolean(chat.endedAt);
      isCall = chat.channel === "telephone";
      showParts();
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
