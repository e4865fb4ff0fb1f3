// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
// The picture; a part of the script of explorer.html.

  /* The picture: time without anything to see is left out, and each burst has a scale of its own */

  function visible(it) {
    if (selected !== null) return it.request === selected;
    if (endOf(it) < hiddenBefore) return false;
    return !$("filter").value.trim() || (requests.has(it.request) && matches(requests.get(it.request)));
  }

  function bursts(bars, marks) {
    const spans = bars.map(run => [run.from, endOf(run)]).concat(marks.map(lost => [lost.at, lost.at]))
      .sort((a, b) => a[0] - b[0]);
    const all = [];
    for (const [from, to] of spans) {
      const last = all[all.length - 1];
      if (last && from - last.to < IDLE) last.to = Math.max(last.to, to); else all.push({ from, to });
    }
    return all.slice(-BURSTS);
  }

  function scale(all, width) {
    const natural = all.map(it => 320 + 120 * Math.log10(1 + (it.to - it.from) / 1e6));
    const room = width - LABEL - 40 - BREAK * (all.length - 1);
    const sum = natural.reduce((a, b) => a + b, 0);
    const grow = Math.max(.6, room / sum) * zoom;
    let x = LABEL + 14;
    all.forEach((it, i) => { it.x = x; it.width = natural[i] * grow; x += it.width + BREAK; });
    return x - BREAK + 26;
  }

  function position(all, at) {
    for (const it of all) {
      if (at <= it.to) return it.x + Math.max(0, at - it.from) / Math.max(1, it.to - it.from) * it.width;
    }
    const last = all[all.length - 1];
    return last.x + last.width;
  }

  function lanesOf(bars, marks) {
    const lanes = new Map();
    [...bars].sort((a, b) => a.from - b.from).concat(marks).forEach(it => {
      const lane = lanes.get(it.lane) || { id: it.lane, name: it.thread, rows: 1, lost: false };
      lane.rows = Math.max(lane.rows, (it.depth || 0) + 1);
      lanes.set(it.lane, lane);
    });
    const kept = [...lanes.values()];
    marks.forEach(it => { lanes.get(it.lane).lost = true; });
    let y = TOP;
    for (const lane of kept) { lane.y = y; lane.height = lane.rows * ROW + 2 * PAD + (lane.lost ? 24 : 0); y += lane.height; }
    return { map: lanes, height: y };
  }

  function step(span, width) {
    const wanted = span / Math.max(1, width / 110), power = Math.pow(10, Math.floor(Math.log10(Math.max(wanted, 1))));
    return [1, 2, 5, 10].map(it => it * power).find(it => it >= wanted);
  }

  function family() {
    const root = chosen && runs.get(chosen.run);
    if (!root) return null;
    const ids = new Set([root.id]);
    for (let id = root.id; made.has(id); id = made.get(id).trigger) ids.add(id);
    made.forEach((it, id) => { if (ids.has(it.trigger) && (it.trigger === root.id || ids.has(it.trigger) && isBelow(it.trigger, root.id))) ids.add(id); });
    return ids;
  }

  function isBelow(id, ancestor) {
    for (let at = id, n = 0; made.has(at) && n < 100; at = made.get(at).trigger, n++) if (at === ancestor) return true;
    return false;
  }

  function draw() {
    dirty = false;
    drawRequests();
    const box = $("scroll"), bars = [...runs.values()].filter(visible), marks = losses.filter(visible);
    $("empty").hidden = bars.length + marks.length > 0;
    $("hint").hidden = watching;
    if (!watching) {
      $("hint").textContent = "";
      $("hint").append("Lost contexts are not looked for. ", html("code", {}, null, "alsx.diagnostics.lost-context=log"), " shows them in red.");
    }
    const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const left = box.scrollLeft, above = box.scrollTop;
    box.textContent = "";
    if (!bars.length && !marks.length) { layout = null; return; }
    const all = bursts(bars, marks), begin = all[0].from;
    const shown = bars.filter(run => endOf(run) >= begin), signs = marks.filter(lost => lost.at >= begin);
    const width = Math.max(scale(all, box.clientWidth), box.clientWidth), lanes = lanesOf(shown, signs);
    const height = Math.max(lanes.height + 8, box.clientHeight - (width > box.clientWidth ? 16 : 0)), related = family(), x = at => position(all, at);
    const root = svg("svg", { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, role: "group",
      "aria-label": "Timeline: a lane for each thread, a bar for each time that code ran" }, box);
    svg("rect", { class: "back", width, height }, root);
    [...lanes.map.values()].forEach((lane, i) => {
      if (i % 2 === 0) svg("rect", { class: "odd", x: 0, y: lane.y, width, height: lane.height }, root);
    });
    drawAxis(root, all, height);
    const arrows = svg("g", {}, root), blocks = svg("g", {}, root);
    const y = (lane, depth) => lanes.map.get(lane).y + PAD + (depth || 0) * ROW;
    const first = new Map();
    const sorted = [...shown].sort((a, b) => a.from - b.from || a.depth - b.depth);
    sorted.forEach(run => { if (!first.has(run.id)) first.set(run.id, run); });
    for (const run of sorted) drawBar(blocks, run, x(run.from), x(endOf(run)), y(run.lane, run.depth), related);
    first.forEach(run => drawArrow(arrows, run, sorted, lanes, x, y, related));
    for (const lost of signs) drawTrail(arrows, lost, x(lost.at), shown, y, lanes.map.get(lost.lane));
    for (const lost of signs) drawLost(blocks, lost, x(lost.at), lanes.map.get(lost.lane), width);
    const names = svg("g", { class: "names" }, root);
    svg("rect", { class: "back", width: LABEL, height }, names);
    [...lanes.map.values()].forEach((lane, i) => {
      if (i % 2 === 0) svg("rect", { class: "odd", x: 0, y: lane.y, width: LABEL, height: lane.height }, names);
      const label = svg("text", { class: "name", x: 14, y: lane.y + lane.height / 2 + 4 }, names, shorten(lane.name, LABEL - 24));
      svg("title", {}, label, lane.name);
    });
    svg("line", { class: "rule", x1: LABEL, x2: LABEL, y1: 0, y2: height }, names);
    layout = { root, names, width, sorted, signs };
    box.scrollTop = above;
    box.scrollLeft = follow && !paused ? width : left;
    stick();
    if (focused) focus(focused);
  }

  /** Without the effect that a focus has that comes by a key. */
  function focus(key) {
    const element = $("scroll").querySelector(`[data-key="${key}"]`);
    restoring = true;
    if (element) element.focus({ preventScroll: true });
    restoring = false;
    return element;
  }

  function drawAxis(root, all, height) {
    svg("line", { class: "rule", x1: 0, x2: "100%", y1: TOP - .5, y2: TOP - .5 }, root);
    all.forEach((it, i) => {
      const span = it.to - it.from, every = step(span, it.width);
      for (let at = 0; at <= span; at += every) {
        const x = it.x + at / Math.max(1, span) * it.width;
        svg("line", { class: "grid", x1: x, x2: x, y1: TOP, y2: height }, root);
        if (at === 0) svg("text", { class: "clock", x, y: 17 }, root, clock(it.from));
        else if (x < it.x + it.width - 8) svg("text", { class: "tick", x, y: 34, "text-anchor": "middle" }, root, "+" + duration(at).replace(/(\.\d*?)0+ /, "$1 ").replace(". ", " "));
      }
      if (i > 0) {
        const before = all[i - 1], from = before.x + before.width + 14;
        svg("rect", { class: "pause", x: from, y: 0, width: BREAK - 28, height }, root);
        svg("text", { class: "idle", x: from + (BREAK - 28) / 2, y: 34, "text-anchor": "middle" }, root, duration(it.from - before.to).replace(/\.\d+ ms/, " ms").replace(".0 ", " "));
      }
    });
  }

  function drawBar(parent, run, x1, x2, y, related) {
    const width = Math.max(4, x2 - x1), type = typeOf(run.id);
    const key = run.key, dim = related && !related.has(run.id) ? " dim" : "";
    const bar = svg("g", { class: `bar ${colour(run.request)}${run.depth ? " inner" : ""}${dim}${chosen && chosen.key === key ? " chosen" : ""}`,
      tabindex: 0, role: "button", "data-key": key, "data-resource": run.id, "data-thread": run.thread,
      "aria-label": `${type}, ${duration(endOf(run) - run.from)} on ${run.thread}` + (run.request === undefined ? "" : `, request ${run.request}`) }, parent);
    if (run.request !== undefined) bar.setAttribute("data-request", run.request);
    svg("rect", { x: x1, y, width, height: ROW - 3, rx: Math.min(4, width / 3) }, bar);
    svg("rect", { class: "ring", x: x1 - 2.5, y: y - 2.5, width: width + 5, height: ROW + 2, rx: 6 }, bar);
    if (width > 40) svg("text", { x: x1 + 7, y: y + 14 }, bar, shorten(type, width - 12));
    svg("title", {}, bar, `${type}, ${duration(endOf(run) - run.from)}`);
    bar.addEventListener("click", () => choose(run));
    bar.addEventListener("focus", () => { if (!restoring && bar.matches(":focus-visible")) choose(run, true); });
  }

  function drawArrow(parent, run, sorted, lanes, x, y, related) {
    const birth = made.get(run.id);
    if (!birth || birth.entry || !lanes.map.has(birth.lane) || !layoutHas(sorted, birth)) return;
    const around = sorted.filter(it => it.lane === birth.lane && it.from <= birth.at && endOf(it) >= birth.at).pop();
    const x1 = x(birth.at), y1 = y(birth.lane, around ? around.depth : 0) + (ROW - 3) / 2;
    const x2 = x(run.from), top = y(run.lane, run.depth), down = run.lane !== birth.lane && top > y1;
    const sameLane = run.lane === birth.lane;
    if (sameLane && Math.abs(x2 - x1) < 12) return;
    const dim = related && !(related.has(run.id) && related.has(birth.trigger)) ? " dim" : "";
    const group = svg("g", { class: colour(run.request) + dim, "aria-hidden": "true" }, parent);
    const start = y1 + (ROW - 3) / 2 * (down ? 1 : -1), middle = top + (ROW - 3) / 2;
    const bend = Math.max(16, Math.min(46, Math.abs(x2 - x1) * .5 + 10));
    const path = x2 - x1 > 26
      ? `M${x1} ${start} C${x1} ${middle}, ${x2 - bend} ${middle}, ${x2 - 5} ${middle}`
      : `M${x1} ${start} C${x1 - 6} ${(start + middle) / 2}, ${x2 - bend} ${middle}, ${x2 - 5} ${middle}`;
    svg("path", { class: "cause", d: path }, group);
    svg("circle", { class: "tip", cx: x1, cy: start, r: 2.5 }, group);
    svg("path", { class: "tip", d: `M${x2 - 1} ${middle} l-7 -4 v8 z` }, group);
  }

  const layoutHas = (sorted, birth) => sorted.some(it => it.id === birth.trigger);

  /* From where the request ran, when its context was found to be lost, to there */
  function drawTrail(parent, lost, at, shown, y, lane) {
    const run = shown.find(it => it.request === lost.request && it.lane !== lost.lane && it.from <= lost.at && endOf(it) >= lost.at);
    if (lost.request === undefined || !run) return;
    const top = y(run.lane, run.depth), sign = lane.y + lane.height - PAD - 20, down = sign > top;
    svg("line", { class: "trail", x1: at, x2: at, y1: down ? top + ROW - 3 : top, y2: down ? sign : sign + 22 }, parent);
  }

  function drawLost(parent, lost, at, lane, width) {
    const y = lane.y + lane.height - PAD - 18, text = "lost in " + lost.executor, wide = text.length * 6.5 + 16;
    const left = at + 16 + wide > width - 6 ? at - 16 - wide : at + 16;
    const sign = svg("g", { class: "lost" + (chosen && chosen.key === lost.key ? " chosen" : ""), tabindex: 0, role: "button",
      "data-key": lost.key, "data-executor": lost.executor, "data-thread": lost.thread,
      "aria-label": `Lost context of ${lost.storage} in ${lost.executor} on ${lost.thread}` }, parent);
    if (lost.request !== undefined) sign.setAttribute("data-request", lost.request);
    svg("rect", { class: "flag", x: left, y, width: wide, height: 20, rx: 4 }, sign);
    svg("text", { x: left + 8, y: y + 14 }, sign, text);
    svg("path", { class: "sign", d: `M${at} ${y - 2} l12 22 h-24 z` }, sign);
    svg("text", { class: "bang", x: at, y: y + 17, "text-anchor": "middle" }, sign, "!");
    svg("rect", { class: "ring", x: Math.min(left, at - 14) - 3, y: y - 6, width: wide + 36, height: 31, rx: 6 }, sign);
    sign.addEventListener("click", () => choose(lost));
    sign.addEventListener("focus", () => { if (!restoring && sign.matches(":focus-visible")) choose(lost, true); });
  }

  function stick() {
    if (layout) layout.names.setAttribute("transform", `translate(${$("scroll").scrollLeft} 0)`);
  }
