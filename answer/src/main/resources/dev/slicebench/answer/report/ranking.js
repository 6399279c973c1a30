'use strict';
// Ranks a store's modes for the reader's workload, from the engine's coefficients. The rules are those of
// Candidate, Best and Tie in Java; PageRankingTest holds both to the same figures.

const MARGIN = {time: 1.25, requestUnits: 1.05};
const NOTEWORTHY = 0.05;

const PER_APPEND = {APPEND: () => 1, LOAD_WHOLE: workload => workload.whole, LOAD_TAIL: workload => workload.tail};

/** What an append with its loads takes; different operations were measured one by one, so their errors are independent. */
function candidate(mode, operations, workload, network) {
  const parts = Object.entries(operations).map(([subject, one]) => ({...one, times: PER_APPEND[subject](workload)}));
  const total = of => parts.reduce((sum, one) => sum + one.times * of(one), 0);
  const score = (perOp, error) => ({
    perOp: total(perOp),
    error: Math.hypot(...parts.map(one => one.times * error(one)))
  });
  return {
    mode,
    ms: score(one => one.ms + one.calls * network.client + one.storeTrips * network.store,
        // An error without end times no network is none.
        one => Math.hypot(Number(one.msError), network.store === 0 ? 0 : one.storeTripsError * network.store)),
    requestUnits: parts.every(one => one.requestUnits !== null)
        ? score(one => one.requestUnits, one => Number(one.requestUnitsError)) : null,
    calls: total(one => one.calls),
    documentsWritten: total(one => one.documentsWritten),
    keysRead: total(one => one.keysRead)
  };
}

const logError = score => score.error < score.perOp ? -Math.log1p(-score.error / score.perOp) : Infinity;

/** Those that are at most the margin dearer than any other, at the end of the interval of their ratio. */
function best(candidates, cost, margin) {
  return candidates.filter(one => candidates.every(other => other === one
      || Math.log(cost(one).perOp / cost(other).perOp) + Math.hypot(logError(cost(one)), logError(cost(other)))
          <= Math.log(margin)));
}

/** What is left of modes that take about as long, by what is counted. */
function tie(tied) {
  const counts = [
    ['calls one after another', one => one.calls],
    ['documents', one => one.documentsWritten],
    ['keys', one => one.keysRead]
  ];
  if (tied.every(one => one.requestUnits)) {
    counts.unshift(['request units', one => one.requestUnits.perOp]);
  }
  let left = tied;
  for (const [what, count] of counts) {
    const least = Math.min(...left.map(count));
    const fewest = left.filter(one => count(one) <= least * (1 + NOTEWORTHY));
    if (fewest.length === 1 && left.length > 1) {
      return {left: fewest, because: what};
    }
    left = fewest;
  }
  return {left, because: ''};
}

/**
 * The modes for a workload, the best first.
 *
 * workload: events an append, whole and tail loads for each, client and store latency in ms,
 * price of a million request units or null. No mode is there that may not be used, or lacks figures.
 */
function rank(coefficients, workload) {
  const setting = coefficients.settings.find(one => one.eventsPerAppend === workload.events
      && one.wholeLoads === workload.whole > 0 && one.tailLoads === workload.tail > 0);
  const network = {client: workload.client, store: coefficients.insideSidecar ? 0 : workload.store};
  const ranked = Object.entries(setting ? setting.modes : {})
      .map(([mode, operations]) => candidate(mode, operations, workload, network));
  const measure = workload.price !== null && ranked.every(one => one.requestUnits) ? 'requestUnits' : 'time';
  const cost = measure === 'time' ? one => one.ms : one => one.requestUnits;
  ranked.sort((one, other) => cost(one).perOp - cost(other).perOp);
  const leading = best(ranked, cost, MARGIN[measure]);
  const {left, because} = leading.length === 0 ? {left: [], because: ''} : tie(leading);
  return {measure, ranked, best: leading, recommended: left, because, cost};
}

