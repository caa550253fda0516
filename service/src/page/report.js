// Shows one verification report: the verdict first, then the facts, then what experts ask for.

import { drawSymbol, element, find } from "./dom.js";
import { fill, words } from "./language.js";

export function showResult(report, name) {
  const text = words();
  const box = find("result");
  box.dataset.verdict = report.verdict;
  box.hidden = false;
  drawSymbol(find("verdict-symbol"), report.verdict);
  find("verdict-word").textContent = text.verdict[report.verdict] ?? report.verdict;
  // Sound signatures alone do not make an original: then not everything is green.
  const accepted = !report.needs_care;
  find("verdict-sense").textContent = text.sense[accepted ? whyNot(report) : whyCare(report)] ?? "";
  find("headline").textContent = (report.headline ?? "").split(" · ").slice(1).join(" · ");
  find("file-name").textContent = name;
  find("legal-status").textContent = text.legal_status[report.legal_status] ?? report.legal_status;
  find("next-step").textContent = report.next_step;
  for (const part of [find("legal-status"), find("next")]) part.dataset.verdict = accepted ? report.verdict : "INDETERMINATE";
  const common = commonReasons(report.signatures);
  find("reasons").replaceChildren(...common.map((reason) => element("li", {}, reason)));
  showChanges(report);
  find("basis").textContent = fill(text.basis, { rules: report.rules.join("; ") });
  find("signatures").replaceChildren(...report.signatures.map((signature, index) => card(signature, index, common, report)));
  find("technical").replaceChildren(...definitions(aboutFile(report)));
  showRecord(report);
  find("pages").replaceChildren(...(report.pages ?? []).map(picture));
  find("verdict").focus();
}

export function showNotice(anchors) {
  const notice = find("anchors");
  if (!anchors) return;
  const foreign = anchors.filter((anchor) => !anchor.known).map((anchor) => anchor.name);
  notice.hidden = anchors.length > 0 && foreign.length === 0;
  notice.textContent = anchors.length === 0 ? words().no_anchors : fill(words().foreign_anchors, { names: foreign.join("; ") });
}

// The record lies at the service for some minutes; the window that opens for printing shows it as HTML.
function showRecord(report) {
  const address = `/v1/verifications/${encodeURIComponent(report.id)}`;
  find("record-pdf").href = recordAddress(`${address}/report.pdf`);
  find("record-print").onclick = () => printRecord(address);
}

// An address with the language of the page.
export function recordAddress(address) {
  return `${address}?lang=${document.documentElement.lang}`;
}

export function printRecord(address) {
  const sheet = window.open(recordAddress(address));
  if (sheet) sheet.addEventListener("load", () => sheet.print());
}

// Why a valid document is not simply to be registered.
function whyCare(report) {
  if (["ORIGINAL", "COPY"].includes(report.legal_status)) return "unlikely_holder";
  return report.completions.length > 0 ? "completed" : "not_original";
}

// What a verdict means; of an invalid file no more is said about its content than is known.
function whyNot(report) {
  const [state] = changeState(report);
  return report.verdict === "TOTAL_FAILED" && ["written_anew", "signature_broken", "invalid"].includes(state) ? state : report.verdict;
}

// What keeps every signature that did not pass from passing; said once, at the top.
function commonReasons(signatures) {
  const failing = signatures.filter((signature) => signature.verdict !== "TOTAL_PASSED");
  const [first = [], ...others] = failing.map((signature) => signature.reasons ?? []);
  return [...new Set(first)].filter((reason) => others.every((reasons) => reasons.includes(reason)));
}

function showChanges(report) {
  const [state, tone] = changeState(report);
  find("changes").textContent = words().change[state];
  find("change-list").replaceChildren(...changeLines(report).map((line) => element("li", {}, line)));
  find("change-answer").dataset.verdict = tone;
}

// What must be looked at: all that is not permitted, each once, and what was filled in or remarked.
function changeLines(report) {
  const { revision, more_changes } = words();
  const all = report.signatures.flatMap((signature) => signature.changes);
  const forbidden = all.filter((change) => !change.permitted_by);
  const told = forbidden.map((change) => `${fill(revision, { number: change.revision })}: ${change.what}`);
  const lines = [...new Set(told), ...report.completions.map((one) => one.text)];
  if (lines.length <= MOST_CHANGES) return lines;
  return [...lines.slice(0, MOST_CHANGES), fill(more_changes, { count: lines.length - MOST_CHANGES })];
}

