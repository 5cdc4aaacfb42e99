// Who is there: the choice of the shift, present or in a pause or leaving, and how many wait.
import { complain, lengthOf, made, name, now, text, timeOfDay, write } from "desk-text.js";

const MOST_CHATS = "3";
const SHIFT_KEYS = "stu";
const bar = document.getElementById("bar");
const shifts = document.getElementById("shifts");
const part = (which) => bar.querySelector(`[data-${which}]`);
const label = (which, said) => write(part(which).querySelector("[data-words]"), said);
let view = null;
let typed = null; // the extension, until it is told by the desk

const channels = (shift) => shift.channels.map((channel) => name("channels", channel)).join(", ");
// A role may not be known here yet.
const roleOf = (shift) => name("roles", shift.role ?? "listener");
const placeOf = (shift) => shift.locationName ?? text("location_unknown");

// Make the bar work. `act` asks the API and says what it refuses.
export function startBar({ act }) {
  const problem = part("problem");
  const be = (state) => act(problem, "PUT", "", {
    shiftId: view.desk.shiftId, state, mostChats: Number(part("most").value), ...extension(view.desk),
  });
  part("extension").addEventListener("change", () => {
    typed = part("extension").value.trim();
    if (view.desk && part("extension").reportValidity()) be(view.desk.state);
  });
  part("extension").addEventListener("keydown", ({ key }) => {
    if (key === "Enter" || key === "Escape") bar.focus();
  });
  part("presence").addEventListener("click", () =>
    be(view.desk.state === "present" ? "paused" : "present"));
  document.querySelector("[data-pause]").addEventListener("click", () => be("paused"));
  part("most").addEventListener("change", () => be(view.desk.state));
  part("most").addEventListener("keydown", ({ key }) => {
    if (key === "Escape") bar.focus();
  });
  part("leave").addEventListener("click", () =>
    (isBusy() ? be("leaving") : act(problem, "DELETE", "")));
  shifts.addEventListener("click", ({ target }) => {
    const shiftId = target.closest("[data-choose]")?.dataset.choose;
    if (!shiftId || !part("extension").reportValidity()) return;
    part("most").value = MOST_CHATS;
    act(shifts.querySelector("[data-problem]"), "PUT", "", {
      shiftId, state: "present", mostChats: Number(MOST_CHATS),
      ...extension(view.shifts.find((shift) => shift.shiftId === shiftId)),
    });
  });
}

const isForCalls = (shift) => shift.channels.includes("telephone");

// Return the extension with which to work a shift that takes calls.
function extension(shift) {
  if (!isForCalls(shift)) return {};
  return { extension: part("extension").value.trim() || null };
}

function showExtension() {
  const shown = view.desk ? isForCalls(view.desk) : view.shifts.some(isForCalls);
  part("extension").closest("label").hidden = !shown;
  if (typed !== null && view.desk && (view.extension ?? "") === typed) typed = null;
  if (document.activeElement !== part("extension")) {
    part("extension").value = typed ?? view.extension ?? "";
  }
}

const isBusy = () => view.chats.length + view.offers.length > 0;

// Show who is there by a desk.
export function showBar(shown) {
  view = shown;
  const { desk } = shown;
  bar.hidden = false;
  shifts.hidden = Boolean(desk);
  for (const which of ["presence", "leave"]) part(which).hidden = !desk;
  part("most").closest("label").hidden = !desk?.channels.includes("chat");
  showExtension();
  part("leave").hidden ||= desk?.state === "leaving";
  if (desk) showDesk(desk);
  else showShifts(shown.shifts);
  part("state").className = `mark ${{ present: "done", paused: "warn", leaving: "warn" }[desk?.state] ?? ""}`;
  tickBar();
}

function showDesk(desk) {
  const ends = view.shifts.find((shift) => shift.shiftId === desk.shiftId)?.endsAt;
  const values = {
    place: placeOf(desk), channels: channels(desk), role: roleOf(desk),
    until: ends ? timeOfDay(ends) : "",
  };
  write(part("state"), text(`state_${desk.state}`));
  write(part("shift"), text(ends ? "at_until" : "at", values));
  label("presence", text(desk.state === "present" ? "pause" : "be_present"));
  label("leave", text(isBusy() ? "leave_after" : "leave"));
  if (document.activeElement !== part("most")) part("most").value = String(desk.mostChats);
}

function showShifts(own) {
  write(part("state"), text("state_absent"));
  write(part("shift"), "");
  shifts.querySelector("[data-no-shift]").hidden = own.length > 0;
  const list = shifts.querySelector("[data-shifts]");
  const known = new Map([...list.children].map((item) => [item.dataset.shift, item]));
  own.forEach((shift, place) => {
    const item = known.get(shift.shiftId) ?? made("shift");
    known.delete(shift.shiftId);
    item.dataset.shift = shift.shiftId;
    const button = item.querySelector("button");
    button.dataset.choose = shift.shiftId;
    button.dataset.key = SHIFT_KEYS[place] ?? "";
    write(button.querySelector("[data-name]"), text("be_present_at", { place: placeOf(shift) }));
    write(button.querySelector("kbd"), button.dataset.key.toUpperCase());
    write(item.querySelector("[data-about]"), text("shift", {
      from: timeOfDay(shift.startsAt), until: timeOfDay(shift.endsAt),
      channels: channels(shift), role: roleOf(shift),
    }));
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
  known.forEach((item) => item.remove());
}

// Write what changes with the time.
export function tickBar() {
  if (!view) return;
  const { people, calls, longestSeconds } = view.waiting;
  const since = (now() - Date.parse(view.now)) / 1000;
  const longest = lengthOf(longestSeconds + since);
  const said = people ? text("people_wait", { num: people, longest }) : text("nobody_waits");
  const calling = calls === people ? text("all_call") : text("calls_wait", { num: calls });
  write(part("waiting"), calls ? `${said}; ${calling}` : said);
}

export const complainAtBar = (said) => complain(part("problem"), said);
