// What is heard and seen from afar: two tones while somebody is offered, and a title that blinks.
import { text, write } from "desk-text.js";

const NAME = "sensoor-desk-muted";
const RING_MS = 2_500;
const BLINK_MS = 900;
const title = document.title;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const notice = document.querySelector("[data-notice=silent]");
const mute = document.querySelector("[data-mute]");
let context = null;
let ringing = 0;
let blinking = 0;

const muted = () => localStorage.getItem(NAME) === "yes";

function tone(hertz, at) {
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.45);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + 0.5);
}

function sound() {
  if (muted() || context?.state !== "running") return;
  tone(659, context.currentTime);
  tone(880, context.currentTime + 0.25);
}

// A browser plays nothing before somebody has pressed or clicked something.
async function wake() {
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume().catch(() => {});
  tellSilent();
}

function tellSilent() {
  notice.hidden = muted() || !ringing || context?.state === "running";
}

function blink(said) {
  const shown = document.title === title || still.matches ? said : title;
  document.title = shown;
}

// Ring, and let the title blink, while `said` says something.
export function ring(said) {
  clearInterval(blinking);
  document.title = said || title;
  if (said) blinking = setInterval(blink, BLINK_MS, said);
  if (said && !ringing) {
    sound();
    ringing = setInterval(sound, RING_MS);
  } else if (!said) {
    clearInterval(ringing);
    ringing = 0;
  }
  tellSilent();
}

export function startSound() {
  const tell = () => write(mute.querySelector("[data-words]"), text(muted() ? "unmute" : "mute"));
  mute.addEventListener("click", () => {
    if (muted()) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, "yes");
    tell();
    tellSilent();
  });
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, wake);
  tell();
}