function changeState({ signatures, verdict, completions }) {
  const some = (key, value) => signatures.some((signature) => signature[key] === value);
  if (signatures.length === 0) return ["not_signed", "NOT_SIGNED"];
  const broken = BROKEN.find((state) => some("content", state));
  if (broken) return [broken, "TOTAL_FAILED"];
  if (some("modifications", "forbidden")) return ["forbidden", "TOTAL_FAILED"];
  const sound = (signature) => signature.integrity === "intact" && ["whole_file", "whole_revision"].includes(signature.coverage);
  if (!signatures.every(sound)) return ["unverifiable", "INDETERMINATE"];
  // Whoever changes a document can sign it anew: without a valid signature an intact document proves little.
  if (verdict !== "TOTAL_PASSED") return [completions.length > 0 ? "completed_unproven" : whyUnproven(signatures, verdict), "INDETERMINATE"];
  if (completions.length > 0) return ["completed", "INDETERMINATE"];
  return [some("modifications", "permitted") ? "permitted" : "none", "TOTAL_PASSED"];
}

// A certificate that is revoked or outside its time is known all the same: only one without a path leaves open who signed.
function whyUnproven(signatures, verdict) {
  const isKnown = (signature) => signature.facts.some((fact) => fact.fact === "issuing_ca" && fact.known);
  if (!signatures.every((signature) => signature.verdict === "TOTAL_PASSED" || isKnown(signature))) return "unproven";
  return verdict === "TOTAL_FAILED" ? "invalid" : "undecided";
}

function card(signature, index, common, report) {
  const text = words();
  const role = signature.kind === "document_timestamp" ? "document_timestamp" : signature.role;
  const signer = signature.signer ?? {};
  const head = element("div", { class: "card-head" },
    element("span", { class: "number" }, String(index + 1)),
    element("span", { class: "role" }, text.role[role] ?? role),
    element("span", { class: "chip" }, `${mark(signature.verdict)} ${text.verdict[signature.verdict]}`));
  return element("li", { class: "card", "data-verdict": signature.verdict },
    head,
    element("p", { class: "name" }, signer.common_name ?? text.unknown_name),
    signature.role_text ? element("p", { class: "aside" }, fill(text.role_told, { role: signature.role_text })) : null,
    element("dl", { class: "seven" }, ...definitions([...known(signature), ...(signature.facts ?? []).map((fact) => [fact.label, fact.value])])),
    protection(signature),
    reasons(signature, common),
    warnings(signature),
    signedRevision(signature, report),
    element("details", {}, element("summary", {}, text.details), element("dl", {}, ...definitions(aboutSignature(signature)))));
}

// Title and authority, where the directory of the agency knows the holder.
function known(signature) {
  return signature.directory ? [[words().directory, signature.directory.text]] : [];
}

// What was signed, byte for byte, where later revisions follow.
function signedRevision(signature, report) {
  if (!signature.revision || signature.revision >= report.revisions) return null;
  const href = `/v1/verifications/${encodeURIComponent(report.id)}/revisions/${signature.revision}.pdf`;
  return element("p", { class: "time" }, element("a", { href, download: "" }, fill(words().revision_link, { number: signature.revision })));
}

function mark(verdict) {
  return { TOTAL_PASSED: "✓", TOTAL_FAILED: "✕", INDETERMINATE: "?" }[verdict] ?? "–";
}

// The report states times in Vietnam time: 2026-11-20T14:03:07+07:00.
function when(time) {
  const parts = /^(\d+)-(\d+)-(\d+)T(\d+:\d+:\d+)/.exec(time?.value ?? "");
  if (!parts) return words().no_time;
  const [, year, month, day, clock] = parts;
  return `${clock}, ${day}/${month}/${year}`;
}

// How long the result can be made again, where a timestamp vouches for the time.
function protection(signature) {
  const { level, renew_before } = words();
  if (signature.kind !== "signature" || !["B-T", "B-LT", "B-LTA"].includes(signature.level)) return null;
  const due = signature.renewal ? `; ${fill(renew_before, { date: when({ value: signature.renewal.due }).split(", ")[1] })}` : "";
  return element("p", { class: "time" }, `${level[signature.level]}${due}`);
}

// A valid signature whose holder should be looked at.
function warnings(signature) {
  const told = signature.warnings ?? [];
  return told.length === 0 ? null : element("ul", { class: "why warning" }, ...told.map((warning) => element("li", {}, warning)));
}

function reasons(signature, common) {
  const own = [...new Set(signature.reasons ?? [])].filter((reason) => !common.includes(reason));
  if (signature.verdict === "TOTAL_PASSED" || own.length === 0) return null;
  return element("ul", { class: "why" }, ...own.map((reason) => element("li", {}, reason)));
}

