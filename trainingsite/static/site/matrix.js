// A convenience only: the matrix is searched while somebody types; without this file, the button does it.

const form = document.getElementById("matrix-filters");
const field = document.getElementById("matrix-search");
let waiting;
let asking;

// The page of what was typed, from the same address that the button leads to: sums and links belong to it.
async function show() {
  const query = new URLSearchParams(new FormData(form));
  [...query.keys()].forEach((name) => query.get(name) || query.delete(name));
  const address = `${location.pathname}?${query}`;
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(address, { signal: asking.signal });
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.getElementById("matrix-part");
  if (part) {
    document.getElementById("matrix-part").replaceWith(part);
    document.getElementById("matrix-said").textContent = part.querySelector("#matrix-shown").textContent;
    part.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    history.replaceState(null, "", address);
  }
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show().catch(() => {}), 250);
});
