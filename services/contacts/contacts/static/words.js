/* The words of a chat as one browser keeps them: in order, each once, whatever the line does.

   No DOM, no clock, no socket: used by the help seeker's page and by the listener's desk. The
   frames are those of docs/chat.md. A classic script: it defines `words`.

     const chat = words.transcript("seeker", send)     // or "listener": whose browser this is
       send(frame)      is called with each frame to send; it may drop it while the line is down.
                        The desk adds `chat: attemptId` here.

     chat.connect()     the chat is answered on a new socket, or the service said `there`
     chat.receive(frame)    `say`, `got`, `seen`, `want` or `again` of the other; others are ignored
     chat.say(text)     the person sends a message: give it cleaned, and not empty
     chat.look()        what the other said is in view
     chat.retry()       call it every few seconds while the chat is open: asks for what was lost

     chat.log           [{by: "seeker" | "listener", n, text}], in the order to show. It only
                        grows, at its end
     chat.unsent        [text], typed and not numbered yet: show them behind the log
     chat.inStep        whether it knows what was said before
     chat.got, chat.seen    how many of one's own the other has, and has had in view
     chat.unread        how many of the other's were not in view here yet
     chat.isSettled     nothing of either side is on its way, as far as is known here

     words.clean(text)  without control characters and direction overrides, and trimmed
     words.count(text)  characters as the service counts them; at most words.MOST

   How it holds: each side counts what it has of both, without a gap. `want` tells these counts;
   the other answers with its own counts and the words beyond (`again`). A gap, or a word that was
   not acknowledged, leads to a `want`. A page numbers its own words once it holds all that an
   `again` named. Both name the page that asked: what was answered to the page before a reload
   may come late, and would let the new page number a new word as an old one.

   What the other sends may be meant to harm: between two calls of `retry` it gets a few answers
   and no more, so that nobody is closed as too fast because of somebody else. */
"use strict";

globalThis.words = (() => {
  const SIDES = ["seeker", "listener"];
  const MOST = 4000;
  const MOST_BYTES = 24 * 1024; // of words in a frame: it is sealed, and has at most 64 KiB
  const MOST_WORDS = 200; // in a frame
  const MOST_ANSWERS = 8; // frames of `again` between two retries
  const REMOVED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

  const clean = (text) => text
    .replace(/\r\n?/g, "\n")
    .replace(REMOVED, (one) => (one === "\n" || one === "\t" ? one : ""))
    .trim();
  const count = (text) => [...text].length;
  const bytes = (word) => new TextEncoder().encode(JSON.stringify(word)).length;

  function transcript(own, send) {
    const other = own === "seeker" ? "listener" : "seeker";
    const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const log = [];
    const held = { seeker: [], listener: [] }; // entries by number, without a gap
    const unsent = [];
    let inStep = false;
    let got = 0; // own words that the other has
    let seen = 0; // own words that the other has had in view
    let looked = 0; // the other's words that were in view here
    let behind = false; // the other has words that are missing here
    let asked = false; // since the last retry
    let answers = 0;
    let asker = null; // the other's page

    const counts = () => ({ seeker: held.seeker.length, listener: held.listener.length });
    const isSettled = () => inStep && !behind && got === held[own].length;
    const sayGot = () => send({ type: "got", n: held[other].length });

    // Compare with what the other has; ask for what is missing here.
    function compare(theirs) {
      got = Math.min(theirs[own], held[own].length);
      behind = SIDES.some((by) => held[by].length < theirs[by]);
      if (behind) want();
    }

    function want() {
      if (!asked) send({ type: "want", page, ...counts() });
      asked = true;
    }

    function append(by, text) {
      const entry = { by, n: held[by].length + 1, text };
      held[by].push(entry);
      log.push(entry);
      return entry;
    }

    // Keep a word that is the next one. What is behind a gap may be of a page that is gone.
    function keep(by, n, text) {
      if (n === held[by].length + 1) append(by, text);
    }

    // Tell the words beyond what the other has, in as many frames as they need and it gets.
    function tell(theirs) {
      const missing = log.filter((entry) => entry.n > theirs[entry.by]);
      do {
        if (answers === MOST_ANSWERS) return;
        answers += 1;
        const part = [];
        let size = 0;
        while (missing.length && part.length < MOST_WORDS) {
          size += bytes(missing[0]);
          if (part.length && size > MOST_BYTES) break;
          part.push(missing.shift());
        }
        send({ type: "again", page: asker, ...counts(), words: part });
      } while (missing.length);
    }

    function say(text) {
      if (!inStep) {
        unsent.push(text);
        return;
      }
      const { n } = append(own, text);
      send({ type: "say", n, text });
    }

    function numberUnsent() {
      inStep = true;
      while (unsent.length) say(unsent.shift());
    }

    const on = {
      say({ n, text }) {
        keep(other, n, text);
        compare({ ...counts(), [own]: got, [other]: n });
        if (held[other].length) sayGot();
      },
      got({ n }) {
        compare({ ...counts(), [own]: Math.max(got, n) });
      },
      seen({ n }) {
        seen = Math.max(seen, Math.min(n, held[own].length));
        on.got({ n });
      },
      want(theirs) {
        asker = theirs.page;
        tell(theirs);
        compare(theirs);
        if (looked) send({ type: "seen", n: looked });
      },
      again(theirs) {
        if (theirs.page !== page) return;
        for (const { by, n, text } of theirs.words) keep(by, n, text);
        compare(theirs);
        if (asker && got < held[own].length) tell(theirs);
        if (theirs.words.length && held[other].length) sayGot();
        if (!behind) numberUnsent();
      },
    };

    return {
      log,
      unsent,
      get inStep() { return inStep; },
      get got() { return got; },
      get seen() { return seen; },
      get unread() { return held[other].length - looked; },
      get isSettled() { return isSettled(); },
      connect() {
        asked = false;
        want();
      },
      receive(frame) {
        if (Object.hasOwn(on, frame.type)) on[frame.type](frame);
      },
      say,
      look() {
        if (held[other].length <= looked) return;
        looked = held[other].length;
        send({ type: "seen", n: looked });
      },
      retry() {
        asked = false;
        answers = 0;
        if (!isSettled()) want();
      },
    };
  }

  return { MOST, clean, count, transcript };
})();
