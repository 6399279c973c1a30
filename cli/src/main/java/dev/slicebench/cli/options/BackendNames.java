package dev.slicebench.cli.options;

import dev.slicebench.sidecar.backend.Backend;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Backends by the names that the command line has for them. */
public final class BackendNames implements ITypeConverter<Backend.BuiltIn>, Iterable<String> {

  @Override
  public Backend.BuiltIn convert(String value) {
    return Stream.of(Backend.BuiltIn.values())
        .filter(backend -> backend.label().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is none of " + String.join(", ", this)));
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.of(Backend.BuiltIn.values()).map(Backend.BuiltIn::label).iterator();
  }
}
