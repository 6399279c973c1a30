package dev.slicebench.bench.report.page;

import dev.slicebench.bench.report.Run;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Locale;

/**
 * Where the modes stand on one store.
 *
 * @param source what saw it
 * @param standings a mode that is missing was not looked at
 */
record StoreSafety(String store, String source, List<Standing> standings) {

  /** As a run's own probes saw it. */
  static StoreSafety of(Run run) {
    return new StoreSafety(
        Provenance.store(run.envelope()),
        "probes of " + run.folder().getFileName(),
        run.envelope().standings());
  }

  /** The verdict on a mode, in a word. */
  String verdict(SliceMode mode) {
    return standings.stream()
        .filter(standing -> standing.mode() == mode)
        .map(standing -> standing.verdict().name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("not tried");
  }
}
