// A convenience only: a pack is watched while it is being made; without this file the page loads itself anew.

const PAUSE = 1500;

function part() {
  return document.getElementById("packs");
}

function states(section) {
  return [...section.querySelectorAll("article")].map((pack) => pack.querySelector("h3").textContent.trim());
}

// What has come to another state is said aloud; each step on the way would be too much.
function say(before, after) {
  const news = states(after).filter((text) => !states(before).includes(text));
  if (news.length) {
    document.getElementById("packs-said").textContent = news.join(". ");
  }
}

async function look() {
  const answer = await fetch(part().dataset.address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("packs");
  if (!fresh) {
    return;
  }
  const focused = part().contains(document.activeElement) && document.activeElement.getAttribute("href");
  say(part(), fresh);
  part().replaceWith(fresh);
  if (focused) {
    fresh.querySelector(`a[href="${focused}"]`)?.focus();
  }
}

async function watch() {
  while (part()?.hasAttribute("data-going")) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    await look().catch(() => {});
  }
}

watch();
