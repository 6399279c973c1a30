package dev.slicebench.answer.figure;

import java.util.List;

/**
 * A table.
 *
 * @param rows each with as many cells as there are headers
 */
public record Grid(List<String> headers, List<List<String>> rows) {}
