package org.posthorn.domain.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Work;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.Script.Tracing;
import org.posthorn.wire.sieve.ScriptName;
import org.posthorn.wire.sieve.SieveCompiler;
import org.posthorn.wire.sieve.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everybody's filters: the administrator's scripts before, an account's active script, the
/// administrator's scripts after. Any thread may call.
///
/// The next script runs when the one before has left the message where it is, by the implicit keep
/// or by `keep`; what it has put elsewhere or thrown away is done with.
public final class Filters {

  private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

  /// The tables that each partition needs.
  public static final Migrations SCHEMA = Migrations.of("filters", "scripts");

  /// Stands for an account that nobody has, where a script is only tried.
  public static final long NOBODY = 0;

  /// Octets of the texts of compiled scripts that are kept; compiled they take about ten times as
  /// much.
  private static final long MAX_COMPILED_OCTETS = 8L << 20;

  private static final Duration COMPILED_KEPT = Duration.ofHours(1);

  private final Place place;
  private final FilterScripts scripts;
  private final AtomicReference<SiteScripts> site = new AtomicReference<>(SiteScripts.NONE);
  private final Cache<Version, Personal> compiled =
      Caffeine.newBuilder()
          .maximumWeight(MAX_COMPILED_OCTETS)
          .weigher((Version _, Personal personal) -> personal.octets)
          .expireAfterAccess(COMPILED_KEPT)
          .build();

  /// Where filters run.
  ///
  /// @param directory whose lists scripts may ask
  /// @param host its name, for Message-IDs and `environment`
  /// @param zone of `currentdate`
  /// @param random for Message-IDs
  /// @param maySendAs whether an account may send in the name of an address
  public record Place(
      Function<PartitionId, Partition> partitions,
      MailStore mail,
      Directory directory,
      DomainName host,
      ZoneId zone,
      InstantSource clock,
      RandomGenerator random,
      BiPredicate<AccountId, EmailAddress> maySendAs) {}

  private record Version(long account, String name, long version, long site) {}

  /// An account's script; without a script when it cannot be compiled any more.
  record Personal(@Nullable Script script, String fault, int octets) {}

  /// One script of the way that a message takes.
  ///
  /// @param script null when it cannot be run, because of `fault`
  /// @param own whether it is the account's
  record Stage(@Nullable Script script, String fault, boolean own) {}

  public Filters(Place place) {
    this.place = place;
    scripts = new FilterScripts(place.partitions, this.site::get, place.clock);
  }

  public FilterScripts scripts() {
    return scripts;
  }

  /// Reads the administrator's scripts, and runs them from now on; those of before go on when one
  /// of them is faulty.
  public void read(SiteScripts.Sources sources) throws SiteScripts.FaultyScriptException {
    site.set(SiteScripts.read(sources, site.get().version() + 1));
  }

  /// Whether anything runs for this account; for most there is nothing.
  public boolean concern(Account account) {
    return !site.get().isEmpty() || scripts.active(MailAccount.of(account)).name() != null;
  }

  /// Whether the account's own script can refuse a message, so that it must be asked alone.
  public boolean mayReject(Account account) {
    var mail = MailAccount.of(account);
    var active = scripts.active(mail);
    var name = active.name();
    if (name == null) return false;
    var script = personal(mail, active.version(), name).script;
    return script != null && script.mayReject();
  }

  /// Runs everything that runs for the subject's account.
  ///
  /// @param soon what is to be remembered of other copies of the same message
  /// @throws IOException when the message cannot be read
  public Filtered run(Subject subject, List<Memory> soon) throws IOException {
    var account = MailAccount.of(subject.account());
    return run(subject, chain(account), soon, Tracing.OFF).filtered();
  }

  /// Remembers what cannot be written together with the message, before it is stored: all of it or
  /// nothing.
  ///
  /// @throws Memory.KnownMeanwhile the filters have to be run again
  public void claim(List<Memory> memories) {
    var claimed = new ArrayList<Memory>();
    for (var memory : memories) {
      if (inPartition(memory, memory::put)) {
        claimed.add(memory);
        continue;
      }
      release(claimed);
      throw new Memory.KnownMeanwhile();
    }
  }

