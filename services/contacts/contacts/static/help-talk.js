/* The words of a chat as the help seeker sees them: the log, who types, and what is being written.

   Words are text, never markup. `helpTalk(send, texts)` returns
     connect(), receive(frame), retry()    as `words.transcript`; `receive` takes `typing` too
     isSettled          nothing is on its way
     end()              no more is written; what was said stays to be read */
"use strict";

globalThis.helpTalk = ((send, texts) => {
  const TYPING_TOLD_MS = 3000;
  const TYPING_SHOWN_MS = 5000;
  const COUNTED_FROM = 200; // characters before the end
  const BOTTOM_PIXELS = 48;
  const TITLE = document.title;

  const find = (name) => document.querySelector(`[data-${name}]`);
  const log = find("log");
  const typing = find("typing");
  const form = find("compose");
  const text = form.querySelector("textarea");
  const left = form.querySelector("#left");
  const chat = words.transcript("seeker", send);
  const shown = []; // the elements of chat.log
  const waiting = []; // those of chat.unsent, behind them
  let follows = true; // whoever reads back is left there
  let noticed = false; // that a listener is there
  let told = 0;
  let hiding = 0;

  function element(name, kind, content) {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = content;
    return made;
  }

  function bubble(by, content) {
    const own = by === "seeker";
    const made = element("div", own ? "said own" : "said", "");
    const said = element("p", "text", content);
    said.dir = "auto";
    made.append(element("p", "who", own ? texts.own : texts.other), said);
    if (own) made.append(element("p", "mark", texts.sending));
    return made;
  }

  const isAtBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < BOTTOM_PIXELS;

  function draw() {
    for (const entry of chat.log.slice(shown.length)) shown.push(place(entry));
    for (const content of chat.unsent.slice(waiting.length)) {
      waiting.push({ content, made: log.appendChild(bubble("seeker", content)) });
    }
    chat.log.forEach(({ by, n }, at) => {
      const arrived = n <= chat.got ? "sent" : "sending";
      if (by === "seeker") mark(shown[at], n <= chat.seen ? "seen" : arrived);
    });
    follow();
    look();
  }

  function follow() {
    if (follows) log.scrollTop = log.scrollHeight;
  }

  // A word that got its number stays where it is; others come before what waits for one.
  function place({ by, text: content }) {
    if (by === "seeker" && waiting[0]?.content === content) return waiting.shift().made;
    return log.insertBefore(bubble(by, content), waiting[0]?.made ?? null);
  }

  function mark(bubbleOfWord, state) {
    const found = bubbleOfWord.querySelector(".mark");
    if (found.textContent !== texts[state]) found.textContent = texts[state];
  }

  function look() {
    const isVisible = document.visibilityState === "visible";
    if (isVisible && isAtBottom()) chat.look();
    noticed ||= isVisible;
    document.title = chat.unread || !noticed ? `• ${TITLE}` : TITLE;
  }

  function say() {
    const said = words.clean(text.value);
    if (!said || words.count(said) > words.MOST) {
      text.focus();
      return;
    }
    text.value = "";
    told = 0;
    count();
    chat.say(said);
    follows = true;
    draw();
    text.focus();
  }

  function count() {
    const over = words.count(words.clean(text.value)) - words.MOST;
    left.textContent = over > 0 ? texts.over.replace("{n}", over)
      : over > -COUNTED_FROM ? texts.left.replace("{n}", -over) : "";
    left.classList.toggle("wrong", over > 0);
    text.setAttribute("aria-invalid", over > 0);
  }

  function onInput() {
    count();
    if (Date.now() - told < TYPING_TOLD_MS || !text.value) return;
    told = Date.now();
    send({ type: "typing" });
  }

  function onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  }

  function showTyping(shown) {
    clearTimeout(hiding);
    typing.textContent = shown ? texts.typing : "";
    if (shown) hiding = setTimeout(showTyping, TYPING_SHOWN_MS, false);
  }

  const listening = new AbortController();
  const { signal } = listening;
  text.addEventListener("input", onInput, { signal });
  text.addEventListener("keydown", onKey, { signal });
  log.addEventListener("scroll", () => {
    follows = isAtBottom();
    look();
  }, { signal });
  const resized = new ResizeObserver(follow); // as by the keyboard of a telephone
  resized.observe(log);
  document.addEventListener("visibilitychange", look, { signal });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  }, { signal });
  log.replaceChildren();
  text.value = "";
  count();
  look();

  return {
    get isSettled() { return chat.isSettled; },
    connect: chat.connect,
    retry: chat.retry,
    receive(frame) {
      if (frame.type === "typing") {
        showTyping(true);
        return;
      }
      if (frame.type === "say") showTyping(false);
      chat.receive(frame);
      draw();
    },
    end() {
      listening.abort();
      resized.disconnect();
      showTyping(false);
      text.value = "";
      document.title = TITLE;
    },
  };
});
