// Ticks are the reader's own: they stay in this browser, and the page works without them.
(() => {
  document.documentElement.classList.add("snb-js");
  const boxes = [...document.querySelectorAll("[data-task] input")];
  const count = document.querySelector(".snb-count");
  const name = (box) => "salesnb-task:" + box.closest("[data-task]").dataset.task;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, on) => {
    try { on ? localStorage.setItem(key, "1") : localStorage.removeItem(key); } catch { /* private */ }
  };
  const show = () => {
    for (const box of boxes) {
      box.closest("[data-task]").classList.toggle("snb-ticked", box.checked);
    }
    const ticked = boxes.filter((box) => box.checked).length;
    count.querySelector("b").textContent = ticked;
    count.hidden = !boxes.length;
  };
  for (const box of boxes) {
    box.checked = read(name(box)) === "1";
    box.addEventListener("change", () => { write(name(box), box.checked); show(); });
  }
  show();
})();
