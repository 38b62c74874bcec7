package org.posthorn.wire.imap;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RFC 9051 §6.3, client commands in the authenticated state; allowed with a selected mailbox too.
public sealed interface AfterLogin extends ImapCommand {

  /// RFC 7377 §2.
  ///
  /// @param sources the selected mailbox where none were given
  /// @param returns absent without `RETURN`
  record MultiSearch(
      List<SearchSource> sources,
      @Nullable SearchReturns returns,
      @Nullable String charset,
      SearchKey key)
      implements AfterLogin {
    public MultiSearch {
      sources = List.copyOf(sources);
    }

    /// The same for something else.
    public MultiSearch withKey(SearchKey other) {
      return new MultiSearch(sources, returns, charset, other);
    }

    /// Whether only the selected mailbox is meant.
    public boolean onlySelected() {
      return sources.stream().allMatch(source -> source.kind() == SearchSource.Kind.SELECTED);
    }

    @Override
    public String name() {
      return "ESEARCH";
    }
  }

  /// RFC 5255 §4.7: how texts are to be compared, the best first; none to ask how they are.
  record Comparator(List<String> orders) implements AfterLogin {
    public Comparator {
      orders = List.copyOf(orders);
    }

    @Override
    public String name() {
      return "COMPARATOR";
    }
  }

  /// RFC 9051 §6.3.1, RFC 5161
  record Enable(List<Capability> capabilities) implements AfterLogin {
    public Enable {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public String name() {
      return "ENABLE";
    }
  }

  /// RFC 9051 §6.3.2
  record Select(MailboxName mailbox, SelectParameters parameters) implements AfterLogin {
    @Override
    public String name() {
      return "SELECT";
    }
  }

  /// RFC 9051 §6.3.3
  record Examine(MailboxName mailbox, SelectParameters parameters) implements AfterLogin {
    @Override
    public String name() {
      return "EXAMINE";
    }
  }

  /// RFC 9051 §6.3.4, with the uses of RFC 6154 §3.
  record Create(MailboxName mailbox, Set<SpecialUse> uses) implements AfterLogin {
    public Create {
      uses = Set.copyOf(uses);
    }

    @Override
    public String name() {
      return "CREATE";
    }
  }

  /// RFC 9051 §6.3.5
  record Delete(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "DELETE";
    }
  }

  /// RFC 9051 §6.3.6
  record Rename(MailboxName from, MailboxName to) implements AfterLogin {
    @Override
    public String name() {
      return "RENAME";
    }
  }

