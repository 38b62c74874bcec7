package org.posthorn.wire.imap;

import java.util.Arrays;

/// Search criteria that are kept as octets, not sent in a command: the values of filters (RFC 5466
/// §3.2). Their texts are UTF-8.
public final class SearchCriteria {

  private SearchCriteria() {}

  /// `search-criteria = search-key *(SP search-key)`
  ///
  /// @throws ImapSyntaxException if they are not whole and right
  public static SearchKey parse(byte[] value) throws ImapSyntaxException {
    return SearchParser.criteria(new Cursor(raw(value), WireMode.REV2));
  }

  /// The octets as lines and the literals between them.
  private static RawCommand raw(byte[] value) throws ImapSyntaxException {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    int at = 0;
    while (true) {
      int end = endOfLine(value, at);
      var line = Arrays.copyOfRange(value, at, end);
      raw.addLine(line);
      var marker = LiteralMarker.atEndOf(line, line.length);
      if (marker == null || end == value.length) {
        if (marker != null || end < value.length) throw broken();
        return raw;
      }
      raw.checkRoomFor(marker);
      int begin = end + 2;
      if (marker.size() > value.length - begin) throw broken();
      at = begin + (int) marker.size();
      raw.addLiteral(Literal.of(Arrays.copyOfRange(value, begin, at)));
    }
  }

  private static int endOfLine(byte[] value, int from) {
    for (int i = from; i + 1 < value.length; i++)
      if (value[i] == '\r' && value[i + 1] == '\n') return i;
    return value.length;
  }

  private static ImapSyntaxException broken() {
    return new ImapSyntaxException(null, Reply.bad("Not search criteria"));
  }
}
