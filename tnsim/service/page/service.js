// The service: requests, refusals, and jobs that are followed until they end.

let key = "";

/** Use this API key from now on; it is kept nowhere. */
export function useKey(text) {
  key = text.trim();
}

/** What the service refused, and where: a position in the text, or a field of the request. */
export class Refusal extends Error {
  constructor(status, { detail, position = null, errors = [] }) {
    super(detail);
    Object.assign(this, { name: "Refusal", status, position, errors });
  }
}

/** Return the response to a request; throws Refusal. A request with a body is a POST. */
export async function send(path, { body, method = body ? "POST" : "GET", headers = {}, signal } = {}) {
  const all = { ...headers };
  if (key) all.Authorization = `Bearer ${key}`;
  if (body) all["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers: all, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { detail: "the service does not answer; is it still running?" });
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ detail: `the service answers ${response.status}` }));
  throw new Refusal(response.status, problem);
}

/**
 * Return the result of what may be long work. `onProgress` is given the job now and then.
 * When the signal is aborted, the job is cancelled, and AbortError thrown.
 */
export async function work(path, { body, signal, onProgress = () => {} } = {}) {
  const response = await send(path, { body, signal, headers: { Prefer: "respond-async" } });
  let job = await response.json();
  if (response.status !== 202) return job;
  const place = job.links.self.replace(/^\//, "");
  try {
    for (let pause = 60; job.status === "queued" || job.status === "running"; pause = Math.min(500, pause * 1.5)) {
      onProgress(job);
      await sleep(pause, signal);
      job = await (await send(place, { signal })).json();
    }
  } catch (error) {
    if (error.name === "AbortError") await send(place, { method: "DELETE" }).catch(() => {});
    throw error;
  }
  if (job.status === "finished") return job.result;
  throw new Refusal(422, { detail: job.error ?? `the job was ${job.status}` });
}

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => { clearTimeout(timer); reject(new DOMException("cancelled", "AbortError")); };
    const timer = setTimeout(() => { signal?.removeEventListener("abort", stop); resolve(); }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}
