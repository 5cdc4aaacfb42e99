// A key presses the button that shows it: alone outside text fields, with Alt everywhere.
// In a form whose choices have letters, a key alone is the form's.
const NAME = "sensoor-desk-single-keys";
const TEXT = "textarea, input:not([type=radio], [type=checkbox]), select";

const single = () => localStorage.getItem(NAME) !== "off";
const usable = (element) => !element.disabled && element.checkVisibility();
const focused = () => document.activeElement ?? document.body;

// Return which key was pressed, and whether with Alt; nothing where it is the browser's.
function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return null;
  if (!event.altKey) return event.key.length === 1 ? event.key.toLowerCase() : null;
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  return /^(?:Key|Digit)(.)$/.exec(event.code)?.[1].toLowerCase() ?? null;
}

function find(key, alt) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return null;
  const form = alt ? null : focused().closest("[data-scope]");
  const here = form && [...form.querySelectorAll(named)].find(usable);
  if (here) return here;
  const inForm = (element) => element.closest("[data-scope]");
  const current = document.querySelector("[data-pane][data-current]");
  const inPane = [...(current?.querySelectorAll(named) ?? [])];
  const others = [...document.querySelectorAll(named)]
    .filter((element) => !element.closest("[data-pane]") || "jump" in element.dataset);
  return [...inPane, ...others].find((element) => usable(element) && !inForm(element)) ?? null;
}

function act(event) {
  const key = pressed(event);
  if (!key || event.defaultPrevented) return;
  if (!event.altKey && (!single() || focused().matches(TEXT))) return;
  const found = find(key, event.altKey);
  if (!found) return;
  event.preventDefault();
  if (found.matches("select, input")) found.focus();
  if (!found.matches("select")) found.click();
}

// Show on the keys of the page that they want Alt where the focus is.
function tellAlt() {
  const wanted = !single() || focused().matches(TEXT) || focused().closest("[data-scope]");
  document.documentElement.classList.toggle("with-alt", Boolean(wanted));
}

export function startKeys() {
  const dialog = document.getElementById("keys");
  const choice = dialog.querySelector("[data-single]");
  choice.checked = single();
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, "off");
    tellAlt();
  });
  document.querySelector("[data-help]").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", act);
  document.addEventListener("focusin", tellAlt);
  document.addEventListener("focusout", () => setTimeout(tellAlt));
  // Which key a button has is said to whoever does not see it.
  new MutationObserver(nameKeys).observe(document.body, { childList: true, subtree: true });
  nameKeys();
}

function nameKeys() {
  for (const element of document.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
    const key = element.dataset.key.toUpperCase();
    element.setAttribute("aria-keyshortcuts", element.closest("[data-scope]") ? key : `${key} Alt+${key}`);
  }
}
