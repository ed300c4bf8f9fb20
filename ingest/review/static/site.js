"use strict";
// Sort by a column's button, filter by words; words are compared without Vietnamese marks.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const collator = new Intl.Collator("vi", { numeric: true });
  const value = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  for (const [column, head] of Array.from(table.tHead.rows[0].cells).entries()) {
    const button = head.querySelector("button");
    if (!button) continue;
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const keys = new Map(rows.map((row) => [row, value(row, column)]));
      const numeric = head.classList.contains("num");
      rows.sort((a, b) => {
        const x = keys.get(a), y = keys.get(b);
        if (x === "" || y === "") return (x === "") - (y === "");
        const order = numeric ? Number(x) - Number(y) : collator.compare(x, y);
        return falling ? -order : order;
      });
      body.append(...rows);
    });
  }
  const tools = document.querySelector(`.tools[data-table="${table.id}"]`);
  if (!tools) continue;
  tools.hidden = false;
  const input = tools.querySelector("input");
  const shown = tools.querySelector("output");
  let texts = null;
  const count = () => { shown.textContent = `${rows.filter((r) => !r.hidden).length} / ${rows.length}`; };
  input.addEventListener("input", () => {
    texts ??= new Map(rows.map((row) => [row, plain(row.textContent)]));
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => texts.get(row).includes(word));
    count();
  });
  count();
}
