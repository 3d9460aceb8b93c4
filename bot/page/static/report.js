"use strict";
(() => {
  const form = document.querySelector(".filters");
  const cases = [...document.querySelectorAll(".case")];
  const filters = [...form.querySelectorAll("[data-filter]")];
  const told = form.querySelector("output");
  const holds = (each, name, wanted) => {
    const has = each.dataset[name] ?? "";
    if (name === "text") return has.includes(wanted.trim().toLowerCase());
    return name === "source" ? has.split(" ").includes(wanted) : has === wanted;
  };
  const apply = () => {
    let shown = 0;
    for (const each of cases) {
      each.hidden = !filters.every((filter) => !filter.value || holds(each, filter.dataset.filter, filter.value));
      shown += each.hidden ? 0 : 1;
    }
    told.textContent = `${shown} of ${cases.length}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-open]").addEventListener("click", () => {
    const closed = cases.filter((each) => !each.hidden && !each.open);
    for (const each of cases) if (!each.hidden) each.open = closed.length > 0;
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter((each) => !each.hidden);
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  apply();
})();
