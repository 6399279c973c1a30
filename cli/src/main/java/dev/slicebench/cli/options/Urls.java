package dev.slicebench.cli.options;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses of services on http. */
public final class Urls implements ITypeConverter<URI> {

  private static final int MOST_PORT = 65_535;

  @Override
  public URI convert(String value) {
    try {
      URI url = new URI(value.strip());
      boolean isHttp = "http".equalsIgnoreCase(url.getScheme());
      if ((isHttp || "https".equalsIgnoreCase(url.getScheme()))
          && url.getHost() != null
          && url.getPort() != 0
          && url.getPort() <= MOST_PORT) {
        return url;
      }
    } catch (URISyntaxException e) {
      // As bad as another scheme.
    }
    throw new TypeConversionException(
        "'"
            + value
            + "' is no URL: write it like https://name.documents.azure.com or http://127.0.0.1:8081");
  }
}
