package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GETMETADATA and SETMETADATA (RFC 5464 §4.2, §4.3).
final class MetadataParser {
  private static final long INFINITE_DEPTH = Long.MAX_VALUE;

  private MetadataParser() {}

  /// ```
  /// getmetadata = "GETMETADATA" [SP options] SP mailbox [SP options] SP entries
  /// ```
  ///
  /// The grammar has the options before the mailbox, the examples have them behind it.
  static ImapCommand get(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    var options = cursor.peek() == '(' ? options(cursor) : null;
    if (options != null) cursor.space();
    var mailbox = mailbox(cursor);
    cursor.space();
    boolean before = options != null;
    if (!before && cursor.peek() == '(' && cursor.peekSecond() != '/' && cursor.peekSecond() != '"')
      options = options(cursor);
    if (!before && options != null) cursor.space();
    var entries = entries(cursor);
    if (options == null) options = new Options(null, 0);
    return new AfterLogin.GetMetadata(mailbox, options.maxSize(), options.depth(), entries);
  }

  private record Options(@Nullable Long maxSize, long depth) {}

  /// ```
  /// options = "(" option *(SP option) ")"
  /// option  = "MAXSIZE" SP number / "DEPTH" SP ("0" / "1" / "infinity")
  /// ```
  private static Options options(Cursor cursor) throws ImapSyntaxException {
    Long maxSize = null;
    long depth = 0;
    cursor.expect('(');
    do {
      switch (cursor.word()) {
        case "MAXSIZE" -> {
          cursor.space();
          maxSize = cursor.number();
        }
        case "DEPTH" -> {
          cursor.space();
          depth =
              switch (cursor.word()) {
                case "0" -> 0;
                case "1" -> 1;
                case "INFINITY" -> INFINITE_DEPTH;
                default -> throw cursor.fault("DEPTH is 0, 1 or infinity");
              };
        }
        default -> throw cursor.fault("Unknown option");
      }
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new Options(maxSize, depth);
  }

  /// Absent for the server, whose name is empty.
  private static @Nullable MailboxName mailbox(Cursor cursor) throws ImapSyntaxException {
    var name = cursor.astring();
    if (name.length == 0) return null;
    try {
      return MailboxName.decode(name, cursor.mode());
    } catch (IllegalArgumentException refused) {
      throw cursor.fault(String.valueOf(refused.getMessage()));
    }
  }

  /// `entries = entry / "(" entry *(SP entry) ")"`
  private static List<String> entries(Cursor cursor) throws ImapSyntaxException {
    var entries = new ArrayList<String>();
    boolean list = cursor.skipIf('(');
    do {
      if (entries.size() == ImapLimits.METADATA_ENTRIES) throw cursor.fault("Too many entries");
      entries.add(cursor.text());
    } while (cursor.skipIf(' '));
    if (list) cursor.expect(')');
    return entries;
  }

  /// ```
  /// setmetadata  = "SETMETADATA" SP mailbox SP "(" entry-value *(SP entry-value) ")"
  /// entry-value  = entry SP (nstring / literal8)
  /// ```
  static ImapCommand set(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    var mailbox = mailbox(cursor);
    cursor.space();
    cursor.expect('(');
    var entries = new ArrayList<MetadataEntry>();
    do {
      if (entries.size() == ImapLimits.METADATA_ENTRIES) throw cursor.fault("Too many entries");
      var name = cursor.text();
      cursor.space();
      entries.add(new MetadataEntry(name, cursor.skipNil() ? null : cursor.binaryString()));
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return new AfterLogin.SetMetadata(mailbox, entries);
  }
}
