// A convenience only: the check-up works without this file. Nothing that is ticked is sent or kept.

document.querySelectorAll("[data-walk]").forEach((walk) => {
  const platforms = [...walk.querySelectorAll("details")];
  const count = (platform) => {
    const boxes = [...platform.querySelectorAll("input[type=checkbox]")];
    const looked = boxes.filter((box) => box.checked).length;
    platform.querySelector("[data-walk-count]").textContent = `${looked} of ${boxes.length} looked at`;
  };
  walk.addEventListener("change", (event) => count(event.target.closest("details")));
  // At a shared computer, back and forward show the next person no ticks.
  window.addEventListener("pageshow", () => {
    walk.querySelectorAll("input[type=checkbox]").forEach((box) => {
      box.checked = false;
    });
    platforms.forEach(count);
  });
});