  /// RFC 9051 §6.3.7
  record Subscribe(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "SUBSCRIBE";
    }
  }

  /// RFC 9051 §6.3.8
  record Unsubscribe(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "UNSUBSCRIBE";
    }
  }

  /// LIST: RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154.
  ///
  /// @param reference what stands before each pattern
  /// @param statusItems what `RETURN (STATUS (…))` asks of each mailbox, or nothing
  /// @param annotations the entries that `RETURN (METADATA (…))` asks for, or none (RFC 9590)
  record ListMailboxes(
      Set<ListSelection> selection,
      String reference,
      List<MailboxPattern> patterns,
      Set<ListReturn> returns,
      Set<StatusItem> statusItems,
      List<String> annotations)
      implements AfterLogin {

    public ListMailboxes {
      selection = Set.copyOf(selection);
      patterns = List.copyOf(patterns);
      returns = Set.copyOf(returns);
      statusItems = Set.copyOf(statusItems);
      annotations = List.copyOf(annotations);
    }

    @Override
    public String name() {
      return "LIST";
    }

    /// `LIST "" ""` asks only for the hierarchy separator (RFC 9051 §6.3.9).
    public boolean asksForSeparator() {
      return selection.isEmpty() && patterns.size() == 1 && patterns.getFirst().text().isEmpty();
    }

    /// The patterns with the reference before each: what names are matched with.
    public List<MailboxPattern> patternsInReference() {
      return patterns.stream()
          .map(pattern -> new MailboxPattern(reference + pattern.text()))
          .toList();
    }
  }

  /// IMAP4rev1 only: RFC 3501 §6.3.9.
  record Lsub(String reference, MailboxPattern pattern) implements AfterLogin {
    @Override
    public String name() {
      return "LSUB";
    }

    public MailboxPattern patternInReference() {
      return new MailboxPattern(reference + pattern.text());
    }
  }

  /// RFC 9051 §6.3.10, RFC 2342
  record Namespace() implements AfterLogin {
    @Override
    public String name() {
      return "NAMESPACE";
    }
  }

  /// RFC 9051 §6.3.11
  record Status(MailboxName mailbox, Set<StatusItem> items) implements AfterLogin {
    public Status {
      items = Set.copyOf(items);
    }

    @Override
    public String name() {
      return "STATUS";
    }
  }

  /// RFC 9051 §6.3.12, with the several messages of RFC 3502.
  record Append(MailboxName mailbox, List<AppendMessage> messages) implements AfterLogin {
    public Append {
      messages = List.copyOf(messages);
      if (messages.isEmpty()) throw new IllegalArgumentException("APPEND of nothing");
    }

    @Override
    public String name() {
      return "APPEND";
    }
  }

  /// RFC 9051 §6.3.13, RFC 2177. Ends with the line `DONE`: [#isDone].
  record Idle() implements AfterLogin {
    @Override
    public String name() {
      return "IDLE";
    }

    /// Whether a line (without its CRLF) ends IDLE. Any other line is answered `BAD`.
    public static boolean isDone(byte[] line) {
      if (line.length != 4) return false;
      for (int i = 0; i < 4; i++) if (Chars.upper(line[i]) != "DONE".charAt(i)) return false;
      return true;
    }
  }

  /// RFC 5465 §3.1.
  ///
  /// @param status whether STATUS responses tell where the mailboxes are now
  record NotifySet(boolean status, List<NotifyGroup> groups) implements AfterLogin {
    public NotifySet {
      groups = List.copyOf(groups);
    }

    @Override
    public String name() {
      return "NOTIFY";
    }
  }

  /// RFC 5465 §3.1: nothing is to be announced.
  record NotifyNone() implements AfterLogin {
    @Override
    public String name() {
      return "NOTIFY";
    }
  }

  /// RFC 4978 §3.
  ///
  /// @param algorithm in upper case
  record Compress(String algorithm) implements AfterLogin {
    @Override
    public String name() {
      return "COMPRESS";
    }
  }

  /// RFC 5464 §4.2.
  ///
  /// @param mailbox absent for the server
  /// @param maxSize absent without MAXSIZE
  /// @param depth how many levels below each entry
  record GetMetadata(
      @Nullable MailboxName mailbox, @Nullable Long maxSize, long depth, List<String> entries)
      implements AfterLogin {
    public GetMetadata {
      entries = List.copyOf(entries);
    }

    @Override
    public String name() {
      return "GETMETADATA";
    }
  }

  /// RFC 5464 §4.3.
  ///
  /// @param mailbox absent for the server
  record SetMetadata(@Nullable MailboxName mailbox, List<MetadataEntry> entries)
      implements AfterLogin {
    public SetMetadata {
      entries = List.copyOf(entries);
    }

    @Override
    public String name() {
      return "SETMETADATA";
    }
  }

  /// RFC 4467: another access key for a mailbox, or none any more for all of them.
  ///
  /// @param mailbox absent for all
  record ResetKey(@Nullable MailboxName mailbox, List<String> mechanisms) implements AfterLogin {
    public ResetKey {
      mechanisms = List.copyOf(mechanisms);
    }

    @Override
    public String name() {
      return "RESETKEY";
    }
  }

  /// RFC 4467.
  record GenUrlAuth(List<Rump> urls) implements AfterLogin {
    public GenUrlAuth {
      urls = List.copyOf(urls);
    }

    /// A URL to be authorized.
    ///
    /// @param mechanism in upper case
    public record Rump(String url, String mechanism) {}

    @Override
    public String name() {
      return "GENURLAUTH";
    }
  }

  /// RFC 4467.
  record UrlFetch(List<String> urls) implements AfterLogin {
    public UrlFetch {
      urls = List.copyOf(urls);
    }

    @Override
    public String name() {
      return "URLFETCH";
    }
  }

  /// RFC 8437 §3
  record Unauthenticate() implements AfterLogin {
    @Override
    public String name() {
      return "UNAUTHENTICATE";
    }
  }

  /// RFC 9208 §4.1.1
  record GetQuota(String root) implements AfterLogin {
    @Override
    public String name() {
      return "GETQUOTA";
    }
  }

  /// RFC 9208 §4.1.2
  record GetQuotaRoot(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "GETQUOTAROOT";
    }
  }

  /// RFC 9208 §4.1.3
  record SetQuota(String root, List<QuotaLimit> limits) implements AfterLogin {
    public SetQuota {
      limits = List.copyOf(limits);
    }

    @Override
    public String name() {
      return "SETQUOTA";
    }
  }

  /// RFC 4314 §3.1
  record SetAcl(MailboxName mailbox, String identifier, Change change, String rights)
      implements AfterLogin {

    /// What becomes of the rights that are there.
    public enum Change {
      ADD,
      REMOVE,
      REPLACE
    }

    @Override
    public String name() {
      return "SETACL";
    }
  }

  /// RFC 4314 §3.2
  record DeleteAcl(MailboxName mailbox, String identifier) implements AfterLogin {
    @Override
    public String name() {
      return "DELETEACL";
    }
  }

  /// RFC 4314 §3.3
  record GetAcl(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "GETACL";
    }
  }

  /// RFC 4314 §3.4
  record ListRights(MailboxName mailbox, String identifier) implements AfterLogin {
    @Override
    public String name() {
      return "LISTRIGHTS";
    }
  }

  /// RFC 4314 §3.5
  record MyRights(MailboxName mailbox) implements AfterLogin {
    @Override
    public String name() {
      return "MYRIGHTS";
    }
  }
}
