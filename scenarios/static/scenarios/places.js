// The choosers of a scenario's editor: where an option leads, and where the story starts.
// They offer the ids now in the form, follow an id that is changed, and keep one that is no longer there in sight.
(() => {
  const IDS = { steps: /^steps-\d+-value-id$/, endings: /^endings-\d+-value-id$/ };

  const gone = (input) => {
    const deleted = input.form?.elements[input.name.replace(/-value-id$/, "-deleted")];
    return Boolean(deleted && deleted.value);
  };

  const words = (input, part) => {
    const box = input.form?.elements[input.name.replace(/-id$/, `-${part}`)];
    const text = (box?.value || "").replaceAll("*", "").replace(/\s+/g, " ").trim();
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  };

  const placesIn = (kind) =>
    [...document.querySelectorAll(`input[name^="${kind}-"]`)]
      .filter((input) => IDS[kind].test(input.name) && input.value.trim() && !gone(input))
      .map((input) => ({ id: input.value.trim(), words: words(input, kind === "steps" ? "text" : "title") }));

  const group = (label, places) => {
    const found = document.createElement("optgroup");
    found.label = label;
    found.append(...places.map(({ id, words: said }) => new Option(said ? `${id}: ${said}` : id, id)));
    return found;
  };

  const fill = (select, chosen = select.value) => {
    const steps = placesIn("steps");
    const endings = select.dataset.places === "all" ? placesIn("endings") : [];
    const wanted = [new Option("Choose…", "")];
    if (chosen && ![...steps, ...endings].some(({ id }) => id === chosen)) {
      wanted.push(new Option(`${chosen} (not in this scenario)`, chosen));
    }
    if (steps.length) wanted.push(group("Steps", steps));
    if (endings.length) wanted.push(group("Endings", endings));
    const now = JSON.stringify(wanted.map((part) => part.outerHTML));
    if (select.dataset.filled !== now || select.value !== chosen) {
      select.replaceChildren(...wanted);
      select.value = chosen;
      select.dataset.filled = now;
    }
  };

  const fillAll = () => document.querySelectorAll("select[data-places]").forEach((select) => fill(select));

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(fillAll, 120);
  };

  const isId = (target) => target.name && Object.values(IDS).some((form) => form.test(target.name));

  // What nobody could write in text becomes what they can: “My step” is my-step.
  const tidy = (id) => id.trim().replace(/\s+/g, "-").replace(/[^A-Za-z0-9._-]/g, "").replace(/^[^A-Za-z0-9]+/, "");

  const follow = (from, to) => {
    if (!from || !to || [...placesIn("steps"), ...placesIn("endings")].some(({ id }) => id === from)) return;
    document.querySelectorAll("select[data-places]").forEach((select) => {
      if (select.value === from) fill(select, to);
    });
  };

  document.addEventListener("focusin", ({ target }) => {
    if (isId(target)) target.dataset.before = target.value;
    if (target.matches("select[data-places]")) fill(target);
  });
  document.addEventListener("change", ({ target }) => {
    if (/-id$/.test(target.name || "") && /^(steps|endings)-.*-value-id$/.test(target.name)) {
      target.value = tidy(target.value);
    }
    if (isId(target)) follow(target.dataset.before, target.value);
    soon();
  });
  document.addEventListener("input", soon);
  document.addEventListener("click", () => setTimeout(soon, 300)); // a block was added, moved or taken away

  const register = () => {
    const Select = window.telepath.constructors["wagtail.widgets.Select"];
    const Bound = new Select("").boundWidgetClass;
    class BoundPlace extends Bound {
      setState(state) {
        fill(this.input, [state].flat()[0] || "");
      }
    }
    class PlaceChooser extends Select {
      boundWidgetClass = BoundPlace;
    }
    window.telepath.register("scenarios.PlaceChooser", PlaceChooser);
  };
  register();
  document.addEventListener("DOMContentLoaded", soon);
})();
