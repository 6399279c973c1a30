'use strict';
// Charts as ECharts options. Colours are CSS variables, so that the page decides on light and dark.

// ECharts asks for timers where it would animate; nothing is animated here.
function setTimeout() { return 0; }
function clearTimeout() {}

// No double quotes: ECharts puts it into an attribute as it is.
var FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
var TEXT = {color: 'var(--text)', fontFamily: FONT, fontSize: 12};
var MUTED = {color: 'var(--muted)', fontFamily: FONT, fontSize: 11};
var DASH = 'path://M0 4h5v2h-5zM8 4h5v2h-5z';
var STAR = 'path://M0-10L2.9-4 9.5-3.1 4.8 1.5 5.9 8.1 0 5-5.9 8.1-4.8 1.5-9.5-3.1-2.9-4Z';

function ink(name) {
  return 'var(--' + name + ')';
}

function shape(symbol) {
  return symbol === 'star' ? STAR : symbol;
}

function number(value) {
  if (value === Math.round(value)) {
    return thousands(String(value));
  }
  var size = Math.abs(value);
  var digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  var text = value.toFixed(digits);
  return size >= 1000 ? thousands(text) : text;
}

function thousands(text) {
  return text.replace(/\B(?=(\d{3})+$)/g, ',');
}

var BASES = {LOG: 10, RATIO: 2};

/** Where a value lies on an axis; ECharts' own logarithmic axis draws lines at infinity. */
function place(scale, value) {
  return scale === 'LINEAR' ? value : Math.log(value) / Math.log(BASES[scale]);
}

function tick(scale) {
  return function (at) {
    var value = scale === 'LINEAR' ? at : Math.pow(BASES[scale], at);
    if (scale === 'RATIO') {
      return value >= 1 ? thousands(String(Math.round(value))) + '×' : '1/' + Math.round(1 / value);
    }
    var shown = Number(value.toPrecision(3));
    return shown >= 10000 ? thousands(String(Number((shown / 1000).toPrecision(3)))) + 'k' : thousands(String(shown));
  };
}

function title(chart) {
  return {
    text: chart.title,
    subtext: chart.subtitle,
    left: 0,
    top: 0,
    itemGap: 4,
    textStyle: {color: 'var(--text)', fontFamily: FONT, fontSize: 12, fontWeight: 600},
    subtextStyle: MUTED
  };
}

/** The powers between which all values lie, as options of an axis. */
function bounds(scale, values) {
  if (scale === 'LINEAR') {
    return {min: 0, splitNumber: 3};
  }
  var places = values.filter(function (value) { return value > 0; }).map(function (value) {
    return place(scale, value);
  });
  var low = Math.floor(Math.min.apply(null, places) + 1e-9);
  var high = Math.max(Math.ceil(Math.max.apply(null, places) - 1e-9), low + 1);
  if (scale === 'RATIO') {
    low = Math.min(low, -1);
    high = Math.max(high, 1);
  }
  return {min: low, max: high, interval: Math.ceil((high - low) / 5)};
}

function valueAxis(axis, values, vertical) {
  var bound = bounds(axis.scale, values);
  return {
    type: 'value',
    min: bound.min,
    max: bound.max,
    interval: bound.interval,
    splitNumber: bound.splitNumber,
    name: axis.label,
    nameLocation: vertical ? 'end' : 'middle',
    nameGap: vertical ? 10 : 24,
    nameTextStyle: vertical
        ? {color: MUTED.color, fontFamily: FONT, fontSize: 11, align: 'right', padding: [0, 8, 0, 0]}
        : MUTED,
    axisLine: {show: !vertical, lineStyle: {color: 'var(--rule)'}},
    axisTick: {show: false},
    minorTick: {show: false},
    axisLabel: {
      color: MUTED.color, fontFamily: FONT, fontSize: 11, hideOverlap: true, formatter: tick(axis.scale)
    },
    splitLine: {lineStyle: {color: 'var(--rule)', width: 0.6}}
  };
}

function nameAxis(names) {
  return {
    type: 'category',
    inverse: true,
    data: names,
    axisLine: {show: false},
    axisTick: {show: false},
    axisLabel: {color: TEXT.color, fontFamily: FONT, fontSize: 11, interval: 0},
    splitLine: {show: false}
  };
}

