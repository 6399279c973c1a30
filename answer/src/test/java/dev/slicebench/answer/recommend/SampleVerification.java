package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Set;

/** Stands for a verification of one mode on the store of {@link SampleRun}. */
record SampleVerification(
    SliceMode mode,
    Verdict standing,
    SidecarKind kind,
    String type,
    String version,
    String backend,
    long appends) {

  SampleVerification(String mode, String standing) {
    this(
        SliceMode.valueOf(mode),
        Verdict.valueOf(standing),
        SidecarKind.NATIVE,
        "state.postgresql",
        "v2",
        "PostgreSQL 18.6",
        0);
  }

  /** With so many appends in histories that were checked. */
  SampleVerification appends(long checked) {
    return new SampleVerification(mode, standing, kind, type, version, backend, checked);
  }

  SampleVerification component(String type, String version) {
    return new SampleVerification(mode, standing, kind, type, version, backend, appends);
  }

  SampleVerification backend(String backend) {
    return new SampleVerification(mode, standing, kind, type, version, backend, appends);
  }

  SampleVerification kind(String kind) {
    return new SampleVerification(
        mode, standing, SidecarKind.valueOf(kind), type, version, backend, appends);
  }

  VerificationReport report() {
    return new VerificationReport(
        VerificationReport.SCHEMA,
        "sample",
        "2026-11-24T10:00:00Z",
        "2026-11-24T10:03:00Z",
        "quick",
        1,
        new SidecarInfo(
            kind,
            "1.18.1",
            "app",
            new Component("statestore", type, version, Set.of("ETAG", "TRANSACTIONAL")),
            backend,
            "for a test"),
        List.of(),
        List.of(new ModeReport(mode, standing, "rule 3.1", List.of(), null)),
        List.of(),
        List.of(Power.of(FaultKind.APPEND, mode, appends)));
  }
}
