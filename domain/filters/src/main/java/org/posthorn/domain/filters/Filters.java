package org.posthorn.domain.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
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
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.Script.Tracing;
import org.posthorn.wire.sieve.ScriptName;
import org.posthorn.wire.sieve.SieveCompiler;
import org.posthorn.wire.sieve.TraceStep;

/// Everybody's filters: the administrator's scripts before, an account's active script, the
/// administrator's scripts after. Any thread may call.
///
/// The next script runs when the one before has left the message where it is, by the implicit keep
/// or by `keep`; what it has put elsewhere or thrown away is done with.
public final class Filters {

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
  /// @param host its name, for Message-IDs and `environment`
  /// @param zone of `currentdate`
  /// @param random for Message-IDs
  /// @param maySendAs whether an account may send in the name of an address
  public record Place(
      Function<PartitionId, Partition> partitions,
      MailStore mail,
      DomainName host,
      ZoneId zone,
      InstantSource clock,
      RandomGenerator random,
      BiPredicate<AccountId, EmailAddress> maySendAs) {}

  private record Version(long account, long version, long site) {}

  /// An account's active script; without a script when it cannot be compiled any more.
  private record Personal(@Nullable Script script, String fault, int octets) {}

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

  /// Runs everything that runs for the subject's account.
  ///
  /// @throws IOException when the message cannot be read
  public Filtered run(Subject subject) throws IOException {
    return run(subject, chain(MailAccount.of(subject.account())), Tracing.OFF).filtered();
  }

  /// Remembers what could not be written together with the message.
  public void remember(List<Memory> memories) {
    var now = place.clock.instant();
    for (var memory : memories)
      place
          .partitions
          .apply(memory.account().partition())
          .write(tx -> {
            memory.write(tx, now);
            return null;
          });
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
    return run(subject, chain, Tracing.ON);
  }

  private Trial run(Subject subject, List<Stage> chain, Tracing tracing) throws IOException {
    var account = MailAccount.of(subject.account());
    var now = place.clock.instant();
    var outside =
        new StoreOutside(place.mail, place.partitions.apply(account.partition()), account, now);
    return new FilterRun(place, subject, outside, now, tracing).run(chain);
  }

  private List<Stage> chain(MailAccount account) {
    var now = site.get();
    var chain = new ArrayList<Stage>();
    for (var script : now.before()) chain.add(new Stage(script, "", false));
    var active = scripts.active(account);
    var name = active.name();
    if (name != null) {
      var version = new Version(account.id(), active.version(), now.version());
      var personal = Objects.requireNonNull(compiled.get(version, _ -> compile(account, name)));
      chain.add(new Stage(personal.script, personal.fault, true));
    }
    for (var script : now.after()) chain.add(new Stage(script, "", false));
    return chain;
  }

  private Personal compile(MailAccount account, String name) {
    var content = scripts.content(account, name);
    // It was deleted a moment ago.
    if (content == null) content = new byte[0];
    return switch (SieveCompiler.compile(
        ScriptName.personal(name), content, scripts.settings(account))) {
      case Compilation.Compiled(var script, var _) -> new Personal(script, "", content.length + 1);
      case Compilation.Refused refused -> new Personal(null, refused.text(), content.length + 1);
    };
  }
}