/** A line between two ends, with a cap at each. */
function whisker(horizontal, offset) {
  return function (params, api) {
    var at = api.value(0);
    var extent = params.coordSys;
    var from = horizontal ? api.coord([api.value(1), at]) : api.coord([at, api.value(1)]);
    var to = horizontal ? api.coord([api.value(2), at]) : api.coord([at, api.value(2)]);
    if (horizontal) {
      from[0] = Math.max(from[0], extent.x);
      to[0] = Math.min(to[0], extent.x + extent.width);
      from[1] += offset;
      to[1] += offset;
    } else {
      from[1] = Math.min(from[1], extent.y + extent.height);
      to[1] = Math.max(to[1], extent.y);
      from[0] += offset;
      to[0] += offset;
    }
    var style = {stroke: ink(inks[api.value(3)]), lineWidth: 1.4, fill: 'none'};
    var line = function (x1, y1, x2, y2) {
      return {type: 'line', shape: {x1: x1, y1: y1, x2: x2, y2: y2}, style: style};
    };
    var cap = 3;
    return {
      type: 'group',
      children: [line(from[0], from[1], to[0], to[1])].concat(
          [from, to].map(function (end) {
            return horizontal
                ? line(end[0], end[1] - cap, end[0], end[1] + cap)
                : line(end[0] - cap, end[1], end[0] + cap, end[1]);
          }))
    };
  };
}

// A custom series carries numbers only: colours go by their place in this list.
var inks = [];

function inkNumber(name) {
  if (inks.indexOf(name) < 0) {
    inks.push(name);
  }
  return inks.indexOf(name);
}

/** The ends of an interval; what is not above zero is at the edge of a logarithmic axis. */
function ends(scale, mark) {
  return [mark.low, mark.high].map(function (end) {
    return scale !== 'LINEAR' && end <= 0 ? -1e6 : place(scale, end);
  });
}

function isFinitePair(mark) {
  return mark.low !== null && mark.high !== null;
}

function dots(chart) {
  var names = chart.rows.map(function (row) { return row.name; });
  var values = chart.line ? [chart.line.value] : [];
  var series = [];
  [false, true].forEach(function (hollow) {
    var offset = hollow ? 10 : -2;
    var points = [];
    var whiskers = [];
    chart.rows.forEach(function (row, at) {
      row.marks.filter(function (mark) { return mark.hollow === hollow; }).forEach(function (mark) {
        values.push(mark.value);
        points.push({
          value: [place(chart.axis.scale, mark.value), at],
          symbol: shape(row.symbol),
          symbolSize: hollow ? 8 : 10,
          symbolOffset: [0, offset],
          itemStyle: {
            color: hollow ? 'var(--paper)' : ink(row.ink), borderColor: ink(row.ink), borderWidth: 1.4, opacity: 1
          },
          label: {
            show: !hollow,
            position: 'top',
            distance: 3,
            formatter: number(mark.value),
            color: TEXT.color,
            fontFamily: FONT,
            fontSize: 11
          }
        });
        if (isFinitePair(mark)) {
          values.push(mark.low, mark.high);
          whiskers.push([at].concat(ends(chart.axis.scale, mark), inkNumber(row.ink)));
        }
      });
    });
    series.push({type: 'custom', data: whiskers, renderItem: whisker(true, offset), z: 2, clip: true});
    series.push({type: 'scatter', data: points, z: 3, clip: false});
  });
  if (chart.line) {
    series[0].markLine = {
      silent: true,
      symbol: 'none',
      data: [{xAxis: place(chart.axis.scale, chart.line.value)}],
      lineStyle: {color: 'var(--muted)', type: 'dashed', width: 1.2},
      label: {
        formatter: chart.line.label, position: 'start', distance: 3, color: MUTED.color, fontFamily: FONT,
        fontSize: 11
      }
    };
  }
  return {
    title: title(chart),
    grid: {left: 0, right: 16, top: 72, bottom: 26, containLabel: true},
    xAxis: valueAxis(chart.axis, values, false),
    yAxis: nameAxis(names),
    series: series
  };
}

