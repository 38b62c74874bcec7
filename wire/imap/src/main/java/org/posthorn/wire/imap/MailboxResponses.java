package org.posthorn.wire.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mailbox data and mailbox size (RFC 9051 §7.3, §7.4), EXPUNGE and VANISHED, quota (RFC 9208).
public final class MailboxResponses {

  private MailboxResponses() {}

  /// `number SP "EXISTS"`
  public static void exists(ResponseWriter out, long messages) {
    numbered(out, messages, " EXISTS");
  }

  /// `number SP "RECENT"`, IMAP4rev1 only.
  public static void recent(ResponseWriter out, long messages) {
    numbered(out, messages, " RECENT");
  }

  /// `nz-number SP "EXPUNGE"`
  public static void expunge(ResponseWriter out, long sequenceNumber) {
    numbered(out, sequenceNumber, " EXPUNGE");
  }

  private static void numbered(ResponseWriter out, long number, String text) {
    out.raw("* ");
    out.number(number);
    out.raw(text);
    out.crlf();
  }

  /// `expunged-resp = "VANISHED" SP known-uids` (RFC 7162 §3.2.10): instead of EXPUNGE, once
  /// QRESYNC is enabled. Nothing at all for no UID.
  public static void vanished(ResponseWriter out, NumberSet uids) {
    vanished(out, "* VANISHED ", uids);
  }

  /// `"VANISHED" SP "(EARLIER)" SP known-uids` (RFC 7162 §3.2.10.1): gone before this command, and
  /// message numbers stay as they are.
  public static void vanishedEarlier(ResponseWriter out, NumberSet uids) {
    vanished(out, "* VANISHED (EARLIER) ", uids);
  }

  private static void vanished(ResponseWriter out, String name, NumberSet uids) {
    if (uids.isEmpty()) return;
    out.raw(name);
    out.numbers(uids);
    out.crlf();
  }

  /// `"FLAGS" SP flag-list`
  public static void flags(ResponseWriter out, Iterable<? extends Flag> flags) {
    out.raw("* FLAGS ");
    out.flags(flags);
    out.crlf();
  }

  /// ```
  /// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
  ///                [SP mbox-list-extended]
  /// ```
  public static void list(ResponseWriter out, ListEntry entry) {
    out.raw("* LIST (");
    attributes(out, entry);
    out.raw(") \"/\" ");
    out.mailbox(entry.mailbox());
    var oldName = entry.oldName();
    if (!entry.childInfo().isEmpty() || oldName != null) {
      out.raw(" (");
      childInfo(out, entry);
      if (oldName != null) {
        out.raw(entry.childInfo().isEmpty() ? "\"OLDNAME\" (" : " \"OLDNAME\" (");
        out.mailbox(oldName);
        out.raw(')');
      }
      out.raw(')');
    }
    out.crlf();
  }

  /// The answer to `LIST "" ""`: the separator, and the root of the reference (RFC 9051 §6.3.9).
  public static void listSeparator(ResponseWriter out) {
    out.raw("* LIST (\\Noselect) \"/\" \"\"");
    out.crlf();
  }

  /// `"LSUB" SP mailbox-list`, IMAP4rev1 only (RFC 3501 §7.2.3).
  public static void lsub(ResponseWriter out, ListEntry entry) {
    out.raw("* LSUB (");
    attributes(out, entry);
    out.raw(") \"/\" ");
    out.mailbox(entry.mailbox());
    out.crlf();
  }

  private static void attributes(ResponseWriter out, ListEntry entry) {
    boolean first = true;
    for (var attribute : MailboxAttribute.values()) {
      if (!entry.attributes().contains(attribute)) continue;
      if (!first) out.space();
      out.raw(attribute.text());
      first = false;
    }
    for (var use : SpecialUse.values()) {
      if (!entry.uses().contains(use)) continue;
      if (!first) out.space();
      out.raw(use.text());
      first = false;
    }
  }

