// The clerk's page: takes a file, asks the service, shows its report.

import { element, find } from "./dom.js";
import { fill, language, setLanguage, words } from "./language.js";
import { printRecord, recordAddress, showNotice, showResult } from "./report.js";
import { renderTrust } from "./trust.js";

let current = null;
let limit = 50 * 1024 * 1024;
let anchors = null;
let testKeys = [];

find("file").addEventListener("change", (event) => {
  choose([...event.target.files]);
  event.target.value = "";
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  find("drop").classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) find("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  find("drop").classList.remove("over");
  choose([...event.dataTransfer.files]);
});
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    setLanguage(button.dataset.lang);
    showNotice(anchors);
    showTestKeys();
    renderTrust();
    if (current) check(current);
  });
}
setLanguage(language());
fetch("/v1/status").then((answer) => answer.json()).then((status) => {
  limit = status.max_file_size;
  anchors = status.anchors;
  testKeys = status.test_keys;
  showNotice(anchors);
  showTestKeys();
}).catch(() => showProblem(words().problem.unreachable, words().problem.unreachable_hint));

// Keys in files are for tests: whoever signs with them is told so.
function showTestKeys() {
  find("test-keys").hidden = testKeys.length === 0;
  find("test-keys").textContent = fill(words().test_keys, { names: testKeys.join(", ") });
}

function choose(files) {
  if (files.length === 0) return;
  current = null;
  if (files.length > 1) return showProblem(fill(words().problem.several, { count: files.length }));
  check(files[0]);
}

async function check(file) {
  current = file;
  start(file);
  try {
    const complaint = complaintAbout(file);
    if (complaint) return showProblem(...complaint);
    const answer = await fetch(`/v1/verifications?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/pdf", "Accept": "application/json", "Accept-Language": language() },
      body: file,
    });
    if (file !== current) return;
    if (answer.ok) return finish(await answer.json());
    await showRefusal(answer, file);
  } catch (error) {
    if (file === current) showProblem(words().problem.unreachable, words().problem.unreachable_hint);
  }
}

// What must be said without sending the file, in the words of the service: a browser may see no answer to a file that is
// refused while it is sent.
function complaintAbout(file) {
  const { problem } = words();
  if (file.size === 0) return [fill(problem.empty, { name: file.name })];
  if (file.size > limit) return [fill(problem.too_large, { limit: megabytes() }), problem.too_large_hint];
  return null;
}

function megabytes() {
  return Math.floor(limit / (1024 * 1024));
}

function start(file) {
  document.body.classList.add("busy");
  find("progress").textContent = fill(words().checking, { name: file.name });
  find("problem").hidden = true;
  find("result").hidden = true;
}

function finish(report) {
  document.body.classList.remove("busy");
  document.body.classList.add("done");
  document.querySelector(".drop-main").dataset.word = "again";
  setLanguage(language());
  find("progress").textContent = "";
  showResult(report, current.name);
}

async function showRefusal(answer, file) {
  const { problem } = words();
  const type = answer.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/problem+json")) return showProblem(fill(problem.unexpected, { status: answer.status }));
  const told = await answer.json();
  if (file === current) showProblem(told.title, told.detail, told.record);
}

// A file that cannot be read has a record, too.
function showProblem(text, hint = "", record = undefined) {
  document.body.classList.remove("busy");
  find("progress").textContent = "";
  find("result").hidden = true;
  const { title, title_of } = words().problem;
  const heading = element("h2", {}, current ? fill(title_of, { name: current.name }) : title);
  const paragraphs = [text, hint].filter((one) => one).map((one) => element("p", {}, one));
  find("problem").replaceChildren(heading, ...paragraphs, ...(record ? [recordLinks(record)] : []));
  find("problem").hidden = false;
}

function recordLinks(record) {
  const { record_pdf, record_print } = words();
  const link = element("a", { class: "button", href: recordAddress(record), download: "" }, record_pdf);
  const print = element("button", { class: "button plain", type: "button" }, record_print);
  print.onclick = () => printRecord(record.replace(/\/report\.pdf$/, ""));
  return element("p", { class: "record" }, link, print);
}
