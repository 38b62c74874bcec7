package org.posthorn.domain.search;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;

/// Gets the text out of an attachment. Its input is written by strangers: it runs in a process of
/// its own ([AttachmentWorker]), whose memory and time are bounded from outside.
final class AttachmentText {

  /// Characters of one attachment.
  static final int MAX_CHARS = 2_000_000;

  private static final int MAX_PDF_PAGES = 500;
  private static final int MAX_ENTRIES = 5_000;

  /// Octets that an archive's entries may become, together.
  private static final long MAX_UNPACKED_OCTETS = 128L << 20;

  /// Elements after which a word does not go on.
  private static final Set<String> BREAKS =
      Set.of("p", "h", "si", "is", "tab", "br", "cr", "s", "line-break", "tc", "table-cell");

  private final StringBuilder text = new StringBuilder();
  private long unpackedLeft = MAX_UNPACKED_OCTETS;

  private AttachmentText() {}

  /// All of it, or as much as the limits allow.
  ///
  /// @throws IOException it is not what it says
  static String of(AttachmentFormat format, byte[] octets) throws IOException {
    var reading = new AttachmentText();
    switch (format) {
      case PDF -> reading.pdf(octets);
      case OFFICE_OPEN_XML, OPEN_DOCUMENT -> reading.archive(format, octets);
    }
    int end = Math.min(reading.text.length(), MAX_CHARS);
    return reading.text.substring(0, end);
  }

  private void pdf(byte[] octets) throws IOException {
    try (var document = Loader.loadPDF(octets)) {
      var stripper = new PDFTextStripper();
      stripper.setEndPage(MAX_PDF_PAGES);
      text.append(stripper.getText(document));
    }
  }

  private void archive(AttachmentFormat format, byte[] octets) throws IOException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
      var entry = zip.getNextEntry();
      for (int i = 0; i < MAX_ENTRIES && entry != null && hasRoom(); i++) {
        if (hasText(format, entry.getName())) xml(format, new Bounded(zip));
        text.append('\n');
        entry = zip.getNextEntry();
      }
    }
  }

  private boolean hasRoom() {
    return text.length() < MAX_CHARS && unpackedLeft > 0;
  }

  private static boolean hasText(AttachmentFormat format, String name) {
    if (format == AttachmentFormat.OPEN_DOCUMENT) return name.equals("content.xml");
    return name.endsWith(".xml")
        && (name.startsWith("word/")
            || name.startsWith("xl/sharedStrings")
            || name.startsWith("xl/worksheets/")
            || name.startsWith("ppt/slides/")
            || name.startsWith("ppt/notesSlides/"));
  }

  private void xml(AttachmentFormat format, InputStream in) throws IOException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      read(format, factory.createXMLStreamReader(in));
    } catch (XMLStreamException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void read(AttachmentFormat format, XMLStreamReader xml) throws XMLStreamException {
    // in Office Open XML text is in elements of this name, in runs that may part a word
    boolean isEverywhere = format == AttachmentFormat.OPEN_DOCUMENT;
    boolean isInText = false;
    while (xml.hasNext() && hasRoom()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> isInText = xml.getLocalName().equals("t");
        case XMLStreamConstants.END_ELEMENT -> {
          isInText = false;
          if (BREAKS.contains(xml.getLocalName())) text.append('\n');
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (isEverywhere || isInText) text.append(xml.getText());
        }
        default -> {}
      }
    }
  }

  /// An entry, as far as there is room; closing it leaves the archive open.
  private final class Bounded extends FilterInputStream {
    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (unpackedLeft <= 0) throw new IOException("too much is in the archive");
      int read = super.read(target, offset, (int) Math.min(length, unpackedLeft));
      if (read > 0) unpackedLeft -= read;
      return read;
    }

    @Override
    public void close() {
      // the next entry follows
    }
  }
}
