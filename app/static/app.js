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

  // Beside the buttons where the page keeps each field as it is typed, at the top otherwise.
  const sayLost = (event) => {
    const note = document.createElement("p");
    note.className = "note bad";
    note.textContent = flash().dataset.lost;
    const saved = event.detail.target && event.detail.target.closest(".saved");
    (saved || flash()).replaceChildren(note);
  };

  // What is being typed when somebody leaves is kept too: htmx would wait for a pause. It is kept by
  // its field, or by the whole form, whichever of them is kept as it changes.
  let keeper = null;
  let turn = 0;
  let sent = 0;
  document.addEventListener("input", (event) => {
    turn += 1;
    keeper = event.target.closest("[hx-post][hx-trigger*=change]");
  });
  document.addEventListener("submit", () => { keeper = null; });
  document.body.addEventListener("htmx:beforeRequest", () => { sent = turn; });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.elt === keeper && turn === sent) keeper = null;
  });
  window.addEventListener("pagehide", () => {
    if (!keeper) return;
    const whole = new FormData(keeper.form || keeper);
    const names = keeper.getAttribute("hx-params");
    const data = names ? new FormData() : whole;
    (names || "").split(",").forEach((name) => whole.has(name) && data.set(name, whole.get(name)));
    Object.entries(JSON.parse(keeper.getAttribute("hx-vals") || "{}")).forEach((pair) => data.set(...pair));
    navigator.sendBeacon(keeper.getAttribute("hx-post"), data);
  });

  // How much of a long text is left to write, where the page says how much there is in all.
  document.addEventListener("input", (event) => {
    const note = document.getElementById(event.target.dataset.counter || "");
    if (!note) return;
    const left = event.target.maxLength - event.target.value.length;
    note.textContent = note.dataset.left.replace("#", left);
  });

  // A text to paste elsewhere: its button shows where copying works, and says that it is done.
  if (navigator.clipboard) {
    document.querySelectorAll("button[data-copy]").forEach((button) => { button.hidden = false; });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    navigator.clipboard.writeText(text).then(() => { button.lastElementChild.textContent = button.dataset.done; });
  });

  // Words typed in a form that nobody saved, or that were refused: the browser asks before it leaves
  // them, though it be to save another form of the page. Where each field is kept as it changes,
  // nothing is asked; nor of who is not signed in.
  const kept = "[hx-post][hx-trigger*=change]";
  const unsaved = new Set();
  let leaving = null;
  const guarded = (form) => form && form.method === "post" && document.querySelector("nav.side");
  const note = (field) => { if (guarded(field.form) && !field.closest(kept)) unsaved.add(field.form); };
  document.querySelectorAll("[aria-invalid]").forEach(note);
  document.querySelectorAll("[data-unsaved] :is(input:not([type=hidden]), select, textarea)").forEach(note);
  document.addEventListener("input", (event) => { leaving = null; note(event.target); });
  document.addEventListener("submit", (event) => { leaving = event.target; });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) unsaved.delete(event.detail.elt.closest("form"));
  });
  window.addEventListener("beforeunload", (event) => {
    const left = [...unsaved].filter((form) => form !== leaving && form.isConnected);
    leaving = null;
    if (left.length) event.preventDefault();
  });

  // One answer that excludes the others: ticking it unticks them, and they it, before anything is kept.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked || !box.closest(".question")) return;
    box.closest(".question").querySelectorAll(`input[name="${CSS.escape(box.name)}"]`).forEach((other) => {
      const apart = "alone" in box.dataset || "alone" in other.dataset;
      if (other !== box && other.type === "checkbox" && apart) other.checked = false;
    });
  }, true);

  // The text of an answer of a list is asked once that answer is chosen.
  const askToSpecify = (list) => {
    const texts = list.closest(".question").querySelectorAll("[data-specifies]");
    texts.forEach((text) => { text.hidden = text.dataset.specifies !== list.value; });
  };
  const askInLists = () => document.querySelectorAll(".question select").forEach(askToSpecify);
  askInLists();
  document.addEventListener("change", (event) => { if (event.target.matches(".question select")) askToSpecify(event.target); });

  focusMarked(document);
  document.body.addEventListener("htmx:afterSwap", (event) => focusMarked(event.detail.elt.parentElement || document));
  document.body.addEventListener("htmx:afterSettle", askInLists);
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
