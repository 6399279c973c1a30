'use strict';
// Charts as ECharts options. Colours are CSS variables, so that the page decides on light and dark.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const TEXT = {color: 'var(--text)', fontFamily: FONT, fontSize: 12, lineHeight: 15};
const MUTED = {color: 'var(--muted)', fontFamily: FONT, fontSize: 11, lineHeight: 14};
const DASH = 'path://M0 4h5v2h-5zM8 4h5v2h-5z';
const STAR = 'path://M0-10L2.9-4 9.5-3.1 4.8 1.5 5.9 8.1 0 5-5.9 8.1-4.8 1.5-9.5-3.1-2.9-4Z';
const BASES = {LOG: 10, RATIO: 2};

const color = name => `var(--${name})`;
const shape = symbol => symbol === 'star' ? STAR : symbol;

/** As tables show it: three digits, unless more stand before the point. */
function number(value) {
  const size = Math.abs(value);
  const digits = value === Math.round(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

const interval = mark => number(mark.value) + (mark.high === null ? '' : ' ±' + number(mark.high - mark.value));

/** Where a value lies on an axis; ECharts' own logarithmic axis draws lines at infinity. */
const place = (scale, value) => scale === 'LINEAR' ? value : Math.log(value) / Math.log(BASES[scale]);

function tick(scale, at) {
  const value = scale === 'LINEAR' ? at : BASES[scale] ** at;
  if (scale === 'RATIO') {
    return value >= 1 ? `${number(Math.round(value))}×` : `1/${Math.round(1 / value)}`;
  }
  const shown = Number(value.toPrecision(3));
  return shown >= 10000 ? `${Number((shown / 1000).toPrecision(3))}k` : shown.toLocaleString('en');
}

/** From zero, or between powers, so that all values are inside; as options of an axis. */
function bounds(scale, values) {
  if (scale === 'LINEAR') {
    const third = Math.max(...values) / 3;
    const power = 10 ** Math.floor(Math.log10(third));
    const interval = power * [1, 2, 2.5, 5, 10].find(step => step * power >= third);
    return {min: 0, max: interval * Math.ceil(3 * third / interval), interval};
  }
  const places = values.filter(value => value > 0).map(value => place(scale, value));
  let low = Math.floor(Math.min(...places) + 1e-9);
  let high = Math.max(Math.ceil(Math.max(...places) - 1e-9), low + 1);
  if (scale === 'RATIO') {
    low = Math.min(low, -1);
    high = Math.max(high, 1);
  }
  return {min: low, max: high, interval: Math.ceil((high - low) / 5)};
}

function valueAxis(axis, values, vertical) {
  return {
    type: 'value',
    ...bounds(axis.scale, values),
    name: axis.label,
    nameLocation: vertical ? 'end' : 'middle',
    nameGap: vertical ? 10 : 24,
    nameTextStyle: vertical ? {...MUTED, align: 'right', padding: [0, 8, 0, 0]} : MUTED,
    axisLine: {show: !vertical, onZero: false, lineStyle: {color: color('rule')}},
    axisTick: {show: false},
    axisLabel: {...MUTED, hideOverlap: true, formatter: at => tick(axis.scale, at)},
    splitLine: {lineStyle: {color: color('rule'), width: 0.6}}
  };
}

/** Names from above, and an axis on which they lie at 0, 1 and so on. */
function nameAxes(names) {
  return [
    {
      type: 'category',
      inverse: true,
      data: names,
      axisLine: {show: false},
      axisTick: {show: false},
      axisLabel: {...TEXT, fontSize: 11, interval: 0},
      splitLine: {show: false}
    },
    {type: 'value', inverse: true, show: false, min: -0.5, max: names.length - 0.5}
  ];
}

/** Lines across a chart, each with a word at its end. */
function crossings(labels, scale, position) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: {color: color('muted'), type: 'dashed', width: 1.2},
    data: labels.map(one => ({
      xAxis: place(scale, one.value),
      label: {...MUTED, formatter: one.label, position, distance: 3}
    }))
  };
}