  /// `childinfo-extended-item = "CHILDINFO" SP "(" list-select-base-opt-quoted … ")"`
  private static void childInfo(ResponseWriter out, ListEntry entry) {
    if (entry.childInfo().isEmpty()) return;
    out.raw("\"CHILDINFO\" (");
    boolean first = true;
    for (var selection : ListSelection.values()) {
      if (!entry.childInfo().contains(selection)) continue;
      if (!first) out.space();
      out.string(selection.text());
      first = false;
    }
    out.raw(')');
  }

  /// `"STATUS" SP mailbox SP "(" [status-att-list] ")"`, written item by item: `status(out,
  /// name).item(MESSAGES, 3).end()`.
  public static StatusResponse status(ResponseWriter out, MailboxName mailbox) {
    return new StatusResponse(out, mailbox);
  }

  /// `obsolete-search-response = "SEARCH" *(SP nz-number)`, with the highest modification sequence
  /// when the search asked for MODSEQ and found something (RFC 7162 §3.1.5).
  public static void search(ResponseWriter out, NumberList numbers, @Nullable Long modseq) {
    numbers(out, "* SEARCH", numbers, modseq);
  }

  /// `"SORT" [1*(SP nz-number) [SP search-sort-mod-seq]]` (RFC 5256 §5, RFC 7162 §7)
  public static void sort(ResponseWriter out, NumberList numbers, @Nullable Long modseq) {
    numbers(out, "* SORT", numbers, modseq);
  }

  private static void numbers(
      ResponseWriter out, String name, NumberList numbers, @Nullable Long modseq) {
    out.raw(name);
    numbers.forEach(number -> {
      out.space();
      out.number(number);
    });
    if (modseq != null && !numbers.isEmpty()) {
      out.raw(" (MODSEQ ");
      out.number(modseq);
      out.raw(')');
    }
    out.crlf();
  }

  /// `namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace`
  public static void namespace(
      ResponseWriter out,
      List<NamespacePrefix> personal,
      List<NamespacePrefix> otherUsers,
      List<NamespacePrefix> shared) {
    out.raw("* NAMESPACE ");
    namespace(out, personal);
    out.space();
    namespace(out, otherUsers);
    out.space();
    namespace(out, shared);
    out.crlf();
  }

  /// ```
  /// namespace       = nil / "(" 1*namespace-descr ")"
  /// namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) ")"
  /// ```
  private static void namespace(ResponseWriter out, List<NamespacePrefix> prefixes) {
    if (prefixes.isEmpty()) {
      out.nil();
      return;
    }
    out.raw('(');
    for (var prefix : prefixes) {
      out.raw('(');
      out.string(out.mode().utf8() ? prefix.prefix() : ModifiedUtf7.encode(prefix.prefix()));
      out.raw(" \"/\")");
    }
    out.raw(')');
  }

  /// ```
  /// quota-response = "QUOTA" SP quota-root-name SP quota-list
  /// quota-list     = "(" quota-resource *(SP quota-resource) ")"
  /// quota-resource = resource-name SP resource-usage SP resource-limit
  /// ```
  ///
  /// Empty in RFC 2087, never in RFC 9208; a root without limits is written empty all the same,
  /// which every client takes.
  public static void quota(ResponseWriter out, String root, List<QuotaUsage> resources) {
    out.raw("* QUOTA ");
    out.string(root);
    out.raw(" (");
    for (int i = 0; i < resources.size(); i++) {
      var resource = resources.get(i);
      if (i > 0) out.space();
      out.raw(resource.resource());
      out.space();
      out.number(resource.usage());
      out.space();
      out.number(resource.limit());
    }
    out.raw(')');
    out.crlf();
  }

  /// `quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)`
  public static void quotaRoot(ResponseWriter out, MailboxName mailbox, List<String> roots) {
    out.raw("* QUOTAROOT ");
    out.mailbox(mailbox);
    for (var root : roots) {
      out.space();
      out.string(root);
    }
    out.crlf();
  }
}
