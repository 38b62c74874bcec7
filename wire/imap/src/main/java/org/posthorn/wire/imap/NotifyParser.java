package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/// NOTIFY (RFC 5465 §8).
final class NotifyParser {

  private static final Reply BAD_EVENT =
      Reply.no(new ResponseCode.BadEvent(List.of(NotifyEvent.values())), "Unknown event");

  private final Cursor cursor;
  private int named;

  private NotifyParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// ```
  /// notify      = "NOTIFY" SP (notify-set / notify-none)
  /// notify-set  = "SET" [SP "STATUS"] SP event-group *(SP event-group)
  /// notify-none = "NONE"
  /// ```
  static ImapCommand notify(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    return switch (cursor.word()) {
      case "NONE" -> new AfterLogin.NotifyNone();
      case "SET" -> new NotifyParser(cursor).set();
      default -> throw cursor.fault("SET or NONE expected");
    };
  }

  private ImapCommand set() throws ImapSyntaxException {
    cursor.space();
    boolean status = cursor.peek() != '(';
    if (status) {
      if (!cursor.word().equals("STATUS")) throw cursor.fault("STATUS or ( expected");
      cursor.space();
    }
    var groups = new ArrayList<NotifyGroup>();
    do {
      if (groups.size() == ImapLimits.NOTIFY_GROUPS) throw cursor.fault("Too many event groups");
      groups.add(group());
    } while (cursor.skipIf(' '));
    if (groups.stream().filter(NotifyGroup::isOfSelected).count() > 1)
      throw cursor.fault("SELECTED twice");
    return new AfterLogin.NotifySet(status, groups);
  }

  /// `event-group = "(" filter-mailboxes SP events ")"`
  private NotifyGroup group() throws ImapSyntaxException {
    cursor.expect('(');
    var word = cursor.word();
    boolean delayed = word.equals("SELECTED-DELAYED");
    var source = delayed ? SearchSource.SELECTED : SearchSource.named(cursor, word);
    if (source.kind() == SearchSource.Kind.SUBTREE_ONE)
      throw cursor.fault("SUBTREE-ONE belongs to ESEARCH");
    named += source.mailboxes().size();
    if (named > ImapLimits.SEARCH_SOURCES) throw cursor.fault("Too many mailboxes");
    cursor.space();
    var events = EnumSet.noneOf(NotifyEvent.class);
    var fetched = new LinkedHashSet<FetchAttribute>();
    if (cursor.skipIf('(')) events(events, fetched);
    else if (!cursor.word().equals("NONE")) throw cursor.fault("Events or NONE expected");
    cursor.expect(')');
    boolean selected = source.kind() == SearchSource.Kind.SELECTED;
    check(selected, events);
    if (!selected && !fetched.isEmpty())
      throw cursor.fault("Data items belong to the selected mailbox");
    return new NotifyGroup(source, delayed, events, List.copyOf(fetched));
  }

  /// ```
  /// events        = "(" event *(SP event) ")" / "NONE"
  /// message-event = "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")"] / "MessageExpunge" / …
  /// event-ext     = atom
  /// ```
  private void events(Set<NotifyEvent> events, SequencedSet<FetchAttribute> fetched)
      throws ImapSyntaxException {
    do {
      var event = NotifyEvent.named(cursor.atom());
      // §3.1: NO, not BAD, with those that there are.
      if (event == null) throw cursor.fault(BAD_EVENT);
      events.add(event);
      if (event != NotifyEvent.MESSAGE_NEW) continue;
      if (cursor.peek() != ' ' || cursor.peekSecond() != '(') continue;
      cursor.space();
      cursor.expect('(');
      FetchParser.list(cursor, fetched);
    } while (cursor.skipIf(' '));
    cursor.expect(')');
  }

  // RFC 5465 §5, §6.1
  private void check(boolean selected, Set<NotifyEvent> events) throws ImapSyntaxException {
    boolean arrive = events.contains(NotifyEvent.MESSAGE_NEW);
    if (arrive != events.contains(NotifyEvent.MESSAGE_EXPUNGE))
      throw cursor.fault("MessageNew and MessageExpunge belong together");
    boolean change =
        events.contains(NotifyEvent.FLAG_CHANGE) || events.contains(NotifyEvent.ANNOTATION_CHANGE);
    if (change && !arrive) throw cursor.fault("FlagChange needs MessageNew and MessageExpunge");
    if (selected && !events.stream().allMatch(NotifyEvent::isOfMessages))
      throw cursor.fault("Of the selected mailbox only messages are announced");
  }
}
