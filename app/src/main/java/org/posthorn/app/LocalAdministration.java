package org.posthorn.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.posthorn.domain.directory.Actor;
import org.posthorn.platform.storage.StorageException;

/// Works on the store itself while no server runs, as the owner of the data folder for that time.
final class LocalAdministration implements Administration {
  private final Store store;
  private final StoreAdministration administration;
  private final SiteAdministration site;

  private LocalAdministration(Config config, Store store) {
    this.store = store;
    this.site = new SiteAdministration(store, SiteFacts.stopped(config), new SecureRandom());
    this.administration = new StoreAdministration(store, new Actor("console"));
  }

  static LocalAdministration open(Config config) throws AdminRefused {
    try {
      return new LocalAdministration(
          config, Store.open(config, InstantSource.system(), new SecureRandom()));
    } catch (StorageException | CannotStart e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public <R extends AdminAnswer> R ask(AdminRequest<R> request, Progress progress)
      throws AdminRefused {
    return switch (request) {
      case AdminRequest.OfStore<R> ofStore -> administration.answer(ofStore, progress);
      case AdminRequest.OfSite<R> ofSite -> site.answer(ofSite);
      case AdminRequest.OfServer<R> _ -> throw new AdminRefused("No server runs on this folder.");
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
