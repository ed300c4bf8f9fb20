"use strict";
// One key, one link or button that carries it (data-key). Nothing here is needed for reading.
const KEYS = "plan-ingest-keys";
const box = document.getElementById("keys");
const stored = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
let on = stored() !== "off";
if (box) {
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    try { localStorage.setItem(KEYS, on ? "on" : "off"); } catch { /* private mode */ }
  });
}
const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select") !== null;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (!on || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "c") {
    const field = document.querySelector("#decision [name^='f-']");
    if (field) { event.preventDefault(); field.focus(); field.select?.(); }
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!target) return;
  event.preventDefault();
  if (key === "n") {
    const url = new URL(target.href);
    const words = String(getSelection()).trim();
    if (words) url.searchParams.set("quote", words.slice(0, 2000));
    location.href = url.href;
    return;
  }
  target.click();
});
// Another reading of a word is put where the word stands in the fields; saving stays a decision.
for (const button of document.querySelectorAll(".reading")) {
  button.addEventListener("click", () => {
    const { old, new: other } = button.dataset;
    for (const field of document.querySelectorAll("#decision [name^='f-']")) {
      const at = field.value.indexOf(old);
      if (at < 0 || field.tagName === "SELECT") continue;
      field.setRangeText(other, at, at + old.length, "select");
      field.focus();
      return;
    }
  });
}
// Enter in a one-line field is the form's first button: the correction.
for (const spot of document.querySelectorAll("[data-item]")) {
  spot.addEventListener("click", () => {
    if (String(getSelection())) return;
    location.href = spot.dataset.item;
  });
}
document.querySelector(".paper .now, .sheet .now")?.scrollIntoView({ block: "center" });
const current = document.querySelector(".list [aria-current]");
const list = document.querySelector(".work");
if (current && list && getComputedStyle(list).gridTemplateColumns.split(" ").length > 1) {
  current.scrollIntoView({ block: "nearest" });
}
document.querySelector(".problem[role=alert]")?.scrollIntoView({ block: "nearest" });
