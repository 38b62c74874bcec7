package org.posthorn.wire.imap;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// APPEND (RFC 9051 §6.3.12, RFC 3502, RFC 6855 §4, RFC 4469) and REPLACE (RFC 8508), read while it
/// arrives, so that a message can be refused before the client sends it, and goes to a spool and
/// not into memory.
///
/// Whoever reads the connection makes one when the first line of a command ends with a literal
/// marker and [#isAppend]; after each such line [#announced] says whether the literal is a message;
/// after the last line [#finish] gives the command. Belongs to one thread.
public final class AppendParser {

  private final Cursor cursor;
  private final List<AppendMessage> messages = new ArrayList<>();
  private @Nullable Tag tag;
  private @Nullable MailboxName mailbox;
  private AppendMessage.@Nullable Options options;

  /// For REPLACE: by what the message to be replaced is called, and how.
  private @Nullable NumberedBy replacedBy;

  private @Nullable SequenceSet replaced;

  /// The parts so far of a message that is catenated.
  private @Nullable List<AppendPart> parts;

  private Awaited awaited = Awaited.KEYWORD;

  /// What comes next inside of CATENATE.
  private enum Awaited {
    KEYWORD,
    TEXT,
    URL
  }

  /// Of a command whose first line has been added.
  public AppendParser(RawCommand command, WireMode mode) {
    this.cursor = new Cursor(command, mode);
  }

  /// For [CommandParser], which has read tag and command name.
  AppendParser(Cursor cursor, Tag tag) {
    this.cursor = cursor;
    this.tag = tag;
  }

  /// For REPLACE, whose name was read.
  AppendParser(Cursor cursor, Tag tag, NumberedBy by) throws ImapSyntaxException {
    this(cursor, tag);
    replaced(by);
  }

  /// A message, or a part of one, that the client is about to send.
  ///
  /// @param replaces for REPLACE, which must have a mailbox selected
  /// @param catenated a part of a message
  /// @param number counts the messages of this command from 1
  public record Announcement(
      Tag tag,
      MailboxName mailbox,
      int number,
      AppendMessage.Options options,
      LiteralMarker marker,
      boolean replaces,
      boolean catenated) {}

  /// Whether a command's first line begins like an APPEND or a REPLACE.
  public static boolean isAppend(byte[] firstLine) {
    int at = 0;
    while (at < firstLine.length && Chars.isTag(firstLine[at])) at++;
    if (at == 0) return false;
    return follows(firstLine, at, " APPEND ")
        || follows(firstLine, at, " REPLACE ")
        || follows(firstLine, at, " UID REPLACE ");
  }

  private static boolean follows(byte[] line, int at, String text) {
    if (line.length - at < text.length()) return false;
    for (int i = 0; i < text.length(); i++)
      if (Chars.upper(line[at + i]) != text.charAt(i)) return false;
    return true;
  }

  /// What the marker at the end of the command so far announces; absent when that literal is the
  /// mailbox name, which is read into memory. Everything before must have been added to the
  /// [RawCommand].
  public @Nullable Announcement announced() throws ImapSyntaxException {
    var tag = head();
    if (mailbox == null && cursor.atPendingLiteral()) return null;
    var mailbox = mailbox();
    while (true) {
      var options = options();
      if (parts != null) takeParts(parts);
      var marker = cursor.marker();
      if (cursor.atPendingLiteral() && marker != null) {
        if (awaited == Awaited.URL) return null;
        if (options.utf8() && !marker.binary()) throw cursor.fault("UTF8 wants a literal8");
        int number = messages.size() + 1;
        return new Announcement(
            tag, mailbox, number, options, marker, replacedBy != null, parts != null);
      }
      takeMessage(options);
    }
  }

  /// The whole command, when its last line is there.
  public TaggedCommand finish() throws ImapSyntaxException {
    var tag = head();
    var mailbox = mailbox();
    do takeMessage(options());
    while (!cursor.atEnd());
    var by = replacedBy;
    var message = replaced;
    if (by == null || message == null)
      return new TaggedCommand(tag, new AfterLogin.Append(mailbox, messages));
    // RFC 8508 §4.7: one message for one.
    if (messages.size() > 1) throw cursor.fault("REPLACE takes one message");
    var replacement = messages.getFirst();
    return new TaggedCommand(tag, new WithMailbox.Replace(by, message, mailbox, replacement));
  }

