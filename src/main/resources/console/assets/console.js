/* Times in the reader's zone, charts, and parts that keep themselves up to date. Every page works without it. */
(() => {
  'use strict';

  const LONGEST_PAUSE = 60;
  const lang = document.documentElement.lang;
  const sameDay = new Intl.DateTimeFormat(lang, { timeStyle: 'medium' });
  const otherDay = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium' });

  function showTimes(root) {
    const today = new Date().toDateString();
    for (const element of root.querySelectorAll('time[datetime]')) {
      const time = new Date(element.dateTime);
      if (Number.isNaN(time.getTime())) continue;
      element.title = time.toISOString();
      element.textContent = (time.toDateString() === today ? sameDay : otherDay).format(time);
    }
  }

  const plots = new Map();

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function readable(value, unit) {
    if (value == null) return '–';
    if (unit === 'B') {
      const units = ['B', 'kB', 'MB', 'GB', 'TB'];
      let step = 0;
      while (value >= 1000 && step < units.length - 1) {
        value /= 1000;
        step++;
      }
      unit = units[step];
    }
    const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
    return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value) + (unit ? ' ' + unit : '');
  }

  /* Told apart without its colour; on the page's ground, because what it is stacked with is drawn behind it. */
  function hatched(name) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const pen = tile.getContext('2d');
    pen.fillStyle = colour('card');
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = colour(name);
    pen.lineWidth = 2.5;
    for (const x of [-8, 0, 8]) {
      pen.moveTo(x, 8);
      pen.lineTo(x + 8, 0);
    }
    pen.stroke();
    return pen.createPattern(tile, 'repeat');
  }

  function fill(tone, stack) {
    if (!stack) return colour(tone) + '22';
    return tone === 'warn' ? hatched(tone) : colour(tone);
  }

  function bars() {
    return uPlot.paths.bars({ size: [0.85, 24], gap: 0 });
  }

  /* Bars are stacked: each series is drawn from the sum of itself and those after it. */
  function stacked(series) {
    const sums = series.map((one) => one.values.map((value) => value ?? 0));
    for (let i = sums.length - 2; i >= 0; i--) sums[i] = sums[i].map((value, n) => value + sums[i + 1][n]);
    return sums;
  }

  function draw(element) {
    let chart;
    try {
      chart = JSON.parse(element.dataset.chart);
    } catch {
      return;
    }
    const stack = element.dataset.kind === 'bars';
    const values = stack ? stacked(chart.series) : chart.series.map((one) => one.values);
    const axis = { stroke: colour('mute'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const plot = new uPlot({
      width: Math.max(80, element.clientWidth),
      height: Math.max(40, element.clientHeight),
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      legend: { show: false },
      scales: { y: { range: (self, low, high) => [Math.min(0, low ?? 0), high > 0 ? high * 1.1 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, size: 24,
          values: (self, ticks) => ticks.map((tick) => new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' }).format(tick * 1000)) },
        { ...axis, size: 56, space: 24, values: (self, ticks) => ticks.map((tick) => readable(tick, chart.unit)) },
      ],
      series: [{}].concat(chart.series.map((one) => ({
        label: one.name,
        stroke: colour(one.tone),
        fill: fill(one.tone, stack),
        width: stack ? 1 : 1.5,
        paths: stack ? bars() : undefined,
        points: { show: false },
      }))),
      hooks: { setCursor: [(self) => tell(element, chart, self.cursor.idx)] },
    }, [chart.x, ...values], element);
    plots.set(element, { plot, data: element.dataset.chart });
  }

  /* What is under the pointer, in words. */
  function tell(element, chart, index) {
    element.title = index == null || chart.x[index] == null ? '' : [
      otherDay.format(chart.x[index] * 1000),
      ...chart.series.map((one) => one.name + ': ' + readable(one.values[index], chart.unit)),
    ].join('\n');
  }

  function showCharts() {
    for (const [element, shown] of plots) {
      if (!element.isConnected) {
        shown.plot.destroy();
        plots.delete(element);
      }
    }
    for (const element of document.querySelectorAll('[data-chart]')) {
      if (!plots.has(element)) draw(element);
    }
  }

  function redrawCharts() {
    for (const shown of plots.values()) shown.plot.destroy();
    plots.clear();
    showCharts();
  }

  /* What the reader did to a part must outlive its replacement. */
  function remember(part) {
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    return {
      open: [...part.querySelectorAll('details[id]')].map((details) => [details.id, details.open]),
      scrolled: [...part.querySelectorAll('.scroll[id]')].map((box) => [box.id, box.scrollLeft]),
      focus: active && active.id ? '#' + CSS.escape(active.id)
        : active && active.getAttribute('href') ? 'a[href="' + CSS.escape(active.getAttribute('href')) + '"]' : null,
    };
  }

  function restore(part, state) {
    for (const [id, open] of state.open) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
    for (const [id, left] of state.scrolled) {
      const box = document.getElementById(id);
      if (box) box.scrollLeft = left;
    }
    const focus = state.focus && part.querySelector(state.focus);
    if (focus) focus.focus({ preventScroll: true });
  }

  const banner = document.getElementById('lost');
  let contact = new Date();

  /* How it fails: 'lost' without an answer, 'fails' when one comes that is an error. */
  function tellFailure(how) {
    if (!how) contact = new Date();
    banner.hidden = !how;
    if (how) banner.textContent = document.body.dataset[how].replace('{0}', sameDay.format(contact));
  }

  function keepUpToDate(id) {
    const wanted = Number(document.getElementById(id).dataset.live);
    let pause = wanted;
    let failed = '';
    let state = null;

    const schedule = () => setTimeout(refresh, pause * 1000);

    function refresh() {
      const part = document.getElementById(id);
      if (!part || !part.dataset.live) return;
      if (document.hidden) {
        document.addEventListener('visibilitychange', refresh, { once: true });
        return;
      }
      failed = '';
      state = remember(part);
      const selected = window.getSelection();
      if (selected && !selected.isCollapsed && part.contains(selected.anchorNode)) {
        schedule(); // somebody copies from it
        return;
      }
      htmx.ajax('GET', location.pathname + location.search, { target: part, select: '#' + id, swap: 'outerHTML', source: part })
        .catch(() => { failed ||= 'lost'; })
        .then(() => {
          pause = failed ? Math.min(LONGEST_PAUSE, pause * 2) : wanted;
          tellFailure(failed);
          schedule();
        });
    }

    document.body.addEventListener('htmx:responseError', (event) => { if (event.target.id === id) failed = 'fails'; });
    document.body.addEventListener('htmx:sendError', (event) => { if (event.target.id === id) failed = 'lost'; });
    document.body.addEventListener('htmx:timeout', (event) => { if (event.target.id === id) failed = 'lost'; });
    document.body.addEventListener('htmx:afterSettle', () => {
      const part = document.getElementById(id);
      if (part && state) {
        restore(part, state);
        state = null;
      }
    });
    schedule();
  }

  /* A form's times without a zone are the reader's, unless it holds some of another zone already. */
  function setZones() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const input of document.querySelectorAll('input[data-zone]')) {
      if (input.value || !zone) continue;
      input.value = zone;
      for (const name of input.form.querySelectorAll('[data-zone-name]')) name.textContent = zone;
    }
  }

  setZones();
  showTimes(document);
  showCharts();
  document.body.addEventListener('htmx:afterSettle', () => {
    showTimes(document);
    showCharts();
  });
  window.addEventListener('resize', redrawCharts);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawCharts);
  for (const part of document.querySelectorAll('[data-live]')) keepUpToDate(part.id);
})();
