/* The help seeker's socket (docs/chat.md): joins, or comes back with the token, whatever the line
   does. The token is in the tab's own storage while the chat lasts, so that a reload continues it.

     const line = helpLine({ frame, up, down, busy, over, blocked, through })
       through()       the accident line that is joined, by its address; undefined: none
       frame(frame)    came from the service
       up(), down()    joined or come back; lost, and tried again by itself
       busy()          the service asked for work before it lets in
       over(why)       "elsewhere" | "unknown" | "over": it is not tried again
       blocked()       the page can be reached, a socket cannot; it is tried on
     line.open()       join, or come back;  line.isKept: there is a chat to come back to
     line.send(frame)  drops it while the line is down
     line.renew()      the line may be dead
     line.later()      close, and try again after a while
     line.end(frame)   send a last frame if the line is up, forget the token, and stay away */
"use strict";

globalThis.helpLine = ((on) => {
  const ADDRESS = `${location.origin.replace(/^http/, "ws")}/contacts/help/socket`;
  const PLAIN = "/contacts/help/plain";
  const KEPT_AS = "chat";
  const FIRST_MS = 500;
  const LONGEST_MS = 15000;
  const LATER_TRIES = 3; // as if tried so often already: four seconds and more
  const CONNECT_MS = 10000;
  const TRIES_UNTIL_BLOCKED = 3;
  const OVER = { 4001: "elsewhere", 4002: "over", 4004: "unknown" };

  let socket = null;
  let token = recall();
  let tries = 0;
  let neverOpened = 0;
  let timer = 0;

  // Where storage is refused, a reload begins anew.
  function recall() {
    try { return sessionStorage.getItem(KEPT_AS); } catch { return null; }
  }

  function keep(value) {
    token = value;
    try {
      if (value) sessionStorage.setItem(KEPT_AS, value);
      else sessionStorage.removeItem(KEPT_AS);
    } catch { /* kept in memory only */ }
  }

  const send = (frame) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  const join = () => ({ type: "join", line: on.through?.() });

  function open() {
    clearTimeout(timer);
    drop();
    let current;
    try {
      current = new WebSocket(ADDRESS);
    } catch {
      lost(); // the browser lets no page open one
      return;
    }
    socket = current;
    let opened = false;
    timer = setTimeout(() => lost(), CONNECT_MS);
    current.onopen = () => {
      clearTimeout(timer);
      opened = true;
      neverOpened = 0;
      send(token ? { type: "resume", token } : join());
    };
    current.onmessage = ({ data }) => {
      if (current === socket) take(JSON.parse(data));
    };
    current.onclose = ({ code }) => {
      if (current !== socket) return;
      if (code in OVER) stop(OVER[code]);
      else lost(opened);
    };
  }

  function take(frame) {
    if (frame.type === "welcome") {
      keep(frame.token);
      send({ type: "kept" });
      tries = 0;
      on.up();
    } else if (frame.type === "work") {
      on.busy();
      work(frame, socket);
    } else {
      on.frame(frame);
    }
  }

  async function work({ challenge, bits }, asked) {
    const nonce = globalThis.crypto?.subtle ? await solve(challenge, bits, asked) : null;
    if (asked !== socket) return;
    if (nonce === null) later();
    else send({ ...join(), work: { challenge, nonce } });
  }

  async function solve(challenge, bits, asked) {
    const encoder = new TextEncoder();
    const TOGETHER = 256;
    for (let n = 0; asked === socket; n += TOGETHER) {
      const nonces = Array.from({ length: TOGETHER }, (_, place) => String(n + place));
      const digests = await Promise.all(nonces.map((nonce) => crypto.subtle.digest(
        "SHA-256", encoder.encode(`${challenge}:${nonce}`))));
      const found = digests.findIndex(
        (digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0,
      );
      if (found >= 0) return nonces[found];
    }
    return null;
  }

  // Close the socket without hearing of it.
  function drop() {
    const old = socket;
    socket = null;
    old?.close();
  }

  function lost(opened = false) {
    drop();
    if (!opened) neverOpened += 1;
    on.down();
    if (!token && neverOpened === TRIES_UNTIL_BLOCKED) offerPlain();
    again();
  }

  // Growing, and uneven: not all come back at once.
  function again() {
    clearTimeout(timer);
    const delay = Math.min(FIRST_MS * 2 ** tries, LONGEST_MS);
    tries += 1;
    timer = setTimeout(open, delay * (0.5 + Math.random()));
  }

  function later() {
    drop();
    tries = Math.max(tries, LATER_TRIES);
    again();
  }

  async function offerPlain() {
    try {
      const answer = await fetch(PLAIN, { cache: "no-store", credentials: "omit" });
      if (answer.ok && neverOpened && timer) on.blocked();
    } catch {
      neverOpened = 0; // the page cannot be reached either: the line is down
    }
  }

  function close() {
    clearTimeout(timer);
    timer = 0;
    drop();
    tries = neverOpened = 0;
  }

  function stop(why) {
    close();
    keep(null);
    on.over(why);
  }

  return {
    get isKept() { return token !== null; },
    get isUp() { return socket?.readyState === WebSocket.OPEN; },
    open() {
      close();
      open();
    },
    send,
    later,
    renew() {
      if (socket || timer) open();
    },
    end(frame) {
      if (frame) send(frame);
      close();
      keep(null);
    },
  };
});
