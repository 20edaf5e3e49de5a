// Steps through the traces of the evidence run. All data stands in the page; nothing is fetched.
(function () {
  "use strict";

  const root = document.getElementById("wl-explorer");
  const source = document.getElementById("wl-explorer-data");
  if (!root || !source) return;
  const { traces, switches } = JSON.parse(source.textContent);
  const PLAY_MS = 1400;
  let trace = traces[0];
  let now = 0;
  let timer = 0;

  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "text") node.textContent = value;
      else if (key === "class") node.className = value;
      else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  const scenarios = [...new Set(traces.map((t) => t.scenario))];
  const assumptionText = (t) =>
    Object.entries(t.switches).map(([key, value]) => `${key}=${value}`).join(" ") || "as in the base";
  const assumptionHelp = (t) =>
    Object.keys(t.switches).map((key) => (switches[key] ? `${key}: ${switches[key]}` : ""))
      .filter(Boolean).join(". ");

  const scenario = el("select", { id: "wl-x-scenario", onchange: () => { fillAssumptions(); } },
    ...scenarios.map((name) => el("option", { value: name, text: name })));
  const assumptions = el("select", { id: "wl-x-assumptions", onchange: () => load(assumptions.value) });
  const outcome = el("p", { class: "wl-x__outcome" });
  const heads = el("div", { class: "wl-x__heads", "aria-hidden": "true" });
  const steps = el("ol", { class: "wl-x__steps", "aria-label": "Steps in order of time" });
  const lanes = el("div", { class: "wl-x__lanes" }, heads, steps);
  const state = el("dl", { class: "wl-x__state" });
  const place = el("p", { class: "wl-x__title" });
  const code = el("pre", { class: "wl-x__code", role: "region", tabindex: "0", "aria-label": "Source around this step" });
  const live = el("p", { class: "wl-x__help", "aria-live": "polite", id: "wl-x-live" });
  const first = button("First", () => go(0), "Home");
  const back = button("Back", () => go(now - 1), "Left arrow");
  const play = button("Play", toggle, "P");
  const next = button("Next", () => go(now + 1), "Right arrow");
  const last = button("Last", () => go(trace.steps.length - 1), "End");
  next.classList.add("is-main");
  const slider = el("input", { type: "range", min: "0", "aria-label": "Step", oninput: () => go(Number(slider.value)) });
  const count = el("span", { class: "wl-x__count" });

  function button(text, action, key) {
    return el("button", { type: "button", text, title: `${text} (${key})`, onclick: action });
  }

  function fillAssumptions() {
    const mine = traces.filter((t) => t.scenario === scenario.value);
    assumptions.replaceChildren(...mine.map((t) => el("option", { value: t.id, text: `${t.title} (${assumptionText(t)})` })));
    load(mine[0].id);
  }

  function load(id) {
    stop();
    trace = traces.find((t) => t.id === id);
    assumptions.value = id;
    const bad = Boolean(trace.invariant);
    outcome.className = `wl-x__outcome wl-x__outcome--${bad ? "bad" : "good"}`;
    outcome.replaceChildren(el("b", { text: bad ? `${trace.invariant}: ` : "Passes: " }), trace.outcome + " ",
      el("span", { class: "wl-muted", text: assumptionHelp(trace) }));
    for (const box of [heads, steps]) box.style.setProperty("--lanes", trace.lanes.length);
    heads.replaceChildren(...trace.lanes.map((lane) => el("span", { text: lane })));
    steps.replaceChildren(...trace.steps.map(item));
    slider.max = String(trace.steps.length - 1);
    go(0);
  }

  function item(step, index) {
    const row = el("li", {}, el("button", { type: "button", onclick: () => go(index) },
      el("span", { class: "wl-x__who", text: step.actor }), el("b", { text: step.call }), step.text));
    row.style.setProperty("--lane", trace.lanes.indexOf(step.actor) + 1);
    row.style.setProperty("--row", index + 1);
    if (step.kind === "danger") row.classList.add("is-danger");
    return row;
  }

  function go(index) {
    now = Math.max(0, Math.min(index, trace.steps.length - 1));
    const step = trace.steps[now];
    Array.from(steps.children).forEach((row, i) => {
      row.classList.toggle("is-now", i === now);
      row.classList.toggle("is-next", i > now);
      row.firstChild.toggleAttribute("aria-current", i === now);
      if (i === now) row.firstChild.setAttribute("aria-current", "step");
    });
    keepInView(steps.children[now]);
    showState(step);
    showCode(step);
    slider.value = String(now);
    count.textContent = `${now + 1} / ${trace.steps.length}`;
    live.textContent = `${step.actor}: ${step.call} ${step.text}`;
    first.disabled = back.disabled = now === 0;
    last.disabled = next.disabled = now === trace.steps.length - 1;
    if (now === trace.steps.length - 1) stop();
  }

  function keepInView(row) {
    const top = row.offsetTop - heads.offsetHeight - 8;
    const bottom = row.offsetTop + row.offsetHeight + 8;
    if (top < lanes.scrollTop) lanes.scrollTop = top;
    else if (bottom > lanes.scrollTop + lanes.clientHeight) lanes.scrollTop = bottom - lanes.clientHeight;
  }

  function showState(step) {
    const before = now > 0 ? trace.steps[now - 1].state : {};
    state.replaceChildren(...Object.entries(step.state).flatMap(([key, value]) => {
      const marks = [];
      if (now > 0 && before[key] !== value) marks.push("is-changed");
      if (/freed|crash|stale/i.test(value)) marks.push("is-dead");
      return [el("dt", { text: key }), el("dd", { text: value, class: marks.join(" ") })];
    }));
  }

  function showCode(step) {
    place.textContent = step.file ? `${step.file}:${step.line}` : "In the operating system: no line of the driver";
    code.hidden = !step.code.length;
    code.replaceChildren(...step.code.map((line) =>
      el("span", { class: line.hit ? "is-hit" : "" }, el("i", { text: line.n }), line.text || " ")));
  }

  function toggle() {
    if (timer) { stop(); return; }
    if (now === trace.steps.length - 1) go(0);
    play.textContent = "Pause";
    timer = setInterval(() => go(now + 1), PLAY_MS);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  function onKey(event) {
    if (/^(SELECT|INPUT)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      ArrowRight: () => go(now + 1), ArrowLeft: () => go(now - 1), ArrowDown: () => go(now + 1),
      ArrowUp: () => go(now - 1), Home: () => go(0), End: () => go(trace.steps.length - 1), p: toggle, P: toggle,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  const box = el("section", { class: "wl-x", tabindex: "0", "aria-label": "Race explorer: arrow keys step", onkeydown: onKey },
    el("div", { class: "wl-x__bar" },
      el("label", { for: "wl-x-scenario" }, "Driver", scenario),
      el("label", { for: "wl-x-assumptions" }, "Run and assumptions", assumptions), outcome),
    el("div", { class: "wl-x__controls" }, first, back, play, next, last, slider, count, live),
    lanes,
    el("div", { class: "wl-x__side" },
      el("div", { class: "wl-x__part" }, el("p", { class: "wl-x__title", text: "State after this step" }), state),
      el("div", { class: "wl-x__part" }, place, code)));
  root.replaceChildren(box);
  fillAssumptions();
})();
