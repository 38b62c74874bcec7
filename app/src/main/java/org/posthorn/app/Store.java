package org.posthorn.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.content.Disclaimers;
import org.posthorn.domain.delivery.Defragmentation;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.Filtering;
import org.posthorn.domain.delivery.Outbound;
import org.posthorn.domain.delivery.QueueStory;
import org.posthorn.domain.delivery.RouteTable;
import org.posthorn.domain.delivery.SuccessReports;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.feedback.FeedbackStore;
import org.posthorn.domain.feedback.ReceivedStore;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.domain.fragment.FragmentLimits;
import org.posthorn.domain.fragment.Fragments;
import org.posthorn.domain.guard.Signing;
import org.posthorn.domain.journal.Journals;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.StsStore;
import org.posthorn.domain.search.SearchIndex;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.Traces;
import org.posthorn.domain.transfer.Transfer;
import org.posthorn.platform.dns.Resolver;
import org.posthorn.platform.dns.ResolverConfig;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.smtp.JoinedMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is kept, opened, and who answers for the rest of the world: the floor that the servers
/// and the administrator's commands share. Owns the data folder while it is open.
record Store(
    Path folder,
    Storage storage,
    Directory directory,
    MailStore mail,
    SearchIndex index,
    MailQueue queue,
    Suppressions suppressions,
    RouteTable routes,
    Outbound outbound,
    Delivery delivery,
    Filters filters,
    Postmaster postmaster,
    Disclaimers disclaimers,
    Journals journals,
    Traces traces,
    FeedbackStore feedback,
    ReceivedStore received,
    TraceIds ids,
    Resolver dns,
    InstantSource clock)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final Schemas SCHEMAS =
      new Schemas(
          List.of(
              Directory.SCHEMA,
              MailQueue.DIRECTORY_SCHEMA,
              Disclaimers.DIRECTORY_SCHEMA,
              Journals.DIRECTORY_SCHEMA,
              FeedbackStore.SCHEMA,
              StsStore.SCHEMA),
          List.of(
              MailStore.SCHEMA,
              SearchIndex.SCHEMA,
              MailQueue.SCHEMA,
              Traces.SCHEMA,
              Fragments.SCHEMA,
              Filters.SCHEMA,
              Transfer.SCHEMA));

  /// @throws StorageException when it cannot be opened; nothing stays open then
  /// @throws CannotStart when the configuration makes no sense
  static Store open(Config config, InstantSource clock, SecureRandom random) throws CannotStart {
    var routes = Sending.routes(config.outbound());
    var postmaster = ReportWriting.postmaster(config, clock, random);
    var storage = Storage.open(storageConfig(config), SCHEMAS);
    try {
      if (storage.partitions().isEmpty())
        log.info("made the first partition, {}", storage.createPartition().id());
      var directory = directory(config, storage, clock, random);
      var mail = new MailStore(storage::partition, clock, config.mailboxes().keepExpunged());
      var dns = new Resolver(resolverConfig(config), clock, random);
      var queue =
          new MailQueue(
              storage, Sending.queueConfig(config.outbound()), new QueueStory(clock), clock);
      var suppressions = new Suppressions(storage.directory(), clock);
      var outbound = new Outbound(queue, suppressions, routes);
      var disclaimers = new Disclaimers(storage.directory(), clock);
      var ids = new TraceIds(clock, random);
      var success = new SuccessReports(directory, postmaster, ids, clock);
      var finishing = finishing(config, directory, disclaimers, clock, random);
      var joining = joining(config, storage, finishing, ids, clock);
      var filters =
          filters(
              config,
              new Filters.Place(
                  storage::partition,
                  mail,
                  directory,
                  postmaster.host(),
                  ZoneId.systemDefault(),
                  clock,
                  random,
                  directory::maySendAs));
      var delivery =
          new Delivery(directory, mail, outbound, success, () -> storage.partitions().getFirst());
      return new Store(
          config.server().data(),
          storage,
          directory,
          mail,
          new SearchIndex(mail, storage::partition, config.search().limits()),
          queue,
          suppressions,
          routes,
          outbound,
          delivery.filtering(new Filtering(filters, ids)).joining(joining),
          filters,
          postmaster,
          disclaimers,
          new Journals(storage.directory(), clock),
          new Traces(() -> storage.partitions().stream().map(storage::partition).toList()),
          new FeedbackStore(storage.directory()),
          new ReceivedStore(storage.directory()),
          ids,
          dns,
          clock);
    } catch (CannotStart | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private static Directory directory(
      Config config, Storage storage, InstantSource clock, SecureRandom random) throws CannotStart {
    var tokens = TokenIntrospection.of(config.tokens(), clock);
    var logins = DirectoryConfig.DEFAULT.withTokens(tokens);
    return new Directory(storage.directory(), logins, clock, random);
  }

  private static Filters filters(Config config, Filters.Place place) throws CannotStart {
    var filters = new Filters(place);
    try {
      filters.read(config.filters().sources());
      return filters;
    } catch (SiteScripts.FaultyScriptException e) {
      throw new CannotStart("[filters]: " + e.getMessage());
    }
  }

  private static JoinedMail finishing(
      Config config,
      Directory directory,
      Disclaimers disclaimers,
      InstantSource clock,
      SecureRandom random) {
    return new JoinedMail(
        new ContentChain(disclaimers),
        new Signing(directory.dkimKeys()::active, clock),
        () -> HostName.configuredOrOfMachine(config.server()),
        random);
  }

  private static Defragmentation.Joining joining(
      Config config, Storage storage, JoinedMail finishing, TraceIds ids, InstantSource clock) {
    var mode = config.smtp().joinParts() ? Defragmentation.Mode.ON : Defragmentation.Mode.OFF;
    return new Defragmentation.Joining(
        mode, storage, fragmentLimits(config), finishing, ids, clock);
  }

  /// The sender of a part hears of a delay at its time, so half of that is left to send it on.
  private static FragmentLimits fragmentLimits(Config config) {
    return new FragmentLimits(
        config.limits().messageSize().bytes(), config.outbound().delayNotice().dividedBy(2));
  }

  private static ResolverConfig resolverConfig(Config config) {
    var servers = config.dns().servers();
    return servers.isEmpty() ? ResolverConfig.system() : ResolverConfig.of(servers);
  }

  private static StorageConfig storageConfig(Config config) {
    var settings = config.storage();
    var engine =
        switch (settings.engine()) {
          case SQLITE -> new StorageConfig.Sqlite();
          case POSTGRESQL ->
              new StorageConfig.Postgresql(
                  settings.hosts(),
                  settings.database(),
                  settings.user(),
                  passwordOf(settings.passwordFile()));
        };
    return StorageConfig.of(config.server().data(), engine);
  }

  private static Supplier<String> passwordOf(@Nullable Path file) {
    return () -> file == null ? "" : SecretFile.ofStorage(file);
  }

  @Override
  public void close() {
    dns.close();
    directory.close();
    storage.close();
  }
}
