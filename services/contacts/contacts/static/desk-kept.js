// Registrations that could not be sent yet: kept in this browser, sent by themselves, then removed.
// Only closed words, the attempt's id and the key of the request; never words of the chat.
import { ask } from "desk-api.js";
import { volunteerId } from "desk-text.js";

// Another volunteer at the same browser has other ones.
const NAME = `sensoor-desk-${volunteerId}`;

const read = () => JSON.parse(localStorage.getItem(NAME) ?? "{}");

function write(kept) {
  if (Object.keys(kept).length) localStorage.setItem(NAME, JSON.stringify(kept));
  else localStorage.removeItem(NAME);
}

export const kept = (attemptId) => read()[attemptId];
export const countKept = () => Object.keys(read()).length;

// Send a registration. It is kept first, so that nothing on the way loses it; return the answer.
export function register(attemptId, registration) {
  const before = kept(attemptId);
  const same = before && JSON.stringify(before.registration) === JSON.stringify(registration);
  const key = same ? before.key : crypto.randomUUID();
  write({ ...read(), [attemptId]: { key, registration } });
  return send(attemptId);
}

async function send(attemptId) {
  const { key, registration } = kept(attemptId);
  const answer = await ask("PUT", `/attempts/${attemptId}/registration`, registration, key);
  if (!answer.later) {
    const { [attemptId]: _, ...others } = read();
    write(others);
  }
  return answer;
}

// Return what sends all that is kept; `done(attemptId, answer)` is told each.
export function sendKept(done) {
  let sending = false;
  async function all() {
    if (sending) return;
    sending = true;
    for (const attemptId of Object.keys(read())) {
      if (!kept(attemptId)) continue; // sent by the listener meanwhile
      const answer = await send(attemptId);
      done(attemptId, answer);
      if (answer.later) break;
    }
    sending = false;
  }
  return all;
}
