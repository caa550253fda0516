// Which language the page speaks: the reader's last choice, else Vietnamese.

import WORDS from "./words.js";

const KEY = "kyso-language";
let chosen = localStorage.getItem(KEY) === "en" ? "en" : "vi";

export const language = () => chosen;
export const words = () => WORDS[chosen];

// Puts values into the {names} of a text.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

export function setLanguage(language) {
  chosen = language;
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  document.title = words().document_title;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words()[element.dataset.word];
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === language));
}