  /// Remembers the same in any case.
  public void remember(List<Memory> memories) {
    for (var memory : memories)
      inPartition(
          memory,
          tx -> {
            memory.write(tx);
            return true;
          });
  }

  /// Takes back what was claimed for a message that was not stored after all.
  public void release(List<Memory> memories) {
    for (var memory : memories)
      inPartition(
          memory,
          tx -> {
            memory.forget(tx);
            return true;
          });
  }

  private boolean inPartition(Memory memory, Work<Boolean> work) {
    return place.partitions.apply(memory.account().partition()).write(work);
  }

  /// What a trial came to.
  public record Trial(Filtered filtered, List<TraceStep> trace) {
    public Trial {
      trace = List.copyOf(trace);
    }
  }

  /// Runs one script as the account's own, with the administrator's around it, and writes down
  /// every step. Nothing is done: what comes of it is only told.
  ///
  /// @throws IOException when the message cannot be read
  public Trial test(Subject subject, Script script) throws IOException {
    var chain = new ArrayList<Stage>();
    for (var one : site.get().before()) chain.add(new Stage(one, "", false));
    chain.add(new Stage(script, "", true));
    for (var one : site.get().after()) chain.add(new Stage(one, "", false));
    return run(subject, chain, List.of(), Tracing.ON);
  }

  /// The same as if something had happened in a mailbox (RFC 6785); only this script runs then.
  ///
  /// @param flags of the message
  /// @throws IOException when the message cannot be read
  public Trial test(Subject subject, Script script, EventItems items, List<String> flags)
      throws IOException {
    return EventTrial.run(place, subject, script, items, flags);
  }

  private Trial run(Subject subject, List<Stage> chain, List<Memory> soon, Tracing tracing)
      throws IOException {
    var account = MailAccount.of(subject.account());
    var now = place.clock.instant();
    var outside = new StoreOutside(place, subject.account(), now);
    for (var memory : soon)
      if (memory.account().id() == account.id()) outside.soonRemembers(memory.key());
    return new FilterRun(place, subject, outside, now, tracing).run(chain);
  }

  private List<Stage> chain(MailAccount account) {
    var now = site.get();
    var chain = new ArrayList<Stage>();
    for (var script : now.before()) chain.add(new Stage(script, "", false));
    var active = scripts.active(account);
    var name = active.name();
    if (name != null) {
      var personal = personal(account, active.version(), name);
      chain.add(new Stage(personal.script, personal.fault, true));
    }
    for (var script : now.after()) chain.add(new Stage(script, "", false));
    return chain;
  }

  Place place() {
    return place;
  }

  /// One of an account's scripts as it is now; null when there is none of that name.
  @Nullable Personal personal(MailAccount account, String name) {
    var version = scripts.active(account).version();
    return scripts.content(account, name) == null ? null : personal(account, version, name);
  }

  private Personal personal(MailAccount account, long version, String name) {
    var key = new Version(account.id(), name, version, site.get().version());
    return Objects.requireNonNull(compiled.get(key, _ -> compile(account, name)));
  }

  private Personal compile(MailAccount account, String name) {
    var content = scripts.content(account, name);
    // It was deleted a moment ago.
    if (content == null) content = new byte[0];
    return switch (compile(account, name, content)) {
      case null -> new Personal(null, "the server made a mistake when it read it", 1);
      case Compilation.Compiled(var script, var _) -> new Personal(script, "", content.length + 1);
      case Compilation.Refused refused -> new Personal(null, refused.text(), content.length + 1);
    };
  }

  /// Null when the server itself is at fault, so that no mail is refused for it.
  private @Nullable Compilation compile(MailAccount account, String name, byte[] content) {
    try {
      return SieveCompiler.compile(ScriptName.personal(name), content, scripts.settings(account));
    } catch (StorageException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("the filter {} of account {} met a bug", name, account.id(), e);
      return null;
    }
  }
}
