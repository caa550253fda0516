// Every authority that the service trusts or knows: name, class, validity, fingerprint, known or not.

import { element, find } from "./dom.js";
import { fill, words } from "./language.js";

let shown = null;

find("trust-show").addEventListener("click", async () => {
  if (shown) {
    shown = null;
    return renderTrust();
  }
  try {
    const answer = await fetch("/v1/trust");
    shown = answer.ok ? await answer.json() : { authorities: null };
  } catch {
    shown = { authorities: null };
  }
  renderTrust();
  find("trust").focus();
});

export function renderTrust() {
  const text = words().trust_list;
  find("trust").hidden = !shown;
  find("trust-show").setAttribute("aria-expanded", String(Boolean(shown)));
  if (!shown) return;
  const { authorities } = shown;
  find("trust-count").textContent = authorities ? fill(text.count, { count: authorities.length }) : text.unreachable;
  const head = element("tr", {}, ...["name", "kind", "validity", "fingerprint", "known"].map((key) => element("th", { scope: "col" }, text[key])));
  find("trust-table").replaceChildren(element("thead", {}, head), element("tbody", {}, ...(authorities ?? []).map(row)));
}

function row(authority) {
  const { trust_list: text, class: classes } = words();
  const kind = `${text[authority.role]} (${classes[authority.class] ?? "–"})`;
  const period = authority.period === "in_force" ? "" : ` · ${text[authority.period]}`;
  return element("tr", {},
    element("th", { scope: "row" }, authority.name),
    element("td", {}, kind),
    element("td", {}, `${day(authority.not_before)} – ${day(authority.not_after)}${period}`),
    element("td", {}, element("span", { class: "hash" }, authority.sha256)),
    element("td", {}, authority.pinned ? text.pinned : text.not_pinned));
}

function day(time) {
  return time.slice(0, 10).split("-").reverse().join("/");
}
