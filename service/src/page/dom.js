// Building elements. Text of documents enters the page only as text nodes.

export const find = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// A shape of its own for each verdict, so that colour is never the only sign.
const SYMBOLS = {
  TOTAL_PASSED: ["M32 2a30 30 0 1 0 0 60 30 30 0 1 0 0-60z", "m18 33 10 10 18-21"],
  TOTAL_FAILED: ["M20 2h24l18 18v24L44 62H20L2 44V20z", "m21 21 22 22m0-22-22 22"],
  INDETERMINATE: ["M32 3q3 0 4.600 2.800l25 47q3 6.200-4 6.200H6.400q-7 0-4-6.200l25-47Q29 3 32 3z", "M25 28q0-7 7-7t7 6q0 4-4 6.500-3 2-3 5.500m0 10v.1"],
  NOT_SIGNED: ["M12 4h40q8 0 8 8v40q0 8-8 8H12q-8 0-8-8V12q0-8 8-8z", "M19 32h26"],
};

export function drawSymbol(svg, verdict) {
  const [outline, sign] = SYMBOLS[verdict] ?? SYMBOLS.INDETERMINATE;
  svg.replaceChildren(shape("path", { class: "shape", d: outline }), shape("path", { class: "stroke", d: sign }));
}
