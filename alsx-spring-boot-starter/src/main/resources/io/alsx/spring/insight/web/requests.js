// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
// What has happened, and the list of requests; a part of the script of explorer.html.

  const $ = id => document.getElementById(id);
  const NS = "http://www.w3.org/2000/svg";
  const LABEL = 190, TOP = 44, ROW = 22, PAD = 9, IDLE = 30e6, BREAK = 66, RUNS = 3000, BURSTS = 40;
  let timeline, next = 0, now = 0, nowAt = 0, dropped = 0, watching = true;
  let made = new Map(), runs = new Map(), losses = [], requests = new Map(), hiddenBefore = 0;
  let source = null, paused = false, dirty = false, zoom = 1, chosen = null, selected = null, layout = null, follow = true, restoring = false;

  const svg = (tag, attributes, parent, text) => {
    const element = document.createElementNS(NS, tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  };
  const html = (tag, attributes, parent, text) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  };
  const duration = nanos => nanos < 1e4 ? (nanos / 1e3).toFixed(1) + " µs" : nanos < 1e6 ? Math.round(nanos / 1e3) + " µs"
    : nanos < 1e7 ? (nanos / 1e6).toFixed(2) + " ms" : nanos < 1e9 ? (nanos / 1e6).toFixed(1) + " ms"
    : nanos < 6e10 ? (nanos / 1e9).toFixed(1) + " s" : Math.round(nanos / 6e10) + " min";
  const clock = nanos => {
    const date = new Date(timeline + nanos / 1e6);
    return date.toTimeString().slice(0, 8) + "." + String(date.getMilliseconds()).padStart(3, "0");
  };
  const shorten = (text, width) => {
    const most = Math.floor(width / 6.6);
    return text.length <= most ? text : most < 3 ? "" : text.slice(0, most - 1) + "…";
  };
  const colour = request => requests.has(request) ? "c" + requests.get(request).number % 8 : "none";
  const typeOf = id => made.has(id) ? made.get(id).type : "resource";
  const present = () => paused ? now : now + (performance.now() - nowAt) * 1e6;
  const endOf = run => run.at === undefined ? Math.max(run.from, present()) : run.at;

  /* What has happened */

  function forget() {
    made = new Map(); runs = new Map(); losses = []; requests = new Map();
    chosen = selected = null; hiddenBefore = 0;
    $("detail").hidden = true;
  }

  function request(id, at) {
    if (id !== undefined && !requests.has(id)) {
      requests.set(id, { id, number: requests.size, what: "", from: at, to: at, threads: new Set(), resources: 0, lost: 0 });
    }
    return requests.get(id);
  }

  function take(event) {
    const owner = request(event.request, event.at);
    if (owner) {
      owner.to = Math.max(owner.to, event.at);
      owner.from = Math.min(owner.from, event.from === undefined ? event.at : event.from);
    }
    if (event.kind === "made") {
      made.set(event.id, event);
      if (owner) owner.resources++;
      if (owner && event.entry) owner.what = event.type;
    } else if (event.kind === "lost") {
      event.key = "lost" + event.at;
      losses.push(event);
      if (owner) owner.lost++;
    } else {
      if (owner) owner.threads.add(event.thread);
      const run = runs.get(event.run) || { key: "run" + event.run, id: event.id, depth: event.depth, lane: event.lane,
        thread: event.thread, request: event.request, from: event.kind === "ended" ? event.from : event.at };
      if (event.kind === "ended") run.at = event.at;
      runs.set(event.run, run);
    }
  }

  function trim() {
    while (runs.size > RUNS) runs.delete(runs.keys().next().value);
    while (made.size > 4 * RUNS) made.delete(made.keys().next().value);
    if (losses.length > RUNS) losses.splice(0, losses.length - RUNS);
    const used = new Set();
    if (requests.size > 300) {
      runs.forEach(run => used.add(run.request));
      losses.forEach(lost => used.add(lost.request));
      requests.forEach((it, id) => { if (!used.has(id)) requests.delete(id); });
    }
  }

  function connect() {
    source = new EventSource("events?from=" + next);
    source.onopen = () => state("live", "live");
    source.onerror = () => state("gone", "no connection");
    source.onmessage = message => {
      const batch = JSON.parse(message.data);
      if (timeline !== batch.timeline) {
        const another = timeline !== undefined;
        forget(); timeline = batch.timeline;
        if (another) { next = 0; source.close(); connect(); return; } // what was asked for is a number of the one before
      }
      next = batch.next; now = batch.now; nowAt = performance.now(); dropped += batch.dropped; watching = batch.watching;
      batch.events.forEach(take);
      trim();
      state("live", "live");
      dirty = true;
    };
  }

  function state(name, text) {
    if ($("state").dataset.state !== name) { $("state").dataset.state = name; $("state").textContent = text; }
  }

  function pause() {
    paused = !paused;
    $("pause").setAttribute("aria-pressed", paused);
    $("pause").textContent = paused ? "Go on" : "Pause";
    if (paused) { now = now + (performance.now() - nowAt) * 1e6; source.close(); state("paused", "paused"); } else { state("wait", "connecting"); connect(); }
    dirty = true;
  }

  /* The list of requests */

  function matches(it) {
    const wanted = $("filter").value.trim().toLowerCase();
    return !wanted || it.id.toLowerCase().includes(wanted) || it.what.toLowerCase().includes(wanted);
  }

  function drawRequests() {
    const list = $("requests"), focused = document.activeElement && document.activeElement.dataset.request;
    const inList = list.contains(document.activeElement);
    const shown = [...requests.values()].filter(it => matches(it) && it.to >= hiddenBefore).reverse();
    list.textContent = "";
    for (const it of shown.slice(0, 100)) {
      const button = html("button", { type: "button", "aria-pressed": it.id === selected, "data-request": it.id }, html("li", {}, list));
      html("span", { class: "dot " + colour(it.id) }, button);
      html("span", { class: "what" }, button, it.what || "request");
      html("span", { class: "badge" }, button, it.lost ? it.lost + " lost" : "");
      html("span", { class: "id" }, button, it.id);
      html("span", { class: "much" }, button,
        duration(it.to - it.from) + " on " + it.threads.size + (it.threads.size === 1 ? " thread" : " threads"));
      button.addEventListener("click", () => select(it.id === selected ? null : it.id));
      if (inList && focused === it.id) button.focus({ preventScroll: true });
    }
    $("count").textContent = shown.length === 1 ? "1 request" : shown.length + " requests";
  }

  function select(id) {
    selected = id; zoom = 1; follow = true; dirty = true;
    draw();
  }
