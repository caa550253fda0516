// Shows files with pdf.js as Firefox does, many in one window: for each page one cell as on the screen (canvas and
// annotation layer with forms) and one as on paper. The caller takes a picture of the window and cuts it up.
import * as pdfjs from "/pdfjs/build/pdf.mjs";

const ASSETS = {
  standardFontDataUrl: "/pdfjs/standard_fonts/",
  cMapUrl: "/pdfjs/cmaps/",
  wasmUrl: "/pdfjs/wasm/",
  iccUrl: "/pdfjs/iccs/",
};
const PATIENCE = 8000;
const GAP = 8;

pdfjs.GlobalWorkerOptions.workerSrc = "/pdfjs/build/pdf.worker.mjs";
let worker = pdfjs.PDFWorker.create({ name: "one" });

// What the annotation layer asks of a viewer around it.
const links = {
  externalLinkEnabled: false,
  eventBus: { on() {}, off() {}, _on() {}, _off() {}, dispatch() {} },
  getDestinationHash: () => "#",
  getAnchorUrl: () => "#",
  addLinkAttributes() {},
  executeNamedAction() {},
  executeSetOCGState() {},
};

const shelf = { left: 0, top: 0, height: 0, bottom: 0 };

function place(width, height) {
  if (shelf.left > 0 && shelf.left + width > window.innerWidth) {
    shelf.left = 0;
    shelf.top += shelf.height;
    shelf.height = 0;
  }
  const cell = document.createElement("div");
  cell.className = "cell";
  Object.assign(cell.style, {
    left: `${shelf.left}px`,
    top: `${shelf.top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
  document.body.append(cell);
  const box = [shelf.left, shelf.top, width, height];
  shelf.left += width + GAP;
  shelf.height = Math.max(shelf.height, height + GAP);
  shelf.bottom = shelf.top + shelf.height;
  return [cell, box];
}

async function drawPage(pdf, number, scale, result) {
  const page = await pdf.getPage(number);
  const viewport = page.getViewport({ scale });
  const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
  if (width * height > 4e6) {
    throw new Error("page too large");
  }
  for (const intent of ["display", "print"]) {
    const [cell, box] = place(width, height);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    cell.append(canvas);
    const annotationMode =
      intent === "print" ? pdfjs.AnnotationMode.ENABLE_STORAGE : pdfjs.AnnotationMode.ENABLE_FORMS;
    const canvases = new Map();
    await page.render({ canvas, viewport, intent, annotationMode, annotationCanvasMap: canvases }).promise;
    if (intent === "display") {
      await annotationLayer(page, viewport, cell, canvases, pdf);
      result.screen.push(box);
      result.controls.push(controls(cell));
    } else {
      result.print.push(box);
    }
  }
  const content = await page.getTextContent();
  result.texts.push(content.items.map(item => item.str ?? "").join(" "));
}

async function annotationLayer(page, viewport, cell, annotationCanvasMap, pdf) {
  const annotations = await page.getAnnotations({ intent: "display" });
  if (annotations.length === 0) {
    return;
  }
  const div = document.createElement("div");
  div.className = "annotationLayer";
  cell.style.setProperty("--total-scale-factor", viewport.scale);
  cell.style.setProperty("--scale-factor", viewport.scale);
  // Without them the layer has no size, and what stands on it no place.
  cell.style.setProperty("--scale-round-x", "1px");
  cell.style.setProperty("--scale-round-y", "1px");
  cell.append(div);
  const layer = new pdfjs.AnnotationLayer({
    div,
    page,
    viewport: viewport.clone({ dontFlip: true }),
    annotationCanvasMap,
    linkService: links,
    annotationStorage: pdf.annotationStorage,
  });
  await layer.render({
    annotations,
    imageResourcesPath: "/pdfjs/web/images/",
    renderForms: true,
    linkService: links,
    enableScripting: false,
  });
}

// Where fields stand as controls of the page: what is shown of them is not printed so.
function controls(cell) {
  const origin = cell.getBoundingClientRect();
  return [...cell.querySelectorAll("input, textarea, select, button")].map(control => {
    const box = control.getBoundingClientRect();
    return [box.left - origin.left - 2, box.top - origin.top - 2, box.right - origin.left + 2, box.bottom - origin.top + 2]
      .map(Math.round);
  });
}

async function showFile(url, scale, pages, result) {
  const data = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const task = pdfjs.getDocument({ data, worker, verbosity: 0, ...ASSETS });
  try {
    const pdf = await task.promise;
    const count = Math.min(pdf.numPages, pages);
    for (let number = 1; number <= count; number++) {
      await drawPage(pdf, number, scale, result);
    }
  } finally {
    await task.destroy();
  }
}

function timeout() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("hang")), PATIENCE));
}

// Shows the files of these addresses; tells for each where its pages stand.
window.show = async (urls, scale, pages) => {
  document.querySelectorAll(".cell").forEach(cell => cell.remove());
  Object.assign(shelf, { left: 0, top: 0, height: 0, bottom: 0 });
  const results = [];
  for (const url of urls) {
    const result = { screen: [], print: [], texts: [], controls: [], error: null };
    try {
      await Promise.race([showFile(url, scale, pages, result), timeout()]);
    } catch (error) {
      result.error = error.name === "Error" ? error.message : error.name;
      if (result.error === "hang") {
        worker.destroy();
        worker = pdfjs.PDFWorker.create({ name: "one" });
      }
    }
    results.push(result);
  }
  await document.fonts.ready;
  return { results, height: Math.max(shelf.bottom, 1) };
};
window.ready = true;
