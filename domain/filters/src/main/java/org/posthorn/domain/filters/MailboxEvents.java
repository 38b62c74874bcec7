package org.posthorn.domain.filters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.mail.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs scripts when somebody puts messages into a mailbox by IMAP, or changes their flags (RFC
/// 6785). Any thread may call, and is the one on which the scripts run.
///
/// A mailbox's annotation `/shared/imapsieve/script` names a script of its owner; where there is
/// none, that annotation of his server does, for all of his mailboxes. Where neither is there, it
/// costs a look into a cache.
///
/// Nothing goes round: what a script does is no event, but for the flags that it sets on a message
/// that was put there, which are one, once.
public final class MailboxEvents {

  /// The name of the annotation.
  public static final String ENTRY = "/shared/imapsieve/script";

  /// Messages of one command for which scripts run; the others are left as they are. It bounds how
  /// long a session waits, which is some seconds.
  public static final int MAX_MESSAGES = 10_000;

  /// Messages that the scripts of one command send: nobody has a hundred notifications read.
  public static final int MAX_SENT = 100;

  private static final Logger LOG = LoggerFactory.getLogger(MailboxEvents.class);

  /// Accounts whose users are at work at the same time.
  private static final int MAX_KNOWN = 50_000;

  private final Filters filters;
  private final EventDispatch dispatch;
  private final LongFunction<Spool> spools;
  private final Cache<Long, Map<MailboxId, String>> known =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(FilterScripts.KEPT).build();

  /// Why a script runs (RFC 6785 §4.3).
  public enum Cause {
    APPEND,
    COPY,
    FLAG
  }

  /// What somebody has done.
  ///
  /// @param where the mailbox, as he sees it
  /// @param user the name by which he has logged in
  /// @param email his address
  public record Event(Cause cause, Where where, String user, EmailAddress email) {
    Event flagged() {
      return new Event(Cause.FLAG, where, user, email);
    }
  }

  /// @param spools makes a place for a message of at most so many octets
  public MailboxEvents(Filters filters, EventDispatch dispatch, LongFunction<Spool> spools) {
    this.filters = filters;
    this.dispatch = dispatch;
    this.spools = spools;
  }

  Filters filters() {
    return filters;
  }

  EventDispatch dispatch() {
    return dispatch;
  }

  Spool spool(long octets) {
    return spools.apply(octets);
  }

  /// Whether anything runs there.
  public boolean concern(Where where) {
    return !script(where).isEmpty();
  }

  /// The annotations of an account have changed: counts at once on this node.
  public void changed(MailAccount account) {
    known.invalidate(account.id());
  }

  /// RFC 6785 §2.3.1: the mailbox's own entry counts, empty or not, and the server's without it.
  private String script(Where where) {
    var account = where.account();
    var scripts = Objects.requireNonNull(known.get(account.id(), _ -> scripts(account)));
    if (scripts.isEmpty()) return "";
    var own = scripts.get(where.mailbox());
    return own != null ? own : scripts.getOrDefault(Metadata.SERVER, "");
  }

  private Map<MailboxId, String> scripts(MailAccount account) {
    var scripts = new HashMap<MailboxId, String>();
    filters
        .place()
        .mail()
        .metadata()
        .everywhere(account, ENTRY)
        .forEach((mailbox, value) -> scripts.put(mailbox, new String(value, UTF_8)));
    return Map.copyOf(scripts);
  }

  /// Messages have come.
  public void added(Event event, Uids uids) {
    run(event, null, uids);
  }

  /// Flags have changed.
  ///
  /// @param before of the mailbox before that
  public void flagged(Event event, Snapshot before, Uids uids) {
    run(event, before, uids);
  }

  /// What fails here is no failure of the command: that is done.
  private void run(Event event, @Nullable Snapshot before, Uids uids) {
    var name = script(event.where);
    if (name.isEmpty() || uids.isEmpty()) return;
    try {
      var account = event.where.account();
      var personal = filters.personal(account, name);
      var owner = filters.place().directory().accounts().find(new AccountId(account.id()));
      if (personal == null || owner == null) return;
      new EventRun(this, event, owner).run(personal, before, uids);
    } catch (StorageException | UncheckedIOException | IOException e) {
      LOG.warn("the script {} of account {} was not run: {}", name, event.where.account(), e);
    } catch (RuntimeException e) {
      LOG.error("the script {} of account {} met a bug", name, event.where.account(), e);
    }
  }
}
