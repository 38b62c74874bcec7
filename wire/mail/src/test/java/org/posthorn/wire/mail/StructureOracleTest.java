package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/// On well-formed messages our structure is the one that mime4j sees.
class StructureOracleTest {

  /// A generated entity: what its header says, and what is inside.
  sealed interface Entity {
    record Leaf(String type, String body) implements Entity {}

    record Attached(Entity content) implements Entity {}

    record Many(String subtype, String preamble, List<Entity> parts) implements Entity {}
  }

  @Property
  void structure_is_what_mime4j_sees(@ForAll("entities") Entity entity)
      throws IOException, MimeException {
    var message = new StringBuilder("From: romeo@example.com\r\n");
    write(entity, message, new AtomicInteger());
    var bytes = message.toString().getBytes(ISO_8859_1);
    var ours = new ArrayList<String>();
    leaves(MessageParser.parse(bytes).root(), message.toString(), ours);
    assertThat(ours).isEqualTo(oracle(bytes));
  }

  private static void leaves(BodyPart part, String message, List<String> into) {
    switch (part) {
      case BodyPart.Multipart multipart -> {
        into.add("multipart/" + multipart.fields().subtype());
        for (var child : multipart.parts()) leaves(child, message, into);
        into.add("end");
      }
      case BodyPart.Message inner -> {
        into.add("message");
        leaves(inner.content(), message, into);
      }
      case BodyPart.Text _, BodyPart.Leaf _ ->
          into.add(
              part.fields().type()
                  + "/"
                  + part.fields().subtype()
                  + "="
                  + MessageParserTest.slice(message, part.body()));
    }
  }

  private static List<String> oracle(byte[] bytes) throws IOException, MimeException {
    var stream = new MimeTokenStream();
    stream.setRecursionMode(RecursionMode.M_RECURSE);
    stream.parse(new ByteArrayInputStream(bytes));
    var seen = new ArrayList<String>();
    for (var state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      switch (state) {
        case T_START_MULTIPART -> seen.add(stream.getBodyDescriptor().getMimeType());
        case T_END_MULTIPART -> seen.add("end");
        case T_START_MESSAGE -> seen.add("message");
        case T_BODY ->
            seen.add(
                stream.getBodyDescriptor().getMimeType()
                    + "="
                    + new String(stream.getInputStream().readAllBytes(), ISO_8859_1));
        default -> {}
      }
    }
    // the stream announces the message itself as it announces those inside
    return seen.subList(1, seen.size());
  }

  private static void write(Entity entity, StringBuilder out, AtomicInteger boundaries) {
    switch (entity) {
      case Entity.Leaf leaf ->
          out.append("Content-Type: ").append(leaf.type).append("\r\n\r\n").append(leaf.body);
      case Entity.Attached attached -> {
        out.append("Content-Type: message/rfc822\r\n\r\nSubject: inside\r\n");
        write(attached.content, out, boundaries);
      }
      case Entity.Many many -> {
        var boundary = "=_" + boundaries.incrementAndGet();
        out.append("Content-Type: multipart/")
            .append(many.subtype)
            .append(";\r\n boundary=\"")
            .append(boundary)
            .append("\"\r\n\r\n")
            .append(many.preamble);
        for (var part : many.parts) {
          out.append("\r\n--").append(boundary).append("\r\n");
          write(part, out, boundaries);
        }
        out.append("\r\n--").append(boundary).append("--\r\n");
      }
    }
  }

  @Provide
  Arbitrary<Entity> entities() {
    var bodies =
        Arbitraries.of("", "line\r\n", "\r\n", "--=_", "--=_x--\r\n", "no line end", "é\r\n--\r\n")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(lines -> String.join("", lines));
    var types = Arbitraries.of("text/plain", "text/html", "image/png", "application/pdf");
    var leaves =
        net.jqwik.api.Combinators.combine(types, bodies)
            .as((type, body) -> (Entity) new Entity.Leaf(type, body));
    return Arbitraries.recursive(() -> leaves, this::around, 0, 4);
  }

  private Arbitrary<Entity> around(Arbitrary<Entity> inner) {
    var subtypes = Arbitraries.of("mixed", "alternative", "related");
    var preambles = Arbitraries.of("", "This is a message in MIME format.\r\n");
    var many =
        net.jqwik.api.Combinators.combine(
                subtypes, preambles, inner.list().ofMinSize(1).ofMaxSize(3))
            .as((subtype, preamble, parts) -> (Entity) new Entity.Many(subtype, preamble, parts));
    return Arbitraries.oneOf(many, inner.map(Entity.Attached::new));
  }
}
