package org.posthorn.wire.mailauth;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// One element of a stranger's XML with what is in it, small enough to be held. Attributes are not
/// kept, names are without their namespace.
///
/// Refused: document types and so entities, elements deeper than 12, more than 2,000 elements in a
/// tree; of a text 2,000 characters are kept.
record XmlTree(String name, String text, List<XmlTree> children) {

  private static final int MAX_DEPTH = 12;
  private static final int MAX_ELEMENTS = 2_000;
  private static final int MAX_TEXT = 2_000;

  XmlTree {
    children = List.copyOf(children);
  }

  /// A reader that loads nothing and knows no entities but the five.
  static XMLStreamReader open(InputStream in) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory.createXMLStreamReader(in);
  }

  /// The next event; document types and entities are refused.
  static int next(XMLStreamReader reader) throws XMLStreamException, IOException {
    int event = reader.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE)
      throw new IOException("document types are not accepted");
    return event;
  }

  /// An element that is not finished.
  private static final class Open {
    final String name;
    final StringBuilder text = new StringBuilder();
    final List<XmlTree> children = new ArrayList<>();

    Open(String name) {
      this.name = name;
    }

    XmlTree done() {
      return new XmlTree(name, text.toString().strip(), children);
    }
  }

  /// The element whose start was read last, up to its end.
  static XmlTree read(XMLStreamReader reader) throws XMLStreamException, IOException {
    var path = new ArrayList<Open>();
    path.add(new Open(reader.getLocalName()));
    int elements = 1;
    while (true) {
      int event = next(reader);
      var here = path.getLast();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (path.size() == MAX_DEPTH || ++elements > MAX_ELEMENTS)
          throw new IOException("elements without end");
        path.add(new Open(reader.getLocalName()));
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        path.removeLast();
        if (path.isEmpty()) return here.done();
        path.getLast().children.add(here.done());
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        int room = Math.min(MAX_TEXT - here.text.length(), reader.getTextLength());
        here.text.append(reader.getTextCharacters(), reader.getTextStart(), room);
      }
    }
  }

  @Nullable XmlTree child(String wanted) {
    for (var child : children) if (child.name.equals(wanted)) return child;
    return null;
  }

  /// The children of a name, 100 at most.
  List<XmlTree> all(String wanted) {
    return children.stream().filter(it -> it.name.equals(wanted)).limit(100).toList();
  }

  /// The text of a child; null when there is none or it is empty.
  @Nullable String text(String child) {
    var found = child(child);
    return found == null || found.text.isEmpty() ? null : found.text;
  }

  String text(String child, String whenAbsent) {
    var text = text(child);
    return text == null ? whenAbsent : text;
  }
}