/** An interval from end to end, with caps; what is not above zero is at the edge of a logarithmic axis. */
function whisker(ends, ink, axis) {
  return ends.map(coord => ({
    coord: coord.map(one => Math.max(one, axis.min === undefined ? one : axis.min)),
    symbol: 'rect',
    symbolSize: [7, 1.4],
    itemStyle: {color: ink},
    lineStyle: {color: ink, width: 1.4, type: 'solid'}
  }));
}

const whiskers = data => ({silent: true, z: 2, animation: false, label: {show: false}, data});

function mark(style, hollow, size) {
  return {
    symbol: shape(style.symbol),
    symbolSize: size,
    itemStyle: {color: hollow ? color('paper') : color(style.color), borderColor: color(style.color), borderWidth: 1.4, opacity: 1}
  };
}

function dots(chart) {
  const scale = chart.axis.scale;
  const marks = chart.rows.flatMap(row => row.marks);
  const x = valueAxis(chart.axis, [
    ...marks.flatMap(one => [one.value, one.low, one.high].filter(value => value !== null)),
    ...(chart.line ? [chart.line.value] : [])
  ], false);
  const points = [];
  const intervals = [];
  chart.rows.forEach((row, number_) => row.marks.forEach(one => {
    const y = number_ + (one.hollow ? 0.36 : 0.08);
    points.push({
      ...mark(row.style, one.hollow, one.hollow ? 8 : 10),
      value: [place(scale, one.value), y],
      words: `${row.name}${one.hollow ? ', the original' : ''}: ${interval(one)} ${chart.axis.label}`,
      label: {...TEXT, fontSize: 11, show: !one.hollow, position: 'top', distance: 3, formatter: number(one.value)}
    });
    if (one.high !== null) {
      intervals.push(whisker([one.low, one.high].map(end => [scale !== 'LINEAR' && end <= 0 ? -1e6 : place(scale, end), y]),
          color(row.style.color), x));
    }
  }));
  return {
    height: 122 + 40 * chart.rows.length,
    grid: {left: 0, right: 16, top: 72, bottom: 26, containLabel: true},
    xAxis: x,
    yAxis: nameAxes(chart.rows.map(row => row.name)),
    series: [
      {type: 'scatter', yAxisIndex: 1, data: points, z: 3, clip: false, markLine: whiskers(intervals)},
      {type: 'scatter', yAxisIndex: 1, data: [], markLine: chart.line ? crossings([chart.line], scale, 'start') : undefined}
    ]
  };
}

function lines(chart) {
  const xs = chart.series.flatMap(one => one.points.map(point => point.x));
  const ys = chart.series.flatMap(one => one.points).flatMap(({mark: m}) => [m.value, m.low, m.high])
      .filter(value => value !== null);
  const y = valueAxis(chart.y, ys, true);
  const x = valueAxis(chart.x, xs, false);
  if (chart.x.scale === 'LINEAR') {
    Object.assign(x, {splitNumber: 5, minInterval: 1, interval: null, min: Math.min(...xs), max: Math.max(...xs)});
  }
  // Points at one place would hide each other's intervals.
  const step = chart.spread ? (x.max - x.min) / 90 : 0;
  const legend = new Map();
  const series = chart.series.map((one, number_) => {
    const ink = color(one.style.color);
    const intervals = [];
    const data = one.points.map(point => {
      const at = place(chart.x.scale, point.x) + step * (number_ - (chart.series.length - 1) / 2);
      if (point.mark.high !== null) {
        intervals.push(whisker([point.mark.low, point.mark.high]
            .map(end => [at, chart.y.scale !== 'LINEAR' && end <= 0 ? -1e6 : place(chart.y.scale, end)]), ink, y));
      }
      return {
        ...mark(one.style, point.mark.hollow, 8),
        value: [at, place(chart.y.scale, point.mark.value)],
        words: `${one.name}: ${interval(point.mark)} ${chart.y.label} at ${number(point.x)} ${chart.x.label}`
      };
    });
    if (one.style.symbol !== 'none' || !legend.has(one.name)) {
      legend.set(one.name, one.style.symbol === 'none' ? DASH : shape(one.style.symbol));
    }
    return {
      name: one.name,
      type: 'line',
      data,
      symbol: shape(one.style.symbol),
      symbolSize: 8,
      showSymbol: one.style.symbol !== 'none',
      showAllSymbol: true,
      clip: false,
      itemStyle: {color: ink},
      lineStyle: {color: ink, width: one.stroke === 'NONE' ? 0 : 1.6, type: one.stroke === 'DASHED' ? 'dashed' : 'solid'},
      z: 3,
      markLine: whiskers(intervals)
    };
  });
  series.push({type: 'line', data: [], markLine: crossings(chart.marks, chart.x.scale, 'end')});
  return {
    height: 350 + 18 * Math.ceil(legend.size / 2),
    legend: {
      data: [...legend].map(([name, icon]) => ({name, icon})),
      left: 0,
      bottom: 0,
      itemGap: 10,
      itemWidth: 14,
      itemHeight: 9,
      selectedMode: false,
      textStyle: {...TEXT, fontSize: 11}
    },
    grid: {left: 14, right: 20, top: chart.marks.length > 0 ? 94 : 84, bottom: 32 + Math.ceil(legend.size / 2) * 18, containLabel: true},
    xAxis: x,
    yAxis: y,
    series
  };
}

