package dev.slicebench.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of files and folders. */
public final class FileNames implements ITypeConverter<Path> {

  @Override
  public Path convert(String value) {
    if (value.isBlank()) {
      throw new TypeConversionException("an empty text names no file");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'%s' can be no file's name here (%s); where its letters are the trouble, set LC_ALL=C.UTF-8"
              .formatted(value, e.getReason()));
    }
  }
}
