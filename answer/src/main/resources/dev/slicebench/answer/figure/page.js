'use strict';
// Draws figures when they come into sight, and opens what a link leads to.

document.documentElement.classList.add('scripts');
document.body.insertAdjacentHTML('beforeend', '<p id="spoken" class="spoken" aria-live="polite"></p>');

const chartsOf = figure => JSON.parse(figure.querySelector('script').textContent);

function drawFigure(figure) {
  const drawings = figure.querySelector('.drawings');
  if (drawings.children.length === 0) {
    for (const chart of chartsOf(figure)) {
      draw(drawings.appendChild(Object.assign(document.createElement('div'), {className: 'drawing'})), chart);
    }
  }
}

const sight = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
  sight.unobserve(entry.target);
  drawFigure(entry.target);
}), {rootMargin: '400px'});
document.querySelectorAll('figure').forEach(figure => sight.observe(figure));

/** On paper two charts lie side by side, on every sheet. */
function fit(width) {
  document.querySelectorAll('.drawing').forEach(one => echarts.getInstanceByDom(one).resize({width}));
}
addEventListener('beforeprint', () => {
  [...document.querySelectorAll('figure')].filter(one => one.offsetParent).forEach(drawFigure);
  fit(320);
});
addEventListener('afterprint', () => fit('auto'));

document.querySelectorAll('figure a[download]').forEach(link => link.addEventListener('click', () => {
  link.href = 'data:application/json,' + encodeURIComponent(link.closest('figure').querySelector('script').textContent);
}));

/** Shows the store that holds an element, and no other, and opens what the element is folded in. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const stores = [...document.querySelectorAll('.store')];
  if (stores.length > 0) {
    const shown = target && target.closest('.store') || stores.find(store => !store.hidden) || stores[0];
    stores.forEach(store => { store.hidden = store !== shown; });
    document.querySelectorAll('.stores a').forEach(link => {
      if (link.hash === `#${shown.id}`) {
        link.setAttribute('aria-current', 'true');
      } else {
        link.removeAttribute('aria-current');
      }
    });
    document.dispatchEvent(new CustomEvent('store', {detail: shown}));
  }
  for (let one = target; one; one = one.parentElement) {
    if (one.tagName === 'DETAILS') {
      one.open = true;
    }
  }
  if (target && !target.matches('.store')) {
    target.scrollIntoView();
  }
}

addEventListener('hashchange', reveal);
addEventListener('DOMContentLoaded', reveal);
