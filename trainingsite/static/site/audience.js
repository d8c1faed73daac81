// While somebody ticks whom a requirement is for, the page says whom that is today. Without this file the next page does.

const told = document.querySelector("[data-audience]");
const asked = told.closest("form");
const ticks = ["who", "staff_groups", "job_roles", "duties"];
let latest = 0;

const tell = async () => {
  const number = ++latest;
  const chosen = new URLSearchParams([...new FormData(asked)].filter(([name]) => ticks.includes(name)));
  const answer = await fetch(`${told.dataset.audience}&${chosen}`).catch(() => null);
  if (answer?.ok && !answer.redirected && number === latest) {
    told.textContent = (await answer.text()).trim();
  }
};

asked.addEventListener("change", (event) => {
  if (!ticks.includes(event.target.name)) {
    return;
  }
  if (event.target.name === "who" && event.target.value === "some") {
    asked.querySelector("details.audience").open = true;
  }
  tell();
});
tell();
