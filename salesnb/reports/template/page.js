(() => {
  "use strict";
  const page = document.documentElement;

  // Sortable tables: a header becomes a button; missing values always stay last.
  const value = (row, column) => {
    const cell = row.cells[column];
    return "sort" in cell.dataset ? cell.dataset.sort : cell.textContent.trim();
  };
  const compare = (a, b, numeric) =>
    numeric ? Number(a) - Number(b) : a.localeCompare(b, page.lang, { numeric: true });
  const sort = (table, heading) => {
    const column = heading.cellIndex;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const numeric = rows.some((row) => "sort" in row.cells[column].dataset);
    const now = heading.getAttribute("aria-sort");
    const first = numeric ? "descending" : "ascending";
    const other = numeric ? "ascending" : "descending";
    const order = now === first ? other : first;
    const missing = (text) => text === "" || text === "–";
    rows.sort((one, two) => {
      const [a, b] = [value(one, column), value(two, column)];
      if (missing(a) || missing(b)) return missing(a) - missing(b);
      return compare(a, b, numeric) * (order === "ascending" ? 1 : -1);
    });
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", order);
    body.append(...rows);
  };
  for (const table of document.querySelectorAll(".snb-table table")) {
    if (table.tBodies[0].rows.length < 2) continue;
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.title = heading.title || table.dataset.sortHint;
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading));
    }
  }

  // The code behind the figures.
  const toggle = document.getElementById("snb-code");
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      const shown = page.classList.toggle("snb-show-code");
      toggle.setAttribute("aria-pressed", shown);
    });
  }

  // The contents list follows the reader.
  const links = [...document.querySelectorAll(".snb-nav ol a")];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const follow = () => {
    let at = 0;
    targets.forEach((target, i) => {
      if (target && target.getBoundingClientRect().top < 120) at = i;
    });
    if (innerHeight + scrollY >= page.scrollHeight - 4) at = links.length - 1;
    links.forEach((link, i) => (i === at ? link.setAttribute("aria-current", "true")
      : link.removeAttribute("aria-current")));
  };
  if (links.length) {
    addEventListener("scroll", follow, { passive: true });
    follow();
  }

  // The index: reports whose period, scope, name or headline has every word of the filter.
  const filter = document.getElementById("snb-filter");
  if (filter) {
    filter.hidden = false;
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/);
      let found = 0;
      for (const row of document.querySelectorAll("[data-entry]")) {
        const around = [row.closest("section").querySelector("h2"),
          row.closest(".snb-scope").querySelector("h3"), row];
        const text = around.map((part) => part.textContent).join(" ").toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        found += !row.hidden;
      }
      document.getElementById("snb-none").hidden = found > 0;
      for (const group of document.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector("[data-entry]:not([hidden])");
      }
      for (const older of document.querySelectorAll(".snb-older")) older.open ||= words.some(Boolean);
    });
  }
})();
