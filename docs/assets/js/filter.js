// Filters a table by the data attributes of its rows. The form stays hidden without this script.
(function () {
  "use strict";

  function wanted(form) {
    const values = {};
    for (const field of form.elements) {
      if (field.name) values[field.name] = field.value.trim().toLowerCase();
    }
    return values;
  }

  function matches(row, values) {
    const text = row.dataset.text || "";
    const words = values.text ? values.text.split(/\s+/) : [];
    return words.every((word) => text.includes(word)) &&
      ["group", "severity", "label"].every(
        (key) => !values[key] || (row.dataset[key] || "").toLowerCase() === values[key]);
  }

  function attach(form) {
    const table = document.getElementById(form.dataset.wlFilter);
    if (!table) return;
    const rows = Array.from(table.tBodies[0].rows);
    const count = form.querySelector(".wl-filter__count");
    const update = () => {
      const values = wanted(form);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !matches(row, values);
        if (!row.hidden) shown += 1;
      }
      count.textContent = `${shown} of ${rows.length} rules`;
    };
    form.hidden = false;
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    update();
  }

  document.querySelectorAll("form[data-wl-filter]").forEach(attach);
})();