  /// ```
  /// append  = "APPEND" SP mailbox 1*append-message
  /// replace = ["UID" SP] "REPLACE" SP seq-number SP mailbox append-message
  /// ```
  private Tag head() throws ImapSyntaxException {
    var known = tag;
    if (known != null) return known;
    var read = cursor.tag();
    cursor.space();
    switch (cursor.word()) {
      case "APPEND" -> cursor.space();
      case "REPLACE" -> replaced(NumberedBy.SEQUENCE);
      case "UID" -> {
        cursor.space();
        if (!cursor.word().equals("REPLACE")) throw cursor.fault("REPLACE expected");
        replaced(NumberedBy.UID);
      }
      default -> throw cursor.fault("APPEND expected");
    }
    tag = read;
    return read;
  }

  private void replaced(NumberedBy by) throws ImapSyntaxException {
    cursor.space();
    replaced = cursor.oneNumber();
    cursor.space();
    replacedBy = by;
  }

  private MailboxName mailbox() throws ImapSyntaxException {
    var known = mailbox;
    if (known != null) return known;
    var read = cursor.mailbox();
    mailbox = read;
    return read;
  }

  /// ```
  /// append-message = [SP flag-list] [SP date-time] SP append-data
  /// append-data    = literal / literal8 / "UTF8" SP "(" literal8 ")" /
  ///                  "CATENATE" SP "(" cat-part *(SP cat-part) ")"
  /// ```
  ///
  /// Reads up to the literal.
  private AppendMessage.Options options() throws ImapSyntaxException {
    var known = options;
    if (known != null) return known;
    cursor.space();
    List<Flag> flags = List.of();
    if (cursor.peek() == '(') {
      flags = FlagList.parenthesized(cursor);
      cursor.space();
    }
    OffsetDateTime date = null;
    if (cursor.peek() == '"') {
      date = ImapDates.dateTime(cursor.quoted());
      if (date == null)
        throw cursor.fault("Date-time like \"17-Jul-1996 02:44:25 -0700\" expected");
      cursor.space();
    }
    boolean utf8 = false;
    if (cursor.peek() != '{' && cursor.peek() != '~') utf8 = dataWord();
    var read = new AppendMessage.Options(flags, date, utf8);
    options = read;
    return read;
  }

  /// Whether it is `UTF8`; else it is `CATENATE`.
  private boolean dataWord() throws ImapSyntaxException {
    var word = cursor.word();
    switch (word) {
      case "UTF8", "CATENATE" -> cursor.space();
      default -> throw cursor.fault("Literal expected");
    }
    cursor.expect('(');
    if (word.equals("CATENATE")) {
      parts = new ArrayList<>();
      return false;
    }
    if (cursor.peek() != '~') throw cursor.fault("UTF8 wants a literal8");
    return true;
  }

  /// ```
  /// cat-part     = text-literal / url
  /// text-literal = "TEXT" SP literal
  /// url          = "URL" SP astring
  /// ```
  ///
  /// Reads up to the closing parenthesis or a literal that is still to come.
  private void takeParts(List<AppendPart> taken) throws ImapSyntaxException {
    while (true) {
      if (awaited == Awaited.KEYWORD) {
        if (taken.size() == ImapLimits.CATENATE_PARTS) throw cursor.fault("Too many parts");
        awaited =
            switch (cursor.word()) {
              case "TEXT" -> Awaited.TEXT;
              case "URL" -> Awaited.URL;
              default -> throw cursor.fault("TEXT or URL expected");
            };
        cursor.space();
      }
      if (cursor.atPendingLiteral()) return;
      taken.add(
          awaited == Awaited.TEXT
              ? new AppendPart.Text(cursor.literal())
              : new AppendPart.Url(cursor.text()));
      awaited = Awaited.KEYWORD;
      if (!cursor.skipIf(' ')) return;
    }
  }

  private void takeMessage(AppendMessage.Options read) throws ImapSyntaxException {
    var catenated = parts;
    if (catenated != null) {
      if (awaited != Awaited.KEYWORD || catenated.isEmpty()) takeParts(catenated);
      cursor.expect(')');
      messages.add(new AppendMessage(read, catenated));
      parts = null;
    } else {
      var literal = cursor.literal();
      if (read.utf8()) cursor.expect(')');
      messages.add(new AppendMessage(read, List.of(new AppendPart.Text(literal))));
    }
    options = null;
  }
}
