// The map in a scenario's editor: drawn again a moment after the author stops typing, and its links open their blocks.
(() => {
  const PAUSE = 800;
  const FOLDED = /-(cites|replies)-\d+(-|$)/;
  const UNAVAILABLE = "The map could not be drawn just now. It will be tried again when you type.";
  let waiting;
  let asked = 0;
  let drawn = "";

  const holder = () => document.querySelector("[data-scenario-map]");

  const formNow = (form) => {
    // Citations and replies are not on the map: leaving them out keeps a large scenario within what may be sent.
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !FOLDED.test(name) && !name.startsWith("comments")) {
        sent.append(name, /-(cites|replies)-count$/.test(name) ? "0" : value);
      }
    }
    return sent;
  };

  const say = (words) => {
    const said = document.querySelector("[data-map-said]");
    if (said && said.textContent !== words) said.textContent = words;
  };

  const draw = async () => {
    const map = holder();
    const form = map?.closest("form");
    if (!form || !map.dataset.address) return;
    const body = formNow(form);
    const same = body.toString();
    if (same === drawn) return;
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(map.dataset.address, { method: "POST", body, credentials: "same-origin" });
      if (mine !== asked) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (mine !== asked) return;
      show(map, html);
      drawn = same;
    } catch (error) {
      if (mine === asked) warn(map);
    }
  };

  const show = (map, html) => {
    const paper = map.querySelector(".map-paper");
    const at = paper && [paper.scrollLeft, paper.scrollTop];
    const open = map.querySelector(".map-outline")?.open;
    const focused = map.contains(document.activeElement) && document.activeElement.getAttribute("href");
    map.innerHTML = html;
    const next = map.querySelector(".map-paper");
    if (at && next) next.scrollTo(...at);
    else toStart(map);
    if (open) map.querySelector(".map-outline")?.setAttribute("open", "");
    if (focused) map.querySelector(`[href="${focused}"]`)?.focus({ preventScroll: true });
    say(map.querySelector(".map-summary")?.textContent || "");
  };

  // A map wider than the page begins where the story does.
  const toStart = (map) => {
    const paper = map?.querySelector(".map-paper");
    const start = paper?.querySelector(".map-box--start")?.getBoundingClientRect();
    if (start) paper.scrollLeft += start.left + start.width / 2 - paper.getBoundingClientRect().left - paper.clientWidth / 2;
  };

  const warn = (map) => {
    if (!map.querySelector(".map-stale")) {
      const note = document.createElement("p");
      note.className = "map-note map-stale";
      note.textContent = UNAVAILABLE;
      map.prepend(note);
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, PAUSE);
  };

  // Unfold what a link leads to, and put the cursor into its first field.
  const goTo = (id) => {
    const block = document.getElementById(id);
    if (!block) return false;
    for (let part = block; part; part = part.parentElement) {
      const toggle = part.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded='false']");
      if (toggle) toggle.click();
    }
    block.scrollIntoView({ block: "start" });
    block.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
    return true;
  };

  document.addEventListener("input", soon);
  document.addEventListener("change", soon);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-scenario-map] a[href^='#'], [data-to-mend] a[href^='#']");
    if (link && goTo(link.getAttribute("href").slice(1))) event.preventDefault();
    if (event.target.closest?.("button")) soon(); // a block was added, moved, copied or taken away
  });
  document.addEventListener("DOMContentLoaded", () => {
    toStart(holder());
    setTimeout(soon, 0);
    document.querySelector("[data-to-mend]")?.focus();
  });
})();
