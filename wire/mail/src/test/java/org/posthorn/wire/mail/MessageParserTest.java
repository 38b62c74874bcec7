package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Structures are checked by slicing the original bytes with the spans that came out.
class MessageParserTest {

  private static final String NESTED =
      """
      From: Romeo <romeo@example.com>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="outer"

      This is the preamble.
      --outer

      Plain text without a header.
      Two lines.

      --outer\t\s
      Content-Type: multipart/alternative; boundary=outer-inner

      --outer-inner
      Content-Type: text/html; charset=utf-8

      <p>Hello</p>
      --outer-inner--
      inner epilogue
      --outer
      Content-Type: message/rfc822

      Subject: Inside
      Content-Type: image/png; name=a.png
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --outer--
      epilogue
      """;

  @Test
  void a_nested_message_is_found_with_the_exact_bytes_of_each_part() {
    assertThat(described(crlf(NESTED)))
        .isEqualToIgnoringNewLines(
            """
            multipart/mixed 3 parts
              text/plain lines=2 [\\r\\n|Plain text without a header.\\r\\nTwo lines.\\r\\n]
              multipart/alternative 1 parts
                text/html lines=0 [Content-Type: text/html; charset=utf-8\\r\\n\\r\\n|<p>Hello</p>]
              message/rfc822 lines=4 subject=Inside
                image/png [Subject: Inside\\r\\nContent-Type: image/png; name=a.png\\r\\n\
            Content-Transfer-Encoding: base64\\r\\n\\r\\n|iVBORw0KGgo=]
            """);
  }

  @Test
  void lines_may_end_with_LF_alone() {
    var root = parse(NESTED).root();
    assertThat(described(NESTED))
        .isEqualToIgnoringNewLines(described(crlf(NESTED)).replace("\\r\\n", "\\n"));
    assertThat(root.body().end()).isEqualTo(NESTED.length());
  }

  @Test
  void the_root_spans_the_whole_message() {
    var message = "Subject: x\r\n\r\nHello\r\n";
    var parsed = parse(message);
    assertThat(slice(message, parsed.root().header())).isEqualTo("Subject: x\r\n\r\n");
    assertThat(slice(message, parsed.root().body())).isEqualTo("Hello\r\n");
    assertThat(parsed.octets()).isEqualTo(message.length());
    assertThat(new String(parsed.headers().bytes(), ISO_8859_1)).isEqualTo("Subject: x\r\n");
  }