/** What leads, in a sentence. */
function words({measure, ranked, best: leading, recommended, because, cost}) {
  const names = modes => modes.map(one => one.mode).join(' or ');
  const unit = measure === 'time' ? 'ms' : 'request units';
  if (ranked.length === 0) {
    return 'No mode that may be used has all figures for this workload.';
  }
  if (leading.length === 0) {
    return 'Too noisy to tell which mode takes the least.';
  }
  if (leading.length > 1) {
    return `About the same: ${leading.map(one => one.mode).join(', ')}. `
        + (because ? `${names(recommended)} leads by fewer ${because}.` : `Take ${names(recommended)}.`);
  }
  const [first] = leading;
  const next = ranked.find(one => one !== first);
  const takes = `${first.mode} leads with ${number(cost(first).perOp)} ${unit} for an append with its loads`;
  if (!next) {
    return `${takes}: no other mode may be used and has all figures.`;
  }
  const less = 1 - cost(first).perOp / cost(next).perOp;
  const told = -Math.log(1 - less) > Math.hypot(logError(cost(first)), logError(cost(next)));
  return takes + (told ? `, ${Math.round(100 * less)} % less than ${next.mode}, the next.`
      : `: no other mode is certain to take less.`);
}

const form = document.getElementById('workload');
if (form) {
  let store;
  let coefficients;
  const table = form.querySelector('tbody');

  const read = () => ({
    events: store.steps[form.elements.events.valueAsNumber],
    whole: form.elements.whole.valueAsNumber,
    tail: form.elements.tail.valueAsNumber,
    client: form.elements.client.valueAsNumber,
    store: form.elements.store.valueAsNumber,
    price: coefficients.charged && form.elements.price.valueAsNumber > 0 ? form.elements.price.valueAsNumber : null
  });

  function cell(content, className = '') {
    const td = Object.assign(document.createElement('td'), {className});
    td.append(content);
    return td;
  }

  const figure = score => number(score.perOp) + (Number.isFinite(score.error) && score.error > 0 ? ` ±${number(score.error)}` : '');

  function row(one, result, workload, greatest) {
    const tr = Object.assign(document.createElement('tr'), {className: one.mode.toLowerCase().replaceAll('_', '-')});
    const bar = Object.assign(document.createElement('span'), {style: `width: ${100 * result.cost(one).perOp / greatest}%`});
    tr.append(cell(one.mode, 'mode'), cell(bar, 'bar'), cell(figure(one.ms)), cell(number(one.calls)));
    if (coefficients.charged) {
      tr.append(cell(one.requestUnits ? figure(one.requestUnits) : '–'));
      if (workload.price !== null) {
        tr.append(cell(one.requestUnits ? number(one.requestUnits.perOp * workload.price) : '–'));
      }
    }
    tr.classList.toggle('leads', result.recommended.includes(one));
    return tr;
  }

  function show() {
    const workload = read();
    const result = rank(coefficients, workload);
    const greatest = Math.max(...result.ranked.map(one => result.cost(one).perOp));
    form.elements.events.nextElementSibling.textContent = workload.events;
    ['whole', 'tail'].forEach(name => { form.elements[name].nextElementSibling.textContent = workload[name]; });
    ['client', 'store'].forEach(name => { form.elements[name].nextElementSibling.textContent = `${workload[name]} ms`; });
    form.querySelector('.leader').textContent = words(result);
    form.querySelectorAll('.charged').forEach(one => { one.hidden = !coefficients.charged; });
    form.querySelectorAll('.priced').forEach(one => { one.hidden = workload.price === null; });
    table.replaceChildren(...result.ranked.map(one => row(one, result, workload, greatest)));
  }

  /** One form serves all stores, so that a workload stays when the store changes. */
  document.addEventListener('store', event => {
    const section = event.detail;
    const data = section.querySelector('.coefficients');
    form.hidden = !data;
    if (data) {
      const wanted = store ? read().events : Number(form.dataset.events);
      coefficients = JSON.parse(data.textContent);
      const steps = [...new Set(coefficients.settings.map(one => one.eventsPerAppend))];
      store = {steps};
      form.elements.events.max = steps.length - 1;
      const nearest = steps.findLastIndex(step => step <= wanted);
      form.elements.events.value = Math.max(0, nearest);
      form.elements.store.disabled = coefficients.insideSidecar;
      data.before(form);
      show();
    }
  });
  form.addEventListener('input', show);
  form.addEventListener('reset', () => setTimeout(() => {
    form.elements.events.value = Math.max(0, store.steps.findLastIndex(step => step <= Number(form.dataset.events)));
    show();
  }));
  form.addEventListener('submit', event => event.preventDefault());
}
