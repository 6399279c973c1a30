package dev.slicebench.answer.chart;

/** A line across a chart at a value, with a word at its end. */
public record Label(double value, String label) {}
