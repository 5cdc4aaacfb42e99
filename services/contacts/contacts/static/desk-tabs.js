// Where the window is narrow, one chat is shown at a time: a tab for each, with what waits in it.
import { made, text, write } from "desk-text.js";

const list = document.querySelector("#tabs ul");
const tabs = new Map(); // by pane

// Show the tabs of these panes, in the order of their numbers.
export function showTabs(panes) {
  const gone = new Set(tabs.keys());
  const inOrder = [...panes].sort((one, two) => one.number - two.number);
  inOrder.forEach((pane, place) => {
    gone.delete(pane);
    if (!tabs.has(pane)) tabs.set(pane, add(pane));
    const item = tabs.get(pane);
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
    show(item.querySelector("button"), pane);
  });
  for (const pane of gone) {
    tabs.get(pane).remove();
    tabs.delete(pane);
  }
}

function add(pane) {
  const item = made("tab");
  const button = item.querySelector("button");
  button.dataset.key = pane.number;
  button.addEventListener("click", () => pane.focus());
  return item;
}

function show(button, pane) {
  const isCurrent = "current" in pane.element.dataset;
  if (isCurrent) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  const unread = pane.unread();
  write(button, unread
    ? text("tab_unread", { number: pane.number, unread })
    : text(pane.isEnded() ? "tab_ended" : "tab", { number: pane.number }));
}
