// How long work goes, and how it is cancelled.

import { byId } from "./dom.js";

let timer = 0;

/** Show that work is under way; the button aborts the controller. Returns what takes note of a job. */
export function begin(controller, seconds) {
  const began = performance.now();
  let words = "Waiting for the service …";
  const tick = () => {
    const elapsed = (performance.now() - began) / 1000;
    byId("progress-bar").value = Math.min(1, elapsed / seconds);
    byId("progress-text").textContent = `${words} ${elapsed.toFixed(0)} s of at most ${seconds} s`;
  };
  clearInterval(timer);
  timer = setInterval(tick, 250);
  byId("cancel").onclick = () => controller.abort();
  byId("progress").hidden = false;
  byId("progress").scrollIntoView({ block: "nearest" });
  tick();
  return (job) => {
    const ball = job.progress?.midpoint ? ` The value so far: ${job.progress.midpoint} ± ${job.progress.radius}.` : "";
    words = `${job.status === "queued" ? "In the queue." : "Searching for a proof."}${ball}`;
  };
}

/** Take the progress away. */
export function end() {
  clearInterval(timer);
  byId("progress").hidden = true;
}
