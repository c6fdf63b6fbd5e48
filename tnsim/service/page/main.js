// The page: a question is typed, asked, and answered section by section.

import { announce, byId } from "./dom.js";
import { followSlider, offerSides, showDigits, stopDigits } from "./digits.js";
import { showElsewhere } from "./elsewhere.js";
import { showExamples } from "./examples.js";
import * as progress from "./progress.js";
import { showProof } from "./proof.js";
import { fill, followTyping, readNow, refuse, typed } from "./question.js";
import { Refusal, useKey, work } from "./service.js";
import { followChoices, offerSeries, showSums, stopSums } from "./sums.js";
import { offerValues } from "./values.js";
import { kindOf, showNone, showVerdict, titleOf } from "./verdict.js";

let running = new AbortController();

async function ask() {
  for (const stop of [() => running.abort(), stopDigits, stopSums]) stop();
  const controller = (running = new AbortController());
  const question = typed();
  byId("answer").hidden = true;
  progress.end();
  const said = await readNow();
  if (running !== controller) return;
  if (!said) {
    byId("text").focus();
    return;
  }
  location.replace(`#${new URLSearchParams({ claim: question.text, assume: question.assumptions.join("\n") })}`);
  const seconds = Number(byId("seconds").value);
  try {
    const note = progress.begin(controller, seconds);
    announce("Working");
    const answer = await work(...request(said.kind, question, seconds, controller.signal, note));
    await showAnswer(answer, said, question, controller.signal);
  } catch (error) {
    if (running !== controller) return; // another question was asked meanwhile
    if (error.name === "AbortError") showFailure("cancelled");
    else if (error instanceof Refusal) {
      refuse(error);
      showFailure("refused", error.message);
    } else throw error;
  } finally {
    if (running === controller) progress.end();
  }
}

function request(kind, { text, assumptions }, timeout, signal, onProgress) {
  const [path, name] = kind === "identity" ? ["api/v1/prove", "claim"] : ["api/v1/sum", "expression"];
  return [path, { body: { [name]: text, assumptions, timeout }, signal, onProgress }];
}

async function showAnswer(answer, said, question, signal) {
  await showVerdict(answer, said);
  if (signal.aborted) return;
  progress.end();
  byId("proof").hidden = true;
  byId("elsewhere").hidden = false;
  showElsewhere(question, said.kind);
  byId("answer").hidden = false;
  byId("verdict-title").focus();
  announce(titleOf(kindOf(answer)));
  offerValues(said.symbols, said.point, showNumbers);
  offerSides(said.sides);
  offerSeries(said.series);
  byId("digits-body").replaceChildren();
  byId("sums-body").replaceChildren();
  byId("numbers").hidden = false;
  await Promise.all([answer.certificate_id ? showProof(answer.certificate_id, signal) : null, showNumbers()]);
}

function showNumbers() {
  return Promise.all([showDigits(), showSums()]);
}

function showFailure(kind, reason) {
  showNone(kind, reason);
  for (const id of ["proof", "numbers", "elsewhere"]) byId(id).hidden = true;
  byId("answer").hidden = false;
  byId("verdict-title").focus();
  announce(titleOf(kind));
}

function start() {
  followTyping();
  followSlider();
  followChoices();
  showExamples((text, assumptions) => {
    fill(text, assumptions);
    ask();
  });
  byId("question").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); ask(); }
  });
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    useKey(byId("key-text").value);
    byId("key").hidden = true;
    readNow();
    byId("text").focus();
  });
  const link = new URLSearchParams(location.hash.slice(1));
  fill(link.get("claim") ?? byId("text").value, link.get("assume") ?? byId("assumptions").value);
  readNow();
}

start();
