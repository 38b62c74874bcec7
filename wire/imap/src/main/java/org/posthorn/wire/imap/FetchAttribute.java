package org.posthorn.wire.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One data item that FETCH asks for (RFC 9051 §6.4.5). The macros ALL, FAST and FULL are expanded.
public sealed interface FetchAttribute {

  /// The items without arguments.
  enum Item implements FetchAttribute {
    ENVELOPE("ENVELOPE"),
    FLAGS("FLAGS"),
    INTERNALDATE("INTERNALDATE"),
    /// IMAP4rev1 only (RFC 3501 §6.4.5): as `BODY[]`, under its own name.
    RFC822("RFC822"),
    /// IMAP4rev1 only: as `BODY.PEEK[HEADER]`, under its own name.
    RFC822_HEADER("RFC822.HEADER"),
    /// IMAP4rev1 only: as `BODY[TEXT]`, under its own name.
    RFC822_TEXT("RFC822.TEXT"),
    RFC822_SIZE("RFC822.SIZE"),
    BODY("BODY"),
    BODYSTRUCTURE("BODYSTRUCTURE"),
    UID("UID"),
    /// RFC 7162 §3.1.4.1
    MODSEQ("MODSEQ"),
    /// RFC 8474 §5.1
    EMAILID("EMAILID"),
    /// RFC 8474 §5.2
    THREADID("THREADID"),
    /// RFC 8514 §4.2
    SAVEDATE("SAVEDATE"),
    /// RFC 8970, with LAZY or without
    PREVIEW("PREVIEW");

    private final String text;

    Item(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    static @Nullable Item named(String text) {
      for (var item : values()) if (item.text.equals(text)) return item;
      return null;
    }
  }

  /// `BODY[…]` or, with `peek`, `BODY.PEEK[…]`, which leaves `\Seen` alone.
  record BodySection(Section section, @Nullable Partial partial, boolean peek)
      implements FetchAttribute {}

  /// `BINARY[…]` or `BINARY.PEEK[…]` (RFC 3516): the part without its transfer encoding. The
  /// partial counts decoded octets.
  record Binary(List<Integer> part, @Nullable Partial partial, boolean peek)
      implements FetchAttribute {
    public Binary {
      part = List.copyOf(part);
    }
  }

  /// `BINARY.SIZE[…]`
  record BinarySize(List<Integer> part) implements FetchAttribute {
    public BinarySize {
      part = List.copyOf(part);
    }
  }

  /// Whether asking for it sets `\Seen`.
  default boolean setsSeen() {
    return switch (this) {
      case Item item -> item == Item.RFC822 || item == Item.RFC822_TEXT;
      case BodySection body -> !body.peek();
      case Binary binary -> !binary.peek();
      case BinarySize _ -> false;
    };
  }

  /// Which octets of a section: from `offset` on, at most `length`, at least one.
  record Partial(long offset, long length) {}

  /// What `BODY[…]` names: a part, and what of it.
  ///
  /// @param part empty for the message itself
  /// @param headerFields as the client wrote them; only for the two kinds that have them
  record Section(List<Integer> part, SectionText text, List<String> headerFields) {

    public static final Section WHOLE_MESSAGE =
        new Section(List.of(), SectionText.EVERYTHING, List.of());

    public Section {
      part = List.copyOf(part);
      headerFields = List.copyOf(headerFields);
      boolean fields = text == SectionText.HEADER_FIELDS || text == SectionText.HEADER_FIELDS_NOT;
      if (fields == headerFields.isEmpty())
        throw new IllegalArgumentException("header fields belong to HEADER.FIELDS");
      if (text == SectionText.MIME && part.isEmpty())
        throw new IllegalArgumentException("MIME belongs to a part");
    }
  }

  /// `section-text` of RFC 9051 §9.
  enum SectionText {
    /// No text specifier: the whole message, or a part's body.
    EVERYTHING(""),
    HEADER("HEADER"),
    HEADER_FIELDS("HEADER.FIELDS"),
    HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
    TEXT("TEXT"),
    MIME("MIME");

    private final String text;

    SectionText(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    static @Nullable SectionText named(String text) {
      for (var kind : values()) if (!text.isEmpty() && kind.text.equals(text)) return kind;
      return null;
    }
  }
}
