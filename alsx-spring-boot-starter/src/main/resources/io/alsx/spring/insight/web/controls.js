// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
// Details, keys and buttons; a part of the script of explorer.html.

  /* Details */

  function choose(it, quiet) {
    if (chosen && chosen.key === it.key) return;
    const run = it.key.startsWith("run") ? Number(it.key.slice(3)) : undefined;
    chosen = { key: it.key, run };
    follow = false;
    detail(it);
    draw();
    const again = focus(it.key);
    if (again && quiet) show(again);
  }

  function show(element) {
    const box = $("scroll").getBoundingClientRect(), at = element.getBoundingClientRect();
    if (at.left < box.left + LABEL || at.left > box.right - 60) $("scroll").scrollLeft += at.left - box.left - LABEL - 80;
    if (at.top < box.top || at.bottom > box.bottom) $("scroll").scrollTop += at.top - box.top - box.height / 2;
  }

  function leave() {
    const key = chosen.key;
    chosen = null;
    $("detail").hidden = true;
    draw();
    focus(key);
  }

  function detail(it) {
    const panel = $("detail"), lost = it.storage !== undefined;
    panel.textContent = ""; panel.hidden = false; panel.className = lost ? "bad" : "";
    const top = html("div", { class: "top" }, panel);
    html("strong", {}, top, lost ? `Lost context: no store of '${it.storage}' in ${it.executor}` : typeOf(it.id));
    html("span", { class: "space" }, top);
    html("button", { type: "button", title: "Escape" }, top, "Close").addEventListener("click", leave);
    if (lost) {
      const reason = it.reason.charAt(0).toUpperCase() + it.reason.slice(1);
      html("p", {}, panel, `${reason}. ${it.remedy}`);
    }
    const list = html("dl", {}, panel);
    const entry = (name, value) => { const div = html("div", {}, list); html("dt", {}, div, name); return html("dd", {}, div, value); };
    if (lost) {
      entry("Asked for at", it.site); entry("In the task at", it.task); entry("Thread", it.thread);
      entry("Request", it.request === undefined ? "not known" : it.request + " (the only one at work then)");
      entry("At", clock(it.at));
      return;
    }
    const birth = made.get(it.id);
    entry("Request", it.request === undefined ? "none" : it.request);
    entry("Resource", String(it.id));
    entry("Thread", it.thread);
    entry("Began", clock(it.from));
    entry("Ran for", it.at === undefined ? "still running" : duration(it.at - it.from));
    if (birth) {
      const cause = entry("Caused by", ""), source = [...runs.values()].find(run => run.id === birth.trigger);
      const text = `${birth.trigger === 1 ? "nothing" : typeOf(birth.trigger) + " " + birth.trigger}`;
      if (source) html("button", { type: "button", class: "link" }, cause, text).addEventListener("click", () => { chosen = null; choose(source, true); });
      else cause.textContent = text;
      entry("Made on", birth.thread);
      if (it.from >= birth.at) entry("Waited", duration(it.from - birth.at));
    }
  }

  /* Keys */

  function move(key) {
    if (!layout) return;
    const all = layout.sorted.concat(layout.signs.map(lost => Object.assign({ from: lost.at, depth: 9 }, lost)))
      .sort((a, b) => a.from - b.from || a.depth - b.depth);
    const at = all.findIndex(it => chosen && it.key === chosen.key);
    let target;
    if (at < 0) target = all[0];
    else if (key === "ArrowRight") target = all[at + 1];
    else if (key === "ArrowLeft") target = all[at - 1];
    else {
      const rows = [...new Set(all.map(it => it.lane))];
      const order = rows.map(lane => [lane, laneY(lane)]).sort((a, b) => a[1] - b[1]).map(it => it[0]);
      const lane = order[order.indexOf(all[at].lane) + (key === "ArrowDown" ? 1 : -1)];
      target = all.filter(it => it.lane === lane).sort((a, b) => Math.abs(a.from - all[at].from) - Math.abs(b.from - all[at].from))[0];
    }
    if (target) choose(runs.get(Number(target.key.slice(3))) && target.key.startsWith("run") ? runs.get(Number(target.key.slice(3))) : losses.find(it => it.key === target.key), true);
  }

  function laneY(lane) {
    const one = layout.sorted.concat(layout.signs).find(it => it.lane === lane);
    const element = $("scroll").querySelector(`[data-key="${one.key}"]`);
    return element ? element.getBoundingClientRect().top : 0;
  }

  function enlarge(factor) {
    const box = $("scroll"), middle = (box.scrollLeft + box.clientWidth / 2 - LABEL) / zoom;
    zoom = Math.min(64, Math.max(.25, zoom * factor));
    follow = false;
    draw();
    box.scrollLeft = middle * zoom - box.clientWidth / 2 + LABEL;
    stick();
  }

  function fit() { zoom = 1; follow = true; draw(); }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input"), control = event.target.matches("button, a");
    if (event.key === "Escape") {
      if (chosen) leave(); else if (selected !== null) select(null); else if ($("filter").value) { $("filter").value = ""; draw(); }
    } else if (typing) {
      return;
    } else if (event.key.startsWith("Arrow") && !control) {
      event.preventDefault(); move(event.key);
    } else if (event.key === "+" || event.key === "=") enlarge(1.5);
    else if (event.key === "-") enlarge(1 / 1.5);
    else if (event.key === "0") fit();
    else if (event.key === " " && !control) { event.preventDefault(); pause(); }
    else if (event.key === "Enter" && event.target.matches(".bar, .lost")) event.target.dispatchEvent(new MouseEvent("click"));
  });

  function save() {
    if (!layout) return;
    const copy = layout.root.cloneNode(true), style = getComputedStyle(document.documentElement);
    copy.querySelector(".names").removeAttribute("transform");
    copy.querySelectorAll("[tabindex]").forEach(it => it.removeAttribute("tabindex"));
    const rules = $("picture").textContent.replace(/var\((--[\w-]+)\)/g, (all, name) => style.getPropertyValue(name).trim());
    const element = document.createElementNS(NS, "style");
    element.textContent = rules;
    copy.prepend(element);
    const link = html("a", { download: "alsx-timeline.svg", href: URL.createObjectURL(
      new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  $("pause").addEventListener("click", pause);
  $("in").addEventListener("click", () => enlarge(1.5));
  $("out").addEventListener("click", () => enlarge(1 / 1.5));
  $("fit").addEventListener("click", fit);
  $("save").addEventListener("click", save);
  $("clear").addEventListener("click", () => { hiddenBefore = present(); selected = null; chosen = null; $("detail").hidden = true; draw(); });
  $("filter").addEventListener("input", () => { selected = null; draw(); });
  $("scroll").addEventListener("scroll", () => {
    stick();
    const box = $("scroll");
    if (!chosen) follow = box.scrollLeft + box.clientWidth >= box.scrollWidth - 4;
  });
  addEventListener("resize", () => { dirty = true; });
  let drawn = 0;
  const frame = time => {
    const growing = !paused && [...runs.values()].some(run => run.at === undefined && visible(run));
    if ((dirty && time - drawn > 120) || (growing && time - drawn > 400)) { drawn = time; draw(); }
    requestAnimationFrame(frame);
  };
  connect();
  requestAnimationFrame(frame);
