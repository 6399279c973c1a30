package dev.slicebench.answer;

import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.run.Run;
import java.util.List;

/**
 * Which slice mode to use on a store for a workload, in a sentence or two: the same from every
 * command.
 *
 * @param store the store, with a mark unless a real daprd worked on it
 * @param label whose evidence it is, in a word or two; empty where that goes without saying
 * @param advice what to do, in a few words
 * @param reason the rest of the sentence, and more
 * @param safety of each mode that was tried, the best mode first
 * @param newest the newest run behind it
 */
public record Answer(
    String store, String label, String advice, String reason, List<Safety> safety, Run newest) {

  /** Returns all of it but the store. */
  public String sentence() {
    return advice + reason;
  }
}
