// Shows only what has all the words that are searched for: rows of tables, or a whole part where its own words have them.
"use strict";
const input = document.getElementById("search");
const parts = [...document.querySelectorAll(".part")].map((part) => ({
  part,
  rows: [...part.querySelectorAll(".row")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
  own: [...part.children].filter((child) => child.tagName !== "TABLE").map((child) => child.textContent).join(" ").toLowerCase(),
  link: document.querySelector(`nav a[href="#${part.id}"]`),
}));

function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.includes(word));
  let found = 0;
  for (const { part, rows, own, link } of parts) {
    const whole = has(own);
    const some = rows.filter(({ text }) => has(text));
    for (const { row, text } of rows) row.hidden = !whole && !has(text);
    part.hidden = !whole && some.length === 0;
    if (link) link.parentElement.hidden = part.hidden;
    found += whole ? 1 : some.length;
  }
  for (const group of document.querySelectorAll("h2.group")) {
    let next = group.nextElementSibling;
    let empty = true;
    while (next && !next.matches("h2.group")) {
      if (next.matches(".part:not([hidden])")) empty = false;
      next = next.nextElementSibling;
    }
    group.hidden = empty;
  }
  for (const group of document.querySelectorAll("nav div")) {
    group.hidden = !group.querySelector("li:not([hidden])");
  }
  window.scrollTo(0, 0);
  document.getElementById("nothing").hidden = words.length === 0 || found > 0;
  document.getElementById("found").textContent = words.length === 0 ? "" : `${found} found`;
}

input.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  } else if (event.key === "Escape" && input.value) {
    input.value = "";
    search();
  }
});
// A link leads to what it names, even where a search hides it.
window.addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.closest("[hidden]")) {
    input.value = "";
    search();
    target.scrollIntoView();
  }
});
