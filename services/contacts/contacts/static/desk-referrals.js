// The referrals of one chat or call: made here, and each step of a warm handover as it comes.
import { complain, lengthOf, made, name, now, speak, text, write } from "desk-text.js";

const LETTERS = { partner: "", mode: "warm_handover", urgency: "normal" };

// Make the referrals of a pane work. `act` asks the API and says what it refuses.
export function referrals(pane, attemptId, number, { act, made: madeOne }) {
  const form = pane.querySelector("[data-part=referral]");
  const list = pane.querySelector("[data-referred]");
  const problem = form.querySelector("[data-problem]");
  const field = form.querySelector("[data-field=partner] [data-error]");
  const path = `/attempts/${attemptId}/referrals`;
  const items = new Map(); // by referralId
  let request = { key: "", body: "" };
  reset();

  function reset() {
    for (const one of form.querySelectorAll("input")) one.checked = LETTERS[one.name] === one.value;
  }

  form.addEventListener("change", () => complain(field, ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = Object.fromEntries(new FormData(form));
    complain(field, chosen.partner ? "" : text("choose_partner"));
    if (!chosen.partner) return form.querySelector("[name=partner]").focus();
    // The same request again, such as after a lost answer, has the same key.
    const body = JSON.stringify(chosen);
    if (request.body !== body) request = { key: crypto.randomUUID(), body };
    const answer = await act(problem, "POST", path, chosen, request.key);
    if (!answer.done) return undefined;
    request = { key: "", body: "" };
    reset();
    return madeOne();
  });

  function add(referral) {
    const item = made("step");
    item.dataset.referral = referral.referralId;
    item.querySelector("[data-connect]").addEventListener("click", () =>
      act(pane.querySelector("form[data-say] + [data-problem]"), "POST",
        `${path}/${referral.referralId}/connect`, undefined, crypto.randomUUID()));
    list.append(item);
    items.set(referral.referralId, { item, step: "" });
  }

  function show(referral) {
    if (!items.has(referral.referralId)) add(referral);
    const known = items.get(referral.referralId);
    const values = { partner: name("partners", referral.partner), mode: name("modes", referral.mode) };
    const urgent = referral.urgency === "high" ? "referred_urgent" : "referred_to";
    write(known.item.querySelector("[data-what]"), text(urgent, values));
    const isHandover = referral.mode === "warm_handover";
    const step = isHandover ? referral.step : "";
    known.answerBy = step === "offered" ? referral.answerBy : null;
    const mark = known.item.querySelector("[data-step]");
    mark.hidden = !step;
    mark.className = `mark ${{ accepted: "done", connected: "done", declined: "wrong", timed_out: "wrong" }[step] ?? ""}`;
    write(mark, step ? name("steps", step) : "");
    known.item.querySelector("[data-connect]").hidden = step !== "accepted";
    if (known.step && known.step !== step) {
      speak(text("step_spoken", { number, ...values, step: name("steps", step) }));
    }
    known.step = step;
  }

  function tick() {
    for (const { item, answerBy } of items.values()) {
      const left = answerBy ? text("left", { left: lengthOf((Date.parse(answerBy) - now()) / 1000) }) : "";
      write(item.querySelector("[data-left]"), left);
    }
  }

  return {
    tick,
    show(all) {
      all.forEach(show);
      tick();
    },
  };
}
