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
    if (!table.tHead || table.tBodies[0].rows.length < 2) continue;
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.title = heading.title || table.dataset.sortHint;
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading));
    }
  }

  // Long tables: rows that hold every word of a filter.
  const MANY_ROWS = 12;
  for (const table of document.querySelectorAll(".snb-table table")) {
    const rows = [...table.tBodies[0].rows];
    if (!table.tHead || rows.length < MANY_ROWS) continue;
    const field = document.createElement("input");
    field.type = "search";
    field.className = "snb-rows";
    field.placeholder = table.dataset.filterHint;
    field.setAttribute("aria-label", table.dataset.filterHint);
    const none = document.createElement("p");
    none.className = "snb-rows-none";
    none.setAttribute("role", "status");
    table.closest(".snb-table").prepend(field);
    table.closest(".snb-scroll").after(none);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/);
      const kept = rows.filter((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        return !row.hidden;
      });
      none.textContent = kept.length ? "" : table.dataset.filterNone;
    });
  }

  // What a figure is and rests on: by click, by Enter, by arrow keys from figure to figure.
  const box = document.createElement("div");
  box.className = "snb-why";
  box.setAttribute("role", "status");
  box.hidden = true;
  document.body.append(box);
  const nameOf = (figure) => {
    const card = figure.closest(".snb-card");
    if (card) return [card.querySelector(".snb-name").textContent, ""];
    const head = figure.closest("table").tHead.rows[0].cells[figure.cellIndex];
    const row = figure.parentElement.cells[0].textContent;
    return [`${head.textContent} · ${row}`, head.dataset.definition || ""];
  };
  const explain = (figure) => {
    const [name, definition] = nameOf(figure);
    const title = document.createElement("b");
    title.textContent = name;
    const lines = [definition, ...figure.dataset.why.split("\n")].filter(Boolean).map((line) => {
      const part = document.createElement("p");
      part.textContent = line;
      return part;
    });
    box.replaceChildren(title, ...lines);
    box.hidden = false;
    const place = figure.getBoundingClientRect();
    const left = Math.min(place.left, document.documentElement.clientWidth - box.offsetWidth - 12);
    const below = place.bottom + 6 + box.offsetHeight < innerHeight || place.top < box.offsetHeight;
    box.style.left = `${Math.max(left, 12) + scrollX}px`;
    box.style.top = `${(below ? place.bottom + 6 : place.top - box.offsetHeight - 6) + scrollY}px`;
  };
  const figures = [...document.querySelectorAll("[data-why]")];
  figures.forEach((figure) => { figure.tabIndex = figure.closest(".snb-card") ? 0 : -1; });
  for (const table of document.querySelectorAll(".snb-table table")) {
    const first = table.querySelector("[data-why]");
    if (first) first.tabIndex = 0;
  }
  document.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-why]");
    if (figure) explain(figure);
    else if (!box.contains(event.target)) box.hidden = true;
  });
  const beside = (figure, key) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step) {
      const row = [...figure.parentElement.querySelectorAll("[data-why]")];
      return row[row.indexOf(figure) + step];
    }
    const rows = [...figure.closest("tbody").rows].filter((row) => !row.hidden);
    const next = rows[rows.indexOf(figure.parentElement) + (key === "ArrowUp" ? -1 : 1)];
    const cell = next && next.cells[figure.cellIndex];
    return cell && "why" in cell.dataset ? cell : undefined;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.hidden = true;
    const figure = event.target.closest && event.target.closest("[data-why]");
    if (!figure) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      explain(figure);
    } else if (event.key.startsWith("Arrow") && figure.closest("tbody")) {
      event.preventDefault();
      const next = beside(figure, event.key);
      if (!next) return;
      box.hidden = true;
      figure.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });

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
