package dev.slicebench.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the rooms of the design: which module may see which, no circles, and no crowded package.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.slicebench.";
  private static final int MOST_FILES = 25;
  private static final Path HOME = Path.of("..");

  private static final List<String> MODULES =
      List.of("store", "cosmos", "evidence", "sidecar", "conformance", "bench", "answer", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPackages("dev.slicebench");

  @Test
  void modulesImportOneWay() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String module : MODULES) {
      layers = layers.layer(module).definedBy(ROOT + module + "..");
    }
    layers
        .whereLayer("store")
        .mayNotAccessAnyLayer()
        .whereLayer("cosmos")
        .mayNotAccessAnyLayer()
        .whereLayer("evidence")
        .mayOnlyAccessLayers("store")
        .whereLayer("sidecar")
        .mayOnlyAccessLayers("cosmos", "evidence", "store")
        .whereLayer("conformance")
        .mayOnlyAccessLayers("store", "sidecar", "evidence")
        .whereLayer("bench")
        .mayOnlyAccessLayers("store", "sidecar", "conformance", "evidence", "cosmos")
        .whereLayer("answer")
        .mayOnlyAccessLayers("evidence", "store")
        .check(CLASSES);
  }

  /** It is computed from files, so that a run and a report cannot disagree. */
  @Test
  void anAnswerSeesNoBenchmarkAndNoDapr() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "answer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.openjdk.jmh..", "io.dapr..", "io.grpc..", ROOT + "store.state..")
        .check(CLASSES);
  }

  /** Who holds a store of their own to the rules has no sidecar on their class path. */
  @Test
  void theRulesNeedNoSidecar() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "conformance.junit..", ROOT + "conformance.rules..")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "sidecar..", ROOT + "cosmos..")
        .check(CLASSES);
  }

  @Test
  void noPackageDependsOnAnotherInACircle() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
  }

  /**
   * A package is a slice; the library's API and what is behind it are one, since one makes the
   * other.
   */
  private static final class Packages implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return name.equals(ROOT + "store") || name.startsWith(ROOT + "store.")
          ? SliceIdentifier.of(name.startsWith(ROOT + "store.state") ? name : ROOT + "store")
          : SliceIdentifier.of(name);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  @Test
  void aPackageHasFewEnoughFilesAndSaysWhatBelongsThere() throws IOException {
    Map<String, Long> crowded = new TreeMap<>();
    for (String module : MODULES) {
      Path sources = HOME.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .collect(Collectors.groupingBy(file -> file.getParent(), Collectors.counting()))
            .forEach(
                (folder, count) -> {
                  assertThat(folder.resolve("package-info.java")).exists();
                  // package-info.java aside.
                  if (count > MOST_FILES + 1) {
                    crowded.put(HOME.relativize(folder).toString(), count);
                  }
                });
      }
    }
    assertThat(crowded).isEmpty();
  }
}