const total = bar => bar.values.reduce((sum, value) => sum + value, 0);

function stacks(chart) {
  return {
    height: 126 + 26 * chart.bars.length,
    legend: {
      data: chart.parts,
      left: 0,
      bottom: 0,
      itemWidth: 12,
      itemHeight: 9,
      selectedMode: false,
      textStyle: {...TEXT, fontSize: 11}
    },
    grid: {left: 0, right: 48, top: 62, bottom: 50, containLabel: true},
    xAxis: valueAxis(chart.axis, chart.bars.map(total), false),
    yAxis: nameAxes(chart.bars.map(bar => bar.name)),
    series: chart.parts.map((part, number_) => ({
      name: part,
      type: 'bar',
      stack: 'all',
      barWidth: 14,
      itemStyle: {color: color(`part-${number_ + 1}`), borderColor: color('paper'), borderWidth: 1},
      data: chart.bars.map(bar => ({
        value: bar.values[number_],
        words: `${bar.name}: ${number(bar.values[number_])} ${part}`,
        label: {
          ...TEXT, fontSize: 11, show: number_ === chart.parts.length - 1, position: 'right',
          formatter: number(total(bar))
        }
      }))
    }))
  };
}

/** An option without animation or emphasis, since those compute with colours. */
function option(chart) {
  const drawn = {Dots: dots, Lines: lines, Stacks: stacks}[chart.kind](chart);
  drawn.series.forEach(one => Object.assign(one, {emphasis: {disabled: true}, animation: false}));
  return {
    ...drawn,
    animation: false,
    textStyle: TEXT,
    title: {
      text: chart.title,
      subtext: chart.subtitle,
      left: 0,
      top: 0,
      itemGap: 4,
      textStyle: {...TEXT, fontWeight: 600},
      subtextStyle: MUTED
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      transitionDuration: 0,
      backgroundColor: color('raised'),
      textStyle: TEXT,
      formatter: point => {
        const words = document.createElement('span');
        words.textContent = point.data.words;
        return words;
      }
    }
  };
}

/** Draws a chart into an element, and answers to pointer and arrow keys there. */
function draw(element, chart) {
  const {height, ...rest} = option(chart);
  element.style.height = `${height}px`;
  element.tabIndex = 0;
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', `${chart.title}. ${chart.subtitle}. Arrow keys step through the values.`);
  const instance = echarts.init(element, null, {renderer: 'svg'});
  instance.setOption(rest);
  new ResizeObserver(() => instance.resize()).observe(element);
  const points = rest.series.flatMap((one, seriesIndex) =>
      one.data.map((point, dataIndex) => ({seriesIndex, dataIndex, words: point.words})));
  let at = -1;
  element.addEventListener('keydown', event => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (step) {
      at = (at + step + points.length + (at < 0 && step < 0 ? 1 : 0)) % points.length;
      instance.dispatchAction({type: 'showTip', ...points[at]});
      document.getElementById('spoken').textContent = points[at].words;
      event.preventDefault();
    } else if (event.key === 'Escape') {
      instance.dispatchAction({type: 'hideTip'});
    }
  });
  element.addEventListener('blur', () => instance.dispatchAction({type: 'hideTip'}));
  return instance;
}
