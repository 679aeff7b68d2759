// Pictures and tables as files, made in the page: nothing is asked of the server.

function save(blob: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The colours that style sheets give a picture's classes, on black and white paper. */
const PAPER: [string, string, string][] = [
  [".ink", "fill", "#000"],
  [".line", "stroke", "#000"],
  [".faint", "stroke", "#999"],
  [".paper", "fill", "#fff"],
];

/** The picture as a text that stands alone: with its own colours, without links into the page. */
function standalone(svg: SVGSVGElement): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const [selector, key, colour] of PAPER) {
    for (const part of copy.querySelectorAll(selector)) if (!part.hasAttribute(key)) part.setAttribute(key, colour);
  }
  for (const link of copy.querySelectorAll("a")) {
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    group.append(...link.childNodes);
    link.replaceWith(group);
  }
  // Shapes that the page defines once for all its pictures come with the picture.
  const used = new Set<string>();
  for (const part of copy.querySelectorAll("*")) {
    for (const { value } of part.attributes) {
      const name = /^url\(#(.+)\)$/.exec(value)?.[1] ?? (value.startsWith("#") && part.tagName === "use" ? value.slice(1) : "");
      if (name && !copy.querySelector(`#${CSS.escape(name)}`)) used.add(name);
    }
  }
  for (const name of used) {
    const definition = document.getElementById(name);
    if (definition) copy.prepend(definition.cloneNode(true));
  }
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

export function saveSvg(svg: SVGSVGElement, name: string) {
  save(new Blob([standalone(svg).text], { type: "image/svg+xml" }), `${name}.svg`);
}

/** The picture at twice its size. */
export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const { text, width, height } = standalone(svg);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => blob && save(blob, `${name}.png`));
}

function cell(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  // A program of tables would take these for a formula.
  const safe = /^[=+@\t]|^-(?![\d.])/.test(plain) ? `'${plain}` : plain;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function saveCsv(tables: Iterable<HTMLTableElement>, name: string) {
  const parts = [...tables].map((table) =>
    [...table.rows].map((row) => [...row.cells].map((own) => cell(own.textContent ?? "")).join(",")).join("\n"),
  );
  save(new Blob([parts.join("\n\n") + "\n"], { type: "text/csv" }), `${name}.csv`);
}

export function saveText(text: string, kind: string, name: string) {
  save(new Blob([text], { type: kind }), name);
}
