package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report as JUnit XML: a suite for the store and one a mode, a test a rule. */
final class JunitXml {

  private final String store;
  private final XMLStreamWriter xml;

  private JunitXml(String store, XMLStreamWriter xml) {
    this.store = store;
    this.xml = xml;
  }

  static String of(VerificationReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument();
      xml.writeStartElement("testsuites");
      JunitXml writer = new JunitXml(report.store(), xml);
      writer.suite("store", report.storeProbes());
      for (ModeReport mode : report.modes()) {
        writer.suite(mode.mode().name(), mode.findings());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string does not take XML: " + e.getMessage(), e);
    }
    return text.toString();
  }

  private void suite(String name, List<Finding> findings) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", store + "." + name);
    xml.writeAttribute("tests", String.valueOf(findings.size()));
    xml.writeAttribute("failures", count(findings, Outcome.FAIL));
    xml.writeAttribute(
        "skipped",
        String.valueOf(
            findings.stream()
                .filter(f -> f.outcome() == Outcome.SKIP || f.outcome() == Outcome.INCONCLUSIVE)
                .count()));
    for (Finding finding : findings) {
      test(name, finding);
    }
    xml.writeEndElement();
  }

  private void test(String suite, Finding finding) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", store + "." + suite);
    xml.writeAttribute("name", finding.rule() + " " + Rules.of(finding.rule()).text());
    switch (finding.outcome()) {
      case PASS -> {}
      case FAIL -> told("failure", finding.detail());
      case SKIP -> told("skipped", finding.detail());
      case INCONCLUSIVE -> told("skipped", "inconclusive: " + finding.detail());
    }
    xml.writeEndElement();
  }

  private void told(String element, String message) throws XMLStreamException {
    xml.writeEmptyElement(element);
    xml.writeAttribute("message", printable(message));
  }

  /** XML has no place for control characters, which witnesses may hold. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
  }

  private static String count(List<Finding> findings, Outcome outcome) {
    return String.valueOf(findings.stream().filter(f -> f.outcome() == outcome).count());
  }
}
