package dev.slicebench.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** TCP ports to listen on. */
public final class PortNumbers implements ITypeConverter<Integer> {

  private static final int MOST = 65_535;

  @Override
  public Integer convert(String value) {
    int port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
    if (port < 1 || port > MOST) {
      throw new TypeConversionException(
          "'%s' is no port: give a number from 1 to %d, or leave the option out for one that is free"
              .formatted(value, MOST));
    }
    return port;
  }
}