  @Test
  void a_digest_holds_messages_by_default() {
    var message =
        crlf(
            """
            Content-Type: multipart/digest; boundary=d

            --d

            Subject: One

            First
            --d
            Content-Type: text/plain

            not a message
            --d--
            """);
    assertThat(described(message))
        .isEqualToIgnoringNewLines(
            """
            multipart/digest 2 parts
              message/rfc822 lines=2 subject=One
                text/plain lines=0 [Subject: One\\r\\n\\r\\n|First]
              text/plain lines=0 [Content-Type: text/plain\\r\\n\\r\\n|not a message]
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/mixed\n\nno boundary parameter\n",
        "Content-Type: multipart/mixed; boundary=\"\"\n\n--\nempty boundary\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--c\nanother boundary\n",
        "Content-Type: text\n\nno subtype\n",
        "Content-Type: //\n\nnonsense\n",
        "no header at all",
        ""
      })
  void what_cannot_be_split_is_readable_as_text(String message) {
    assertThat(parse(message).root())
        .isInstanceOfSatisfying(
            BodyPart.Text.class, text -> assertThat(text.fields().is("text", "plain")).isTrue());
  }

  @Test
  void a_boundary_ends_a_header_that_has_no_empty_line() {
    var message = crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nX: 1\n--b\n--b--\n");
    assertThat(described(message))
        .isEqualToIgnoringNewLines(
            """
            multipart/mixed 2 parts
              text/plain lines=0 [X: 1\\r\\n|]
              text/plain lines=0 [|]
            """);
  }

  @Test
  void a_message_inside_that_is_only_a_header_stays_inside_its_part() {
    var message =
        crlf(
            """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: message/rfc822

            Subject: s

            --b--
            """);
    assertThat(described(message))
        .isEqualToIgnoringNewLines(
            """
            multipart/mixed 1 parts
              message/rfc822 lines=1 subject=s
                text/plain lines=0 [Subject: s\\r\\n|]
            """);
    assertNested(bytes(message));
  }

  @Test
  void zero_bytes_are_content_like_any_other() {
    var parsed = parse("Subject: a\0b\r\n\r\n\0\0\r\n");
    assertThat(parsed.envelope().subject()).isEqualTo("ab");
    assertThat(parsed.root().body().length()).isEqualTo(4);
  }

  @Test
  void a_100_000_boundaries_give_a_thousand_parts_and_one_pass() throws IOException {
    var message =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(100_000);
    var source = new CountingStream(bytes(message));
    var parsed = MessageParser.parse(source, MessageLimits.ORDINARY);
    assertThat(source.octets.get()).isEqualTo(message.length());
    var root = (BodyPart.Multipart) parsed.root();
    assertThat(root.parts()).hasSize(MessageLimits.MAX_PARTS - 1);
    var rest = root.parts().getLast();
    assertThat(rest).isInstanceOf(BodyPart.Leaf.class);
    assertThat(rest.body().end()).isEqualTo(message.length());
    assertNested(bytes(message));
  }

  @Test
  void nesting_of_10_000_multiparts_is_cut_at_the_limit() {
    var message = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for (int i = 0; i < 10_000; i++)
      message
          .append("--b" + i + "\r\nContent-Type: multipart/mixed; boundary=b")
          .append(i + 1)
          .append("\r\n\r\n");
    BodyPart part = parse(message.toString()).root();
    int depth = 1;
    while (part instanceof BodyPart.Multipart multipart) {
      part = multipart.parts().getFirst();
      depth++;
    }
    assertThat(depth).isEqualTo(MessageLimits.MAX_DEPTH);
    assertThat(part.fields()).matches(fields -> fields.is("application", "octet-stream"));
  }

  @Test
  void nesting_of_10_000_messages_is_cut_at_the_limit() {
    BodyPart part = parse("Content-Type: message/rfc822\r\n\r\n".repeat(10_000)).root();
    int depth = 1;
    while (part instanceof BodyPart.Message message) {
      part = message.content();
      depth++;
    }
    assertThat(depth).isEqualTo(MessageLimits.MAX_DEPTH);
  }

  @Test
  void a_header_beyond_its_limit_keeps_its_span() {
    var message = "Subject: first\r\n" + "X: y\r\n".repeat(300_000) + "To: a@b\r\n\r\nbody";
    var parsed = parse(message);
    assertThat(parsed.envelope().subject()).isEqualTo("first");
    assertThat(parsed.envelope().to()).isEmpty();
    assertThat(slice(message, parsed.root().body())).isEqualTo("body");
    assertThat(parsed.headers().size()).isEqualTo(MessageLimits.MAX_HEADER_FIELDS);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {8_060, 8_191, 8_192, 16_384, 65_533, 65_534, 65_535, 65_536, 65_537, 200_000})
  void a_stream_gives_the_same_structure_around_its_buffer_size(int length) throws IOException {
    var message =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
            + "x".repeat(length)
            + "\r\n--b\r\n\r\n"
            + "y\n".repeat(length)
            + "--b--\r\n";
    var streamed = MessageParser.parse(new CountingStream(bytes(message)), MessageLimits.ORDINARY);
    assertThat(streamed.root()).isEqualTo(parse(message).root());
    assertThat(streamed.lineForm()).isEqualTo(parse(message).lineForm());
  }

  @Property
  void spans_are_nested_and_disjoint_for_any_input(@ForAll("messages") String message)
      throws IOException {
    assertNested(bytes(message));
    var streamed =
        MessageParser.parse(new ByteArrayInputStream(bytes(message)), MessageLimits.ORDINARY);
    assertThat(streamed.root()).isEqualTo(parse(message).root());
  }

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of(
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: multipart/digest; boundary=b\n",
            "Content-Type: multipart/mixed; boundary=ab\r\n",
            "Content-Type: message/rfc822\r\n",
            "Subject: x\r\n",
            "\r\n",
            "\n",
            "\r",
            "--a\r\n",
            "--a--\r\n",
            "--b\n",
            "--b--",
            "--ab\r\n",
            "--",
            "text\r\n",
            "more",
            "\0",
            " folded: \u00e9\r\n")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  static void assertNested(byte[] message) {
    var parsed = MessageParser.parse(message);
    var root = parsed.root();
    assertThat(root.header().offset()).isZero();
    assertThat(root.body().end()).isEqualTo(message.length);
    assertNested(root, message);
  }

  private static void assertNested(BodyPart part, byte[] message) {
    assertThat(part.body().offset()).isEqualTo(part.header().end());
    List<BodyPart> children =
        switch (part) {
          case BodyPart.Multipart multipart -> multipart.parts();
          case BodyPart.Message inner -> List.of(inner.content());
          case BodyPart.Text _, BodyPart.Leaf _ -> List.of();
        };
    long from = part.body().offset();
    for (var child : children) {
      assertThat(child.header().offset()).isGreaterThanOrEqualTo(from);
      from = child.body().end();
      assertNested(child, message);
    }
    assertThat(from).isLessThanOrEqualTo(part.body().end());
    long newLines = 0;
    for (long i = part.body().offset(); i < part.body().end(); i++)
      if (message[(int) i] == '\n') newLines++;
    if (part instanceof BodyPart.Text text) assertThat(text.lines()).isEqualTo(newLines);
    if (part instanceof BodyPart.Message inner) {
      assertThat(inner.lines()).isEqualTo(newLines);
      assertThat(inner.content().header().offset()).isEqualTo(inner.body().offset());
      assertThat(inner.content().body().end()).isEqualTo(inner.body().end());
    }
  }

  static String described(String message) {
    var text = new ArrayList<String>();
    describe(parse(message).root(), message, "", text);
    return String.join("\n", text) + "\n";
  }

  private static void describe(BodyPart part, String message, String indent, List<String> into) {
    var type = indent + part.fields().type() + "/" + part.fields().subtype();
    var bytes =
        " ["
            + visible(slice(message, part.header()))
            + "|"
            + visible(slice(message, part.body()))
            + "]";
    switch (part) {
      case BodyPart.Multipart multipart -> {
        into.add(type + " " + multipart.parts().size() + " parts");
        for (var child : multipart.parts()) describe(child, message, indent + "  ", into);
      }
      case BodyPart.Message inner -> {
        into.add(type + " lines=" + inner.lines() + " subject=" + inner.envelope().subject());
        describe(inner.content(), message, indent + "  ", into);
      }
      case BodyPart.Text leaf -> into.add(type + " lines=" + leaf.lines() + bytes);
      case BodyPart.Leaf _ -> into.add(type + bytes);
    }
  }

  private static String visible(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  static ParsedMessage parse(String message) {
    return MessageParser.parse(bytes(message));
  }

  static byte[] bytes(String message) {
    return message.getBytes(ISO_8859_1);
  }

  static String crlf(String message) {
    return message.replace("\n", "\r\n");
  }

  static String slice(String message, Span span) {
    return message.substring((int) span.offset(), (int) span.end());
  }

  /// Gives a few octets at a time and counts them.
  private static final class CountingStream extends InputStream {
    private final InputStream in;
    final AtomicLong octets = new AtomicLong();

    CountingStream(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      throw new IOException("one octet at a time is slow");
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, Math.min(length, 1_000));
      if (read > 0) octets.addAndGet(read);
      return read;
    }
  }
}
