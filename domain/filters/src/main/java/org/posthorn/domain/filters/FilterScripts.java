package org.posthorn.domain.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.CompileSettings;
import org.posthorn.wire.sieve.ScriptName;
import org.posthorn.wire.sieve.SieveCompiler;

/// The Sieve scripts of accounts, each in its account's partition: any number within
/// [FilterLimits], of which one may be active.
///
/// Which one is active is remembered for some seconds, since every delivery asks: a change made on
/// this node counts at once, on others after [#KEPT]. Any thread may call.
public final class FilterScripts {

  static final Duration KEPT = Duration.ofSeconds(5);

  /// Accounts that get mail at the same time.
  private static final int MAX_KNOWN = 50_000;

  private final Function<PartitionId, Partition> partitions;
  private final Supplier<SiteScripts> site;
  private final InstantSource clock;
  private final Cache<Long, Active> known =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(KEPT).build();

  /// The script that is run for an account.
  ///
  /// @param version changes with each change to any script of the account
  /// @param name null when none is
  record Active(long version, @Nullable String name) {
    static final Active NOTHING = new Active(0, null);
  }

  /// Scripts in these partitions.
  ///
  /// @param site the administrator's scripts as they are now, which others include
  public FilterScripts(
      Function<PartitionId, Partition> partitions,
      Supplier<SiteScripts> site,
      InstantSource clock) {
    this.partitions = partitions;
    this.site = site;
    this.clock = clock;
  }

  /// All scripts of an account, by name.
  public List<StoredScript> list(MailAccount account) {
    return partition(account).read(tx -> ScriptRows.all(tx, account.id()));
  }

  /// The text of a script; null when there is none of that name.
  public byte @Nullable [] content(MailAccount account, String name) {
    return partition(account).read(tx -> ScriptRows.content(tx, account.id(), folded(name)));
  }

  /// Whether a script of that size could be stored; [ScriptOutcome.Done] when it could.
  public ScriptOutcome haveSpace(MailAccount account, String name, long octets) {
    if (!ScriptName.isValid(name)) return new ScriptOutcome.BadName();
    if (octets > FilterLimits.MAX_SCRIPT_OCTETS) return new ScriptOutcome.TooLarge();
    return partition(account).read(tx -> room(tx, account, folded(name), octets));
  }

  /// Stores a script, new or instead of the one of its name, when it compiles. When that one is
  /// active the new one is.
  public ScriptOutcome put(MailAccount account, String name, byte[] content) {
    if (!ScriptName.isValid(name)) return new ScriptOutcome.BadName();
    if (content.length > FilterLimits.MAX_SCRIPT_OCTETS) return new ScriptOutcome.TooLarge();
    var compilation = compile(account, name, content);
    if (compilation instanceof Compilation.Refused refused)
      return new ScriptOutcome.DoesNotCompile(refused);
    var now = clock.instant();
    var outcome =
        partition(account)
            .write(tx -> {
              ScriptRows.lock(tx, account.id());
              var room = room(tx, account, folded(name), content.length);
              if (!(room instanceof ScriptOutcome.Done)) return room;
              ScriptRows.put(tx, account.id(), folded(name), content, now);
              return new ScriptOutcome.Done(compilation.warnings());
            });
    known.invalidate(account.id());
    return outcome;
  }

  private static ScriptOutcome room(Transaction tx, MailAccount account, String name, long octets)
      throws java.sql.SQLException {
    int others = 0;
    long taken = 0;
    for (var script : ScriptRows.all(tx, account.id())) {
      if (script.name().equals(name)) continue;
      others++;
      taken += script.octets();
    }
    if (others >= FilterLimits.MAX_SCRIPTS) return new ScriptOutcome.TooManyScripts();
    if (taken + octets > FilterLimits.MAX_OCTETS) return new ScriptOutcome.TooManyOctets();
    return ScriptOutcome.Done.plainly();
  }

  /// Compiles a text as a script of this account, with what it includes.
  public Compilation compile(MailAccount account, String name, byte[] content) {
    return SieveCompiler.compile(ScriptName.personal(name), content, settings(account));
  }

  CompileSettings settings(MailAccount account) {
    return site.get().settings(name -> content(account, name));
  }

  /// Makes a script the one that is run.
  ///
  /// @param name null for none
  public ScriptOutcome activate(MailAccount account, @Nullable String name) {
    return change(
        account,
        tx -> {
          if (name != null && !ScriptRows.exists(tx, account.id(), folded(name)))
            return new ScriptOutcome.NoSuchScript();
          ScriptRows.activate(tx, account.id(), name == null ? null : folded(name));
          return ScriptOutcome.Done.plainly();
        });
  }

  /// Deletes a script that is not active.
  public ScriptOutcome delete(MailAccount account, String name) {
    return change(
        account,
        tx -> {
          if (!ScriptRows.exists(tx, account.id(), folded(name)))
            return new ScriptOutcome.NoSuchScript();
          if (folded(name).equals(ScriptRows.active(tx, account.id()).name()))
            return new ScriptOutcome.IsActive();
          ScriptRows.delete(tx, account.id(), folded(name));
          return ScriptOutcome.Done.plainly();
        });
  }

  /// Renames a script; an active one stays active (RFC 5804 §2.11.1).
  public ScriptOutcome rename(MailAccount account, String from, String to) {
    if (!ScriptName.isValid(to)) return new ScriptOutcome.BadName();
    return change(
        account,
        tx -> {
          if (!ScriptRows.exists(tx, account.id(), folded(from)))
            return new ScriptOutcome.NoSuchScript();
          if (ScriptRows.exists(tx, account.id(), folded(to)))
            return new ScriptOutcome.AlreadyExists();
          boolean active = folded(from).equals(ScriptRows.active(tx, account.id()).name());
          ScriptRows.rename(tx, account.id(), folded(from), folded(to));
          if (active) ScriptRows.activate(tx, account.id(), folded(to));
          return ScriptOutcome.Done.plainly();
        });
  }

  private ScriptOutcome change(
      MailAccount account, org.posthorn.platform.storage.Work<ScriptOutcome> work) {
    var outcome =
        partition(account)
            .write(tx -> {
              ScriptRows.lock(tx, account.id());
              return work.run(tx);
            });
    known.invalidate(account.id());
    return outcome;
  }

  /// Forgets all that an account has, for good.
  public void remove(MailAccount account) {
    partition(account)
        .write(tx -> {
          ScriptRows.forget(tx, account.id());
          return null;
        });
    known.invalidate(account.id());
  }

  Active active(MailAccount account) {
    return Objects.requireNonNull(
        known.get(
            account.id(), _ -> partition(account).read(tx -> ScriptRows.active(tx, account.id()))));
  }

  /// Names that look alike are the same.
  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }
}
