package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154) and LSUB (RFC 3501 §6.3.9).
final class ListParser {

  private ListParser() {}

  /// ```
  /// list         = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
  /// mbox-or-pat  = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"
  /// ```
  static ImapCommand list(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    Set<ListSelection> selection = EnumSet.noneOf(ListSelection.class);
    if (cursor.peek() == '(') {
      selection = selection(cursor);
      cursor.space();
    }
    var reference = text(cursor, cursor.astring());
    cursor.space();
    var patterns = patterns(cursor, reference);
    var returns = EnumSet.noneOf(ListReturn.class);
    Set<StatusItem> status = EnumSet.noneOf(StatusItem.class);
    var annotations = new ArrayList<String>();
    if (cursor.skipIf(' ')) returns(cursor, returns, status, annotations);
    // RFC 5258 §3.1 and RFC 6154 §5.1: these selections imply that they are told.
    if (selection.contains(ListSelection.SUBSCRIBED)) returns.add(ListReturn.SUBSCRIBED);
    if (selection.contains(ListSelection.SPECIAL_USE)) returns.add(ListReturn.SPECIAL_USE);
    return new AfterLogin.ListMailboxes(
        selection, reference, patterns, returns, status, annotations);
  }

  /// `lsub = "LSUB" SP mailbox SP list-mailbox`
  static ImapCommand lsub(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    var reference = text(cursor, cursor.astring());
    cursor.space();
    return new AfterLogin.Lsub(reference, pattern(cursor, reference));
  }

  /// ```
  /// list-select-opts = "(" [(*(list-select-opt SP) list-select-base-opt *(SP list-select-opt))
  ///                    / (list-select-independent-opt *(SP list-select-independent-opt))] ")"
  /// ```
  private static Set<ListSelection> selection(Cursor cursor) throws ImapSyntaxException {
    var options = EnumSet.noneOf(ListSelection.class);
    cursor.expect('(');
    if (cursor.skipIf(')')) return options;
    do {
      options.add(
          switch (cursor.word()) {
            case "SUBSCRIBED" -> ListSelection.SUBSCRIBED;
            case "REMOTE" -> ListSelection.REMOTE;
            case "RECURSIVEMATCH" -> ListSelection.RECURSIVEMATCH;
            case "SPECIAL-USE" -> ListSelection.SPECIAL_USE;
            default -> throw cursor.fault("Unknown selection option");
          });
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    if (options.contains(ListSelection.RECURSIVEMATCH)
        && !options.contains(ListSelection.SUBSCRIBED))
      throw cursor.fault("RECURSIVEMATCH needs SUBSCRIBED");
    return options;
  }

  private static List<MailboxPattern> patterns(Cursor cursor, String reference)
      throws ImapSyntaxException {
    if (!cursor.skipIf('(')) return List.of(pattern(cursor, reference));
    var patterns = new ArrayList<MailboxPattern>();
    do {
      if (patterns.size() == ImapLimits.LIST_PATTERNS) throw cursor.fault("Too many patterns");
      patterns.add(pattern(cursor, reference));
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return patterns;
  }

  private static MailboxPattern pattern(Cursor cursor, String reference)
      throws ImapSyntaxException {
    var text = text(cursor, cursor.listMailbox());
    if (reference.length() + text.length() > ImapLimits.PATTERN_LENGTH)
      throw cursor.fault("Pattern too long");
    return new MailboxPattern(text);
  }

  /// ```
  /// list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"
  /// return-option    = "SUBSCRIBED" / "CHILDREN" / "SPECIAL-USE" / status-option /
  ///                    "METADATA" SP entries
  /// status-option    = "STATUS" SP "(" status-att *(SP status-att) ")"
  /// ```
  private static void returns(
      Cursor cursor, Set<ListReturn> returns, Set<StatusItem> status, List<String> annotations)
      throws ImapSyntaxException {
    if (!cursor.word().equals("RETURN")) throw cursor.fault("RETURN expected");
    cursor.space();
    cursor.expect('(');
    if (cursor.skipIf(')')) return;
    do {
      switch (cursor.word()) {
        case "SUBSCRIBED" -> returns.add(ListReturn.SUBSCRIBED);
        case "CHILDREN" -> returns.add(ListReturn.CHILDREN);
        case "SPECIAL-USE" -> returns.add(ListReturn.SPECIAL_USE);
        case "MYRIGHTS" -> returns.add(ListReturn.MYRIGHTS);
        case "METADATA" -> {
          cursor.space();
          annotations(cursor, annotations);
        }
        case "STATUS" -> {
          cursor.space();
          status.addAll(CommandParser.statusItems(cursor));
        }
        default -> throw cursor.fault("Unknown return option");
      }
    } while (cursor.skipIf(' '));
    cursor.expect(')');
  }

  /// `entries = entry / "(" entry *(SP entry) ")"` (RFC 5464 §5)
  private static void annotations(Cursor cursor, List<String> annotations)
      throws ImapSyntaxException {
    boolean several = cursor.skipIf('(');
    do {
      if (annotations.size() == ImapLimits.METADATA_ENTRIES) throw cursor.fault("Too many entries");
      annotations.add(cursor.text());
    } while (several && cursor.skipIf(' '));
    if (several) cursor.expect(')');
  }

  /// Decodes as a mailbox name where that is possible. A wildcard may cut an encoded name in two,
  /// and then nothing can match: the octets stand as they are.
  private static String text(Cursor cursor, byte[] octets) {
    try {
      return MailboxName.decodeText(octets, cursor.mode());
    } catch (IllegalArgumentException _) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }
}
