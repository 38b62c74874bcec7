package org.posthorn.servers.imap;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.FetchAttribute.BodySection;
import org.posthorn.wire.imap.FetchAttribute.Item;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;
import org.posthorn.wire.imap.FetchResponse;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.MessageSummary;

/// Writes the FETCH responses of one command (RFC 9051 §7.5.2).
final class FetchWriter {

  private static final Section HEADER = new Section(List.of(), SectionText.HEADER, List.of());
  private static final Section TEXT = new Section(List.of(), SectionText.TEXT, List.of());

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final Updates updates;
  private final List<FetchAttribute> attributes;

  FetchWriter(
      ImapSession session,
      SelectedMailbox mailbox,
      Updates updates,
      List<FetchAttribute> attributes) {
    this.session = session;
    this.mailbox = mailbox;
    this.updates = updates;
    this.attributes = attributes;
  }

  /// @param sections what is in the message's row and beyond; absent when the attributes need none
  ///   of it
  void write(int index, @Nullable MessageSections sections) throws IOException, CommandRejected {
    var response = UidOnly.begin(session, mailbox.told(), index);
    // It is said already; but a response of nothing is none (RFC 9051 §9 msg-att).
    boolean withUid = !session.enabled().isUidOnly() || attributes.size() == 1;
    var content = sections == null ? null : new Content(sections);
    for (int i = 0; i < attributes.size(); i++) {
      var attribute = attributes.get(i);
      switch (attribute) {
        case Item.FLAGS -> updates.flags(response, index);
        case Item.UID -> {
          if (withUid) response.uid(mailbox.told().uid(index));
        }
        case Item.MODSEQ -> response.modseq(mailbox.told().modseq(index));
        default -> {
          if (content == null) throw new IllegalStateException("no row for " + attribute);
          content.write(response, attribute);
        }
      }
    }
    response.end();
    session.wire().responseEnds();
  }

  /// What of one message comes from its row and its bytes. Belongs to one response.
  private static final class Content {
    private final MessageRow row;
    private final MessageSections sections;

    Content(MessageSections sections) {
      this.row = sections.row();
      this.sections = sections;
    }

    void write(FetchResponse response, FetchAttribute attribute)
        throws IOException, CommandRejected {
      switch (attribute) {
        case Item item -> write(response, item);
        case BodySection section -> {
          response.section(section);
          sections.write(response, section.section(), section.partial());
        }
        case FetchAttribute.Binary binary -> {
          var part = sections.binary(binary.part());
          response.section(binary);
          part.write(response, binary.partial());
        }
        case FetchAttribute.BinarySize size ->
            response.binarySize(size, sections.binary(size.part()).size());
      }
    }

    private void write(FetchResponse response, Item item) throws IOException {
      switch (item) {
        case INTERNALDATE -> response.internalDate(row.receivedAt().atOffset(ZoneOffset.UTC));
        case RFC822_SIZE -> response.size(row.size());
        case SAVEDATE -> response.saveDate(row.savedAt().atOffset(ZoneOffset.UTC));
        case EMAILID -> response.emailId(ObjectIds.of(row.email()));
        case THREADID -> response.threadId(ObjectIds.of(row.thread()));
        case ENVELOPE -> response.envelope(summary().envelope());
        case BODY -> response.body(structure());
        case BODYSTRUCTURE -> response.bodyStructure(structure());
        case PREVIEW -> response.preview(sections.preview());
        case RFC822 -> section(response, item, Section.WHOLE_MESSAGE);
        case RFC822_HEADER -> section(response, item, HEADER);
        case RFC822_TEXT -> section(response, item, TEXT);
        case FLAGS, UID, MODSEQ -> throw new IllegalStateException("not of the row: " + item);
      }
    }

    private void section(FetchResponse response, Item item, Section section) throws IOException {
      response.section(item);
      sections.write(response, section, null);
    }

    private MessageSummary summary() {
      return sections.summary();
    }

    private BodyPart structure() {
      return sections.structure();
    }
  }
}
