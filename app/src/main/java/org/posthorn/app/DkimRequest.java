package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.SiteAnswer.DkimKeyPage;

/// Asks about the keys that mail is signed with.
sealed interface DkimRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  /// Makes a signing key.
  ///
  /// @param algorithm `rsa` or `ed25519`
  /// @param bits of an RSA key
  record AddDkimKey(
      String domain, String algorithm, @Nullable String selector, @Nullable Integer bits)
      implements DkimRequest<DkimKeyPage> {}

  /// Makes successors of the keys that sign, or the first ones.
  record RotateDkimKeys(String domain) implements DkimRequest<DkimKeyPage> {}

  record ListDkimKeys(String domain) implements DkimRequest<DkimKeyPage> {}

  /// Lets a key sign. The answer has the keys that it has replaced, too.
  ///
  /// @param force whether or not DNS has its record
  record ActivateDkimKey(String domain, String selector, boolean force)
      implements DkimRequest<DkimKeyPage> {}

  record RetireDkimKey(String domain, String selector) implements DkimRequest<DkimKeyPage> {}

  record RemoveDkimKey(String domain, String selector) implements DkimRequest<Done> {}
}
