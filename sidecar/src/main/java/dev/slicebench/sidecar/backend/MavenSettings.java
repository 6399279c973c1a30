package dev.slicebench.sidecar.backend;

import dev.slicebench.sidecar.process.UserCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Where Maven keeps artifacts on this machine, and where it gets them from, as far as the user's
 * {@code settings.xml} says so in plain text: passwords and profiles are not looked at.
 *
 * @param central the address of Maven Central or its mirror; ends with a slash
 */
record MavenSettings(Path localRepository, URI central) {

  /**
   * Reads the user's settings; Maven's own defaults stand for what they leave out.
   *
   * @param central the default address of Maven Central
   */
  static MavenSettings read(Map<String, String> environment, String central) {
    Path folder = UserCache.home(environment).resolve(".m2");
    Optional<Element> settings = root(folder.resolve("settings.xml"));
    String named = System.getProperty("maven.repo.local", "");
    if (named.isBlank()) {
      named = settings.map(root -> text(root, "localRepository")).orElse("");
    }
    return new MavenSettings(
        named.isBlank() ? folder.resolve("repository") : Path.of(named),
        folder(settings.flatMap(MavenSettings::mirror).orElse(central)));
  }

  private static URI folder(String url) {
    return URI.create(url.endsWith("/") ? url : url + "/");
  }

  private static Optional<Element> root(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document = factory.newDocumentBuilder().parse(file.toFile());
      return Optional.of(document.getDocumentElement());
    } catch (IOException | ParserConfigurationException | SAXException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> mirror(Element settings) {
    NodeList mirrors = settings.getElementsByTagName("mirror");
    for (int i = 0; i < mirrors.getLength(); i++) {
      Element mirror = (Element) mirrors.item(i);
      String url = text(mirror, "url");
      if (text(mirror, "mirrorOf").matches("\\*|external:\\*|central|.*\\bcentral\\b.*")
          && !text(mirror, "mirrorOf").contains("!central")
          && url.startsWith("http")) {
        return Optional.of(url);
      }
    }
    return Optional.empty();
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
