package org.posthorn.wire.imap;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// APPEND (RFC 9051 §6.3.12, RFC 3502, RFC 6855 §4), read while it arrives, so that a message can
/// be refused before the client sends it, and goes to a spool and not into memory.
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

  /// Of a command whose first line has been added.
  public AppendParser(RawCommand command, WireMode mode) {
    this.cursor = new Cursor(command, mode);
  }

  /// For [CommandParser], which has read tag and command name.
  AppendParser(Cursor cursor, Tag tag) {
    this.cursor = cursor;
    this.tag = tag;
  }

  /// A message that the client is about to send.
  ///
  /// @param number counts the messages of this command from 1
  public record Announcement(
      Tag tag,
      MailboxName mailbox,
      int number,
      AppendMessage.Options options,
      LiteralMarker marker) {}

  /// Whether a command's first line begins like an APPEND.
  public static boolean isAppend(byte[] firstLine) {
    int at = 0;
    while (at < firstLine.length && Chars.isTag(firstLine[at])) at++;
    if (at == 0 || firstLine.length - at < 8) return false;
    for (int i = 0; i < 8; i++)
      if (Chars.upper(firstLine[at + i]) != " APPEND ".charAt(i)) return false;
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
      var marker = cursor.marker();
      if (cursor.atPendingLiteral() && marker != null) {
        if (options.utf8() && !marker.binary()) throw cursor.fault("UTF8 wants a literal8");
        return new Announcement(tag, mailbox, messages.size() + 1, options, marker);
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
    return new TaggedCommand(tag, new AfterLogin.Append(mailbox, messages));
  }

  /// `append = "APPEND" SP mailbox 1*append-message`
  private Tag head() throws ImapSyntaxException {
    var known = tag;
    if (known != null) return known;
    var read = cursor.tag();
    cursor.space();
    if (!cursor.word().equals("APPEND")) throw cursor.fault("APPEND expected");
    cursor.space();
    tag = read;
    return read;
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
  /// append-data    = literal / literal8 / "UTF8" SP "(" literal8 ")"
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
    boolean utf8 = cursor.peek() != '{' && cursor.peek() != '~';
    if (utf8) {
      if (!cursor.word().equals("UTF8")) throw cursor.fault("Literal expected");
      cursor.space();
      cursor.expect('(');
      if (cursor.peek() != '~') throw cursor.fault("UTF8 wants a literal8");
    }
    var read = new AppendMessage.Options(flags, date, utf8);
    options = read;
    return read;
  }

  private void takeMessage(AppendMessage.Options read) throws ImapSyntaxException {
    var literal = cursor.literal();
    if (read.utf8()) cursor.expect(')');
    messages.add(new AppendMessage(read, literal));
    options = null;
  }
}
