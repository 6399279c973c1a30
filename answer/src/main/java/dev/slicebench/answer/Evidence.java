package dev.slicebench.answer;

import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.VerificationReport;
import java.util.List;

/**
 * Runs of one machine and verdicts from one place, which are told together and apart from others.
 *
 * @param label whose they are, in a word or two; empty where that goes without saying
 * @param heading whose they are, and of which machine; empty where that goes without saying
 * @param results may be without runs where there are verdicts
 * @param verified may be empty
 */
public record Evidence(
    String label, String heading, Results results, List<VerificationReport> verified) {}
