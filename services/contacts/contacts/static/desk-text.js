// What the page was made with: its texts, the names of codes, and who is signed in.
const told = JSON.parse(document.getElementById("told").textContent);
const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
const clock = new Intl.DateTimeFormat(language, {
  timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
let ahead = 0; // milliseconds by which the service's clock is ahead of this browser's

export const volunteerId = told.volunteerId;

// Return a text of the page's language; `%(name)s` takes a value, `num` chooses the plural.
export function text(name, values = {}) {
  const found = told.texts[name];
  const chosen = typeof found === "string" ? found : found[plurals.select(values.num)];
  return chosen.replace(/%\((\w+)\)s/g, (_, one) => values[one]);
}

// Return the name of a code: `name("partners", "113online")`.
export const name = (vocabulary, code) => told.names[vocabulary][code] ?? code;

// Return what a refusal says, by its code.
export const refusal = (code) => told.names.refusals[code] ?? text("refused", { code });

export const setClock = (now) => { ahead = Date.parse(now) - Date.now(); };
export const now = () => Date.now() + ahead;

// Return a moment's time of day in Amsterdam: 23:05.
export const timeOfDay = (moment) => clock.format(new Date(moment));

// Return a length as people read it: `45 s`, `2 min 05 s`, `1 h 04 min`.
export function lengthOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  if (hours) return text("hours", { hours, minutes: two(minutes) });
  if (minutes) return text("minutes", { minutes, seconds: two(whole % 60) });
  return text("seconds", { seconds: whole });
}

// Return a copy of what a template holds.
export const made = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// Write a text into an element, and leave it alone where nothing changed.
export function write(element, said) {
  if (element.textContent !== said) element.textContent = said;
}

// Write an error, or hide where it stands.
export function complain(element, said) {
  write(element, said || "");
  element.hidden = !said;
}

// Say something to whoever listens to the page.
export function speak(said) {
  const spoken = document.getElementById("spoken");
  spoken.textContent = "";
  spoken.textContent = said;
}
