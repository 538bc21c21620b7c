"use strict";
// Narrows the list; without script the whole list stands there.
const rows = [...document.querySelectorAll(".list tbody tr")];
const texts = rows.map((row) => row.cells[2].textContent.toLowerCase());
const find = document.getElementById("find");
const filters = ["status", "rule", "year"].map((id) => document.getElementById(id));
const narrow = () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const [status, rule, year] = filters.map((filter) => filter.value);
  let shown = 0;
  rows.forEach((row, i) => {
    const { s, y, r } = row.dataset;
    const wanted = (!status || s === status) && (!year || y === year)
      && (!rule || r.split(" ").includes(rule)) && words.every((word) => texts[i].includes(word));
    row.hidden = !wanted;
    shown += wanted;
  });
  document.getElementById("shown").textContent = shown;
};
document.querySelector(".filters").hidden = false;
find.addEventListener("input", narrow);
filters.forEach((filter) => filter.addEventListener("change", narrow));
for (const link of document.querySelectorAll("[data-rule]")) {
  link.addEventListener("click", () => { filters[1].value = link.dataset.rule; narrow(); });
}
narrow();
