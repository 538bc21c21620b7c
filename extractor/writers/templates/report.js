"use strict";
// Pointing at a violation lights up all of its cells; the page does without.
for (const item of document.querySelectorAll("[data-cells]")) {
  const cells = item.dataset.cells.split(" ").filter(Boolean).map((id) => document.getElementById(id));
  const light = (on) => cells.forEach((cell) => cell && cell.classList.toggle("lit", on));
  item.addEventListener("mouseenter", () => light(true));
  item.addEventListener("mouseleave", () => light(false));
  item.addEventListener("focusin", () => light(true));
  item.addEventListener("focusout", () => light(false));
}
