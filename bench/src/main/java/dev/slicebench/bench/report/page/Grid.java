package dev.slicebench.bench.report.page;

import java.util.List;

/**
 * A table.
 *
 * @param rows each with as many cells as there are headers
 */
record Grid(List<String> headers, List<List<String>> rows) {}
