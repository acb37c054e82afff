// What HTML cannot do alone: focus after a swap, news of a lost connection, one menu at a time.
(() => {
  "use strict";
  const flash = () => document.getElementById("flash");

  const focusMarked = (root) => {
    const target = root.querySelector("[data-focus]");
    if (target) {
      target.removeAttribute("data-focus");
      target.focus();
    }
  };

  const sayLost = () => {
    const note = document.createElement("p");
    note.className = "note bad";
    note.textContent = flash().dataset.lost;
    flash().replaceChildren(note);
  };

  // How much of a long text is left to write, where the page says how much there is in all.
  document.addEventListener("input", (event) => {
    const note = document.getElementById(event.target.dataset.counter || "");
    if (!note) return;
    const left = event.target.maxLength - event.target.value.length;
    note.textContent = note.dataset.left.replace("#", left);
  });

  focusMarked(document);
  document.body.addEventListener("htmx:afterSwap", (event) => focusMarked(event.detail.elt.parentElement || document));
  document.body.addEventListener("htmx:sendError", sayLost);
  document.body.addEventListener("htmx:timeout", sayLost);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