function aboutSignature(signature) {
  const text = words();
  const { field } = text;
  const trust = signature.trust ?? {};
  return [
    [field.integrity, text.content[signature.content]],
    [field.coverage, text.coverage[signature.coverage]],
    [field.modifications, laterChanges(signature)],
    ...changeRows(signature.changes ?? []),
    [field.anchor, trust.anchor ?? "–"],
    [field.class, text.class[trust.class]],
    [field.revocation, text.revocation[trust.revocation]],
    [field.level, signature.kind === "signature" ? text.level[signature.level] ?? signature.level : null],
    [field.sub_indication, signature.sub_indication],
    ...(signature.form ?? []).map((form) => [`${field.form} ${form.rule}`, formResult(form)]),
    [field.name, signature.field],
    [field.serial, hash(signature.signer?.serial)],
    [field.certificate, hash(signature.signer?.certificate_sha256)],
    ...(signature.messages ?? []).map((message) => [field.remark, message]),
  ];
}

// Beside content that does not agree with the signature, nothing that reassures.
function laterChanges({ content, modifications }) {
  const isSaid = content === "intact" || (modifications === "forbidden" && content !== "written_anew");
  return isSaid ? words().modifications[modifications] : null;
}

// Kept, kept in another way (B1 alone), or not kept.
function formResult({ ok, step, message }) {
  const state = !ok ? "not_kept" : step === "differs" ? "differs" : "kept";
  return element("span", { class: `form ${state}` }, `${{ kept: "✓", differs: "≈", not_kept: "✕" }[state]} ${words().form[state]}: ${message}`);
}

// Each change that no rule permits; of the others their number.
function changeRows(changes) {
  const { field, revision, permitted_changes } = words();
  const forbidden = changes.filter((change) => !change.permitted_by);
  const permitted = changes.length - forbidden.length;
  return [
    ...forbidden.map((change) => [field.forbidden, `✕ ${fill(revision, { number: change.revision })}: ${change.what}`]),
    ["", permitted ? fill(permitted_changes, { count: permitted }) : null],
  ];
}

function aboutFile(report) {
  const { field } = words();
  return [
    [field.size, `${report.file.size.toLocaleString("vi-VN")} ${field.bytes}`],
    [field.sha256, hash(report.file.sha256)],
    [field.checked_at, when({ value: report.checked_at })],
    ...(report.messages ?? []).map((message) => [field.remark, message]),
  ];
}

function hash(value) {
  return value ? element("span", { class: "hash" }, value) : null;
}

function definitions(rows) {
  const present = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return present.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
}

function picture(page) {
  const text = words();
  const image = element("img", { src: page.url, alt: fill(text.picture_of, { number: page.number }), width: page.width, height: page.height });
  const caption = page.places.length ? text.page_places : text.page;
  const figure = element("figure", { class: "page" },
    element("div", { class: "sheet-picture" }, image, ...places(page)),
    element("figcaption", {}, fill(caption, { number: page.number })));
  image.addEventListener("error", () => figure.replaceChildren(element("p", { class: "aside" }, fill(text.no_picture, { number: page.number }))));
  return figure;
}

// The numbers of one margin stand below each other: the next one is moved down where it would lie over the last.
function places(page) {
  const distance = NUMBER * page.width / page.height;
  const next = { left: 0, right: 0 };
  const down = [...page.places].sort((one, other) => middle(one) - middle(other));
  const rows = new Map();
  for (const area of down) {
    const at = Math.max(middle(area), next[sideOf(area)]);
    rows.set(area, at);
    next[sideOf(area)] = at + distance;
  }
  return page.places.map((area) => place(area, rows.get(area)));
}

const middle = (area) => area.top + area.height / 2;
const sideOf = (area) => area.left + area.width / 2 < 0.5 ? "left" : "right";

// Places come as parts of the width and height of the page. The number stands in the margin, so that it hides nothing.
function place(area, row) {
  const side = sideOf(area);
  const number = element("span", { class: "number" }, String(area.signature + 1));
  const box = element("span", { class: `place ${side}`, "aria-hidden": "true" }, element("span", { class: "leader" }), number);
  const percent = (part) => `${(100 * part).toFixed(3)}%`;
  box.style.left = percent(area.left);
  box.style.top = percent(area.top);
  box.style.width = percent(area.width);
  box.style.height = percent(area.height);
  // Lengths of the leader count in widths of the box.
  const distance = side === "left" ? area.left : 1 - area.left - area.width;
  box.style.setProperty("--leader", percent(Math.max(0, distance - MARGIN) / area.width));
  box.style.setProperty("--row", percent((row - area.top) / area.height));
  return box;
}

// Where the numbers stand, in parts of the width of the page.
const MARGIN = 0.055;

// The distance of two numbers in one margin, in parts of the width of the page.
const NUMBER = 0.058;

// What can be wrong with signed content, the gravest first.
const BROKEN = ["collision_attack", "changed", "written_anew", "signature_broken"];

// Lines about changes that are shown at once.
const MOST_CHANGES = 8;
