// The HTTP API of the desk, by the session's cookie. What it answers is left alone: the socket tells
// how the desk is afterwards, in the one order that is right.
const LONGEST_MS = 15_000;
const UNAUTHORIZED = 401;
const TOO_MANY = 429;
const FAILED = 500;

// Ask; return `{done}`, or what was refused: `{code, errors, later}`, and `signedOut`.
// `later`: nothing is wrong with what was asked, and it may be asked again.
export async function ask(method, path, body, key) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  try {
    const answer = await fetch(`/v1/desk${path}`, {
      method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_MS),
    });
    return answer.ok ? { done: true } : refused(answer.status, await answer.json());
  } catch {
    return { code: "unreachable", errors: [], later: true };
  }
}

function refused(status, problem) {
  return {
    code: String(problem.type).split(":").pop(),
    errors: problem.errors ?? [],
    later: status >= FAILED || status === TOO_MANY || status === UNAUTHORIZED,
    signedOut: status === UNAUTHORIZED,
  };
}

// Return whether the session holds; true where it is not known.
export const isSignedIn = async () => !(await ask("GET", "")).signedOut;
