package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.platform.storage.Dialect;

class AttachmentsTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Attachments attachments = new Attachments(() -> Attachments.TIME, () -> NOW);

  @AfterEach
  void close() {
    attachments.close();
  }

  private static byte[] pdf(String text) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.showText(text);
        content.endText();
      }
      var octets = new ByteArrayOutputStream();
      document.save(octets);
      return octets.toByteArray();
    }
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    var octets = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(octets)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return octets.toByteArray();
  }

  @Test
  void the_text_of_common_formats_is_got() throws IOException {
    var word =
        "<w:document xmlns:w='w'><w:p><w:r><w:t>inv</w:t></w:r><w:r><w:t>oice</w:t></w:r></w:p>"
            + "<w:p><w:instrText>hidden</w:instrText><w:t>café</w:t></w:p></w:document>";
    assertThat(
            attachments.text(
                AttachmentFormat.OFFICE_OPEN_XML, zip("word/document.xml", word.getBytes(UTF_8))))
        .contains("invoice\n", "café")
        .doesNotContain("hidden");
    var sheet = "<sst xmlns='s'><si><t>one</t></si><si><t>two</t></si></sst>";
    assertThat(
            attachments.text(
                AttachmentFormat.OFFICE_OPEN_XML,
                zip("xl/sharedStrings.xml", sheet.getBytes(UTF_8))))
        .isEqualToIgnoringNewLines("onetwo");
    var open =
        "<o:body xmlns:o='o' xmlns:t='t'><t:p>ein"
            + " <t:span>Brief</t:span></t:p><t:h>Ende</t:h></o:body>";
    assertThat(
            attachments.text(
                AttachmentFormat.OPEN_DOCUMENT, zip("content.xml", open.getBytes(UTF_8))))
        .contains("ein Brief\nEnde");
    assertThat(attachments.text(AttachmentFormat.PDF, pdf("Portable text")))
        .contains("Portable text");
  }

  @Test
  void what_is_broken_or_hostile_has_no_text_and_the_next_one_has() throws IOException {
    assertThat(attachments.text(AttachmentFormat.PDF, "%PDF-1.7 nonsense".getBytes(UTF_8)))
        .isEmpty();
    assertThat(attachments.text(AttachmentFormat.OPEN_DOCUMENT, new byte[] {'P', 'K'})).isEmpty();
    var entity =
        "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a xmlns:t='t'><t:p>&f;</t:p></a>";
    assertThat(
            attachments.text(
                AttachmentFormat.OPEN_DOCUMENT, zip("content.xml", entity.getBytes(UTF_8))))
        .doesNotContain("root:");
    var bomb = new byte[200 << 20];
    Arrays.fill(bomb, (byte) ' ');
    assertThat(attachments.text(AttachmentFormat.OPEN_DOCUMENT, zip("content.xml", bomb)))
        .isBlank();
    assertThat(attachments.text(AttachmentFormat.PDF, pdf("still here"))).contains("still here");
  }

  @Test
  void a_process_that_takes_too_long_is_killed_and_replaced() throws IOException {
    try (var hasty = new Attachments(() -> Duration.ofNanos(1), () -> NOW)) {
      assertThat(hasty.text(AttachmentFormat.PDF, pdf("x"))).isEmpty();
    }
  }

  @Test
  void many_deaths_are_a_pause_and_not_the_end() throws IOException {
    var now = new AtomicReference<>(NOW);
    var killer = new byte[1000];
    var readable = pdf("back again");
    // Nobody answers in that time, until the hour is over.
    Supplier<Duration> time = () -> now.get().equals(NOW) ? Duration.ofNanos(1) : Attachments.TIME;
    try (var hasty = new Attachments(time, now::get)) {
      for (int i = 0; i < Attachments.MAX_DEATHS; i++)
        assertThat(hasty.text(AttachmentFormat.PDF, killer)).isEmpty();
      now.set(NOW.plus(Attachments.WINDOW).minusSeconds(1));
      assertThat(hasty.text(AttachmentFormat.PDF, readable)).isEmpty();
      now.set(NOW.plus(Attachments.WINDOW));
      assertThat(hasty.text(AttachmentFormat.PDF, readable)).contains("back again");
    }
  }

  @Test
  void an_attachment_ranks_its_email_and_is_no_text_of_the_message() throws IOException {
    try (var storage = IndexedMail.storage(Dialect.SQLITE);
        var house = IndexedMail.in(storage)) {
      var email = house.deliver(mail("scan.PDF", pdf("Rechnung")));
      house.indexAll();
      assertThat(
              house
                  .index()
                  .rank(house.account(), new TextField.Anywhere(), "rechnung")
                  .score(email))
          .isPositive();
      assertThat(house.check(new TextField.Anywhere(), "rechnung")).isEmpty();
      house.restart(IndexLimits.DEFAULTS.withAttachments(IndexLimits.Attached.PASSED_OVER));
      house.index().rebuild(house.account());
      house.indexAll();
      assertThat(
              house
                  .index()
                  .rank(house.account(), new TextField.Anywhere(), "rechnung")
                  .score(email))
          .isZero();
    }
  }

  private static byte[] mail(String name, byte[] attachment) {
    var encoded = Base64.getMimeEncoder().encodeToString(attachment);
    return """
    Subject: see below
    Content-Type: multipart/mixed; boundary=b

    --b

    text
    --b
    Content-Type: application/octet-stream; name="%s"
    Content-Transfer-Encoding: base64

    %s
    --b--
    """
        .formatted(name, encoded)
        .getBytes(ISO_8859_1);
  }
}
