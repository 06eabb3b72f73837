"use strict";
// Sorts and filters the table of students. Everything is readable without it, and no text of a student is in it.
(() => {
  const table = document.getElementById("class");
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const rows = Array.from(body.rows);
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const words = (text) => new Set((text || "").split(" "));

  const known = rows.map((row) => ({
    row,
    text: `${row.cells[0].textContent} ${row.dataset.file}`.toLocaleLowerCase(),
    flags: new Set(row.dataset.flags.split("|")),
    missed: words(row.dataset.missed),
    ideas: words(row.dataset.ideas),
  }));

  const sortBy = (column) => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    const isNumber = "number" in head.dataset;
    const keys = new Map(rows.map((row) => [row, row.cells[column].dataset.v ?? row.cells[column].textContent]));
    const compare = (a, b) => {
      const one = keys.get(a), other = keys.get(b);
      if (one === "" || other === "") return (one === "") - (other === ""); // nothing comes last, up or down
      return sign * (isNumber ? one - other : order.compare(one, other));
    };
    body.append(...rows.slice().sort(compare));
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });

  const field = (id) => document.getElementById(id);
  const wanted = (id) => field(id)?.value ?? "";
  const filter = () => {
    const text = wanted("find").trim().toLocaleLowerCase();
    const flag = wanted("flag"), missed = wanted("missed"), idea = wanted("idea");
    let shown = 0;
    for (const each of known) {
      const fits =
        each.text.includes(text) &&
        (!flag || each.flags.has(flag)) &&
        (!missed || each.missed.has(missed)) &&
        (!idea || each.ideas.has(idea));
      each.row.hidden = !fits;
      shown += fits;
    }
    field("shown").textContent = `${shown} of ${known.length} shown`;
  };

  const fields = ["find", "flag", "missed", "idea"].map(field).filter(Boolean);
  const clear = () => fields.forEach((each) => { each.value = ""; });
  for (const each of fields) each.addEventListener("input", filter);
  field("all").addEventListener("click", () => { clear(); filter(); });
  for (const link of document.querySelectorAll("a[data-idea]")) {
    link.addEventListener("click", () => { clear(); field("idea").value = link.dataset.idea; filter(); });
  }
  field("filters").hidden = false;
  filter();
})();
