// What Python shows as HTML, put into the page: without scripts, and with its styles where the page's policy allows them.
//
// The policy forbids styles in elements and in <style>, as text that came from elsewhere could bring them. A cell's
// output is the learner's own: its styles are set one by one, which no policy forbids.
const GONE = "script, style, iframe, object, embed, link, meta, base, form, noscript";
const STYLE = /<style[^>]*>([^]*?)<\/style>/gi;
const TAG = /<[a-zA-Z][^<>]*>/g;
const sheets = new Set();

export function fragment(html) {
  // under another name they are read without a complaint
  const renamed = html.replace(STYLE, (_, text) => { adopt(text); return ""; })
    .replace(TAG, (tag) => tag.replace(/\sstyle=/g, " data-style="));
  const parsed = new DOMParser().parseFromString(renamed, "text/html");
  parsed.querySelectorAll(GONE).forEach((element) => element.remove());
  const made = document.createDocumentFragment();
  [...parsed.body.childNodes].forEach((node) => made.append(clean(node)));
  made.querySelectorAll("table").forEach((table) => {
    const wide = document.createElement("div");
    wide.className = "wide";
    wide.tabIndex = 0;
    table.replaceWith(wide);
    wide.append(table);
  });
  return made;
}

// A copy made in this page: attributes that run code are left out, styles are set as such.
function clean(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return document.createTextNode(node.textContent ?? "");
  const copy = document.createElementNS(node.namespaceURI, node.localName);
  for (const { name, value } of node.attributes) {
    if (name === "data-style") copy.style.cssText = value;
    else if (!name.startsWith("on") && !(/^(xlink:)?href$|^src$/.test(name) && !safe(value))) copy.setAttribute(name, value);
  }
  node.childNodes.forEach((child) => {
    if (child.nodeType === Node.ELEMENT_NODE || child.nodeType === Node.TEXT_NODE) copy.append(clean(child));
  });
  return copy;
}

const safe = (address) => /^(https?:|#|\.|\/|[\w-]+\.|data:(image|application\/json))/i.test(address.trim());

function adopt(text) {
  if (sheets.has(text)) return;
  sheets.add(text);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
