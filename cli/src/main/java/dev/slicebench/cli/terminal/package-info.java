/** What commands do at the terminal and on the machine: progress, files, locks, logs, checks. */
@NullMarked
package dev.slicebench.cli.terminal;

import org.jspecify.annotations.NullMarked;
