"use strict";
// The workbench's keys, and the document that follows what is looked at. Pages work as links and forms; this makes them quick.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const csrf = one('meta[name="csrf"]').content;

let toastTimer;
const toast = (text, bad = false) => {
  const line = one(".toast");
  line.textContent = text;
  line.classList.toggle("bad", bad);
  line.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => line.classList.remove("on"), bad ? 5000 : 1800);
};

const send = async (form, extra) => {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "x-piece": "1", "x-csrf": csrf } });
  const text = await answer.text();
  if (!answer.ok) {
    toast(text.slice(0, 200), true);
    return "";
  }
  return text;
};

const piece = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
};

// ---- the queue

const lines = all("table[data-rows] tbody tr");
let line = -1;
const toLine = (index) => {
  if (!lines.length) return;
  line = Math.max(0, Math.min(lines.length - 1, index));
  lines.forEach((row, i) => row.classList.toggle("at", i === line));
  const link = one("a", lines[line]);
  link.focus({ preventScroll: true });
  lines[line].scrollIntoView({ block: "nearest" });
};
lines.forEach((row, i) => row.addEventListener("focusin", () => { if (line !== i) toLine(i); }));

// ---- a filing: the document follows

const NS = "http://www.w3.org/2000/svg";
const showDocument = (id) => {
  const wanted = id && document.getElementById(`d-${id}`);
  if (wanted) all(".document").forEach((d) => { d.hidden = d !== wanted; });
  return wanted || one(".document:not([hidden])");
};

const drawPage = (figure) => {
  const image = one("image", figure);
  if (!image.getAttribute("href")) image.setAttribute("href", image.dataset.href);
};

const see = (item) => {
  const { document: id, anchor, page, box } = item.dataset;
  const shown = showDocument(id);
  if (!shown) return;
  const frame = one("iframe", shown);
  if (frame) {
    if (anchor || !frame.getAttribute("src")) frame.src = frame.dataset.src + (anchor ? `#${encodeURIComponent(anchor)}` : "");
    return;
  }
  if (!anchor) return;
  all(".boxes rect", shown).forEach((rect) => rect.remove());
  const figure = one(`.page[data-number="${page}"]`, shown);
  if (!figure) return;
  drawPage(figure);
  if (!box) {
    figure.scrollIntoView({ block: "nearest" });
    return;
  }
  const [x, y, width, height] = box.split(",").map(Number);
  const rect = document.createElementNS(NS, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
  one(".boxes", figure).append(rect);
  const around = one(".pages", shown);
  const scale = figure.clientWidth / one("svg", figure).viewBox.baseVal.width;
  around.scrollTop = figure.offsetTop - around.offsetTop + y * scale - around.clientHeight * 0.4;
  around.scrollLeft = x * scale - around.clientWidth * 0.5;
};

const pages = all(".document .page");
if (pages.length) {
  const watch = new IntersectionObserver((seen) => {
    seen.filter((s) => s.isIntersecting).forEach((s) => { drawPage(s.target); watch.unobserve(s.target); });
  }, { rootMargin: "400px" });
  pages.forEach((figure) => watch.observe(figure));
}
all("[data-show]").forEach((button) => button.addEventListener("click", () => showDocument(button.dataset.show)));

// ---- its violations

const faults = () => all(".fault");
let at = -1;
const light = (codes) => {
  all("td.cell.lit").forEach((cell) => cell.classList.remove("lit"));
  for (const code of codes.split(" ").filter(Boolean)) {
    const cell = one(`td[data-cell="${CSS.escape(code)}"]`);
    if (cell) cell.classList.add("lit");
  }
};
const toFault = (index, focus = true) => {
  const items = faults();
  if (!items.length) return;
  at = Math.max(0, Math.min(items.length - 1, index));
  items.forEach((item, i) => item.classList.toggle("at", i === at));
  const item = items[at];
  if (focus) item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  light(item.dataset.cells);
  see(item);
};
const nextOpen = () => {
  const items = faults();
  const open = (item) => item.classList.contains("d-open") || item.classList.contains("d-changed");
  const later = items.findIndex((item, i) => i > at && open(item));
  return later >= 0 ? later : items.findIndex(open);
};

const decide = async (form, verdict) => {
  const item = form.closest(".fault");
  const index = faults().indexOf(item);
  if (!form.reportValidity()) return;
  const html = await send(form, { verdict });
  if (!html) return;
  const fresh = piece(html);
  item.replaceWith(fresh);
  if (one('input[name="who"]', form)) {
    location.reload(); // the name is now known to every form
    return;
  }
  toast(one(".mark", fresh) ? one(".mark", fresh).textContent : "·");
  at = index;
  const next = verdict === "open" ? index : nextOpen();
  if (next >= 0) toFault(next);
  else {
    toFault(index);
    const onward = one("[data-next]");
    if (onward && onward.getAttribute("href")) onward.focus();
  }
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-decide]")) {
    event.preventDefault();
    const verdict = event.submitter && event.submitter.value;
    if (verdict) decide(form, verdict);
  } else if (form.matches("[data-correct]")) {
    event.preventDefault();
    const html = await send(form, event.submitter && event.submitter.name === "withdraw" ? { value: "" } : {});
    if (html) {
      one("#cell .inside").replaceChildren(piece(html));
      toast("✓");
    }
  }
});