function lines(chart) {
  var xs = [];
  var ys = [];
  var series = [];
  chart.series.forEach(function (one, number) {
    // Points at one place would hide each other's whiskers.
    var offset = chart.spread ? (number - (chart.series.length - 1) / 2) * 3 : 0;
    var whiskers = [];
    var points = one.points.map(function (point) {
      xs.push(point.x);
      ys.push(point.mark.value);
      if (isFinitePair(point.mark)) {
        ys.push(point.mark.low, point.mark.high);
        whiskers.push([place(chart.x.scale, point.x)].concat(ends(chart.y.scale, point.mark), inkNumber(one.ink)));
      }
      return {
        value: [place(chart.x.scale, point.x), place(chart.y.scale, point.mark.value)],
        symbol: shape(one.symbol),
        symbolOffset: [offset, 0],
        itemStyle: {
          color: point.mark.hollow ? 'var(--paper)' : ink(one.ink), borderColor: ink(one.ink), borderWidth: 1.4
        }
      };
    });
    series.push({
      name: one.name,
      type: 'line',
      data: points,
      symbol: shape(one.symbol),
      symbolSize: 8,
      showSymbol: one.symbol !== 'none',
      showAllSymbol: true,
      itemStyle: {color: ink(one.ink)},
      lineStyle: {color: ink(one.ink), width: one.stroke === 'NONE' ? 0 : 1.6, type: one.stroke === 'DASHED' ? 'dashed' : 'solid'},
      z: 3
    });
    series.push({
      type: 'custom', data: whiskers, renderItem: whisker(false, offset), z: 2, tooltip: {show: false}
    });
  });
  if (chart.marks.length > 0) {
    series[0].markLine = {
      silent: true,
      symbol: 'none',
      data: chart.marks.map(function (mark) {
        return {
          xAxis: place(chart.x.scale, mark.value),
          label: {
            formatter: mark.label, position: 'end', distance: 3, color: TEXT.color, fontFamily: FONT, fontSize: 11
          }
        };
      }),
      lineStyle: {color: 'var(--muted)', type: 'dashed', width: 1.2}
    };
  }
  var legend = [];
  chart.series.forEach(function (one) {
    var entry = legend.find(function (other) { return other.name === one.name; });
    if (!entry) {
      legend.push(entry = {name: one.name, icon: DASH});
    }
    if (one.symbol !== 'none') {
      entry.icon = shape(one.symbol);
    }
  });
  var legendRows = Math.ceil(legend.length / 2);
  var x = valueAxis(chart.x, xs, false);
  if (chart.x.scale === 'LINEAR') {
    x.splitNumber = 5;
    x.minInterval = 1;
    x.min = Math.min.apply(null, xs);
    x.max = Math.max.apply(null, xs);
  }
  return {
    title: title(chart),
    legend: {
      data: legend,
      left: 0,
      bottom: 0,
      itemGap: 10,
      itemWidth: 14,
      itemHeight: 9,
      textStyle: {color: TEXT.color, fontFamily: FONT, fontSize: 11}
    },
    grid: {left: 4, right: 20, top: chart.marks.length > 0 ? 94 : 84, bottom: 32 + legendRows * 18, containLabel: true},
    xAxis: x,
    yAxis: valueAxis(chart.y, ys, true),
    series: series
  };
}

function stacks(chart) {
  return {
    title: title(chart),
    legend: {
      data: chart.parts,
      left: 0,
      bottom: 0,
      itemWidth: 12,
      itemHeight: 9,
      selectedMode: false,
      textStyle: {color: TEXT.color, fontFamily: FONT, fontSize: 11}
    },
    grid: {left: 0, right: 48, top: 62, bottom: 50, containLabel: true},
    xAxis: valueAxis(chart.axis, [], false),
    yAxis: nameAxis(chart.bars.map(function (bar) { return bar.name; })),
    series: chart.parts.map(function (part, number_) {
      var last = number_ === chart.parts.length - 1;
      return {
        name: part,
        type: 'bar',
        stack: 'all',
        barWidth: 14,
        itemStyle: {color: ink('part-' + (number_ + 1)), borderColor: 'var(--paper)', borderWidth: 1},
        data: chart.bars.map(function (bar) {
          var total = bar.values.reduce(function (sum, value) { return sum + value; }, 0);
          return {
            value: bar.values[number_],
            label: {
              show: last, position: 'right', formatter: number(total), color: TEXT.color, fontFamily: FONT, fontSize: 11
            }
          };
        })
      };
    })
  };
}

/** ECharts writes text into the SVG as it is. */
function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** The chart as an SVG document. */
function draw(json, width, height) {
  var chart = JSON.parse(json, function (key, value) { return typeof value === 'string' ? escaped(value) : value; });
  var option = {Dots: dots, Lines: lines, Stacks: stacks}[chart.kind](chart);
  option.animation = false;
  option.textStyle = TEXT;
  var instance = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  instance.setOption(option);
  var svg = instance.renderToSVGString();
  instance.dispose();
  return svg;
}