// ---- its cells

const drawer = one("#cell");
const cells = all("td[data-cell]");
cells.forEach((cell, i) => { cell.tabIndex = i ? -1 : 0; });
const pick = async (cell) => {
  cells.forEach((other) => other.classList.toggle("on", other === cell));
  const filing = one("[data-filing]").dataset.filing;
  const answer = await fetch(`/filing/${filing}/cell?cell=${encodeURIComponent(cell.dataset.cell)}`);
  if (!answer.ok) return;
  const view = piece(await answer.text());
  one(".inside", drawer).replaceChildren(view);
  drawer.hidden = false;
  see(view);
};
const move = (cell, down, right) => {
  const row = cell.parentElement;
  let target = cell;
  if (right) {
    const own = all("td[data-cell]", row);
    target = own[own.indexOf(cell) + right];
  } else {
    const rows = all("tr", row.parentElement).filter((r) => one("td[data-cell]", r));
    const next = rows[rows.indexOf(row) + down];
    const place = all("td[data-cell]", row).indexOf(cell);
    if (next) target = all("td[data-cell]", next)[Math.min(place, all("td[data-cell]", next).length - 1)];
  }
  if (!target || target === cell) return;
  cell.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
};
const closeDrawer = () => {
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  const cell = one("td.cell.on");
  if (cell) cell.focus();
  return true;
};

document.addEventListener("click", (event) => {
  const target = event.target.closest("td[data-cell],[data-see],[data-close],[data-help],[data-pick],.fault");
  if (!target) return;
  if (target.matches("td[data-cell]") && !event.target.closest("a")) pick(target);
  else if (target.matches("[data-close]")) closeDrawer();
  else if (target.matches("[data-help]")) one("#help").showModal();
  else if (target.matches("[data-see]")) {
    event.preventDefault();
    toFault(faults().indexOf(target.closest(".fault")));
  } else if (target.matches("[data-pick]")) {
    event.preventDefault();
    const cell = one(`td[data-cell="${CSS.escape(target.dataset.pick)}"]`);
    if (cell) {
      cell.scrollIntoView({ block: "center" });
      pick(cell);
    }
  } else if (target.matches(".fault") && !event.target.closest("form,details,a")) {
    const index = faults().indexOf(target);
    if (index !== at) toFault(index, false);
  }
});

// ---- keys

const follow = (selector) => {
  const link = one(selector);
  if (link && link.getAttribute("href")) link.click();
};
const verdicts = { 1: "filing", 2: "reading", 3: "accepted", 0: "open" };

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input,textarea,select");
  const cell = event.target.closest("td[data-cell]");
  if (event.key === "Escape") {
    if (field) field.blur();
    if (!closeDrawer() && field && at >= 0) toFault(at);
    return;
  }
  if (field && field.closest("[data-decide]") && event.key === "Enter") {
    event.preventDefault();
    const form = field.closest("[data-decide]");
    const pressed = one('button[aria-pressed="true"]', form);
    const value = one('input[name="value"]', form);
    if (value && value.value.trim()) decide(form, "reading");
    else if (event.ctrlKey || event.metaKey || pressed) decide(form, pressed ? pressed.value : "filing");
    else toFault(at);
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (cell) {
    const by = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (by) {
      event.preventDefault();
      move(cell, ...by);
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(cell);
      return;
    }
  }
  const actions = {
    j: () => (lines.length ? toLine(line + 1) : toFault(at + 1)),
    k: () => (lines.length ? toLine(line - 1) : toFault(at - 1)),
    n: () => (lines.length ? toLine(line + 1) : follow("[data-next]")),
    p: () => (lines.length ? toLine(line - 1) : follow("[data-previous]")),
    u: () => follow("[data-up]"),
    x: () => { location.href = "/corrections.csv"; },
    "/": () => { const q = one('input[type="search"]'); if (q) q.focus(); },
    "?": () => one("#help").showModal(),
    e: () => { const note = one('.fault.at input[name="note"]'); if (note) note.focus(); },
  };
  const act = actions[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key in verdicts && at >= 0) {
    event.preventDefault();
    const form = one("[data-decide]", faults()[at]);
    const value = event.key === "2" && one('input[name="value"]', form);
    if (value && !value.value.trim() && document.activeElement !== value) {
      value.focus(); // Enter keeps it; an empty value keeps the verdict alone
      one('button[value="reading"]', form).setAttribute("aria-pressed", "true");
    } else decide(form, verdicts[event.key]);
  }
});

// ---- at the start

if (faults().length) {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const index = named && named.matches(".fault") ? faults().indexOf(named) : nextOpen();
  toFault(Math.max(0, index), false);
}
all(".document iframe:not([src])").forEach((frame) => { frame.src = frame.dataset.src; });
if (one(".facets .fold") && matchMedia("(max-width: 900px)").matches) one(".facets .fold").open = false;
