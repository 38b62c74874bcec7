package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The commands of URLAUTH (RFC 4467 §7).
final class UrlAuthParser {
  private UrlAuthParser() {}

  /// `resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]`
  static ImapCommand resetKey(Cursor cursor) throws ImapSyntaxException {
    if (!cursor.skipIf(' ')) return new AfterLogin.ResetKey(null, List.of());
    var mailbox = cursor.mailbox();
    var mechanisms = new ArrayList<String>();
    while (cursor.skipIf(' ')) {
      if (mechanisms.size() == ImapLimits.URLS) throw cursor.fault("Too many mechanisms");
      mechanisms.add(cursor.atom().toUpperCase(Locale.ROOT));
    }
    return new AfterLogin.ResetKey(mailbox, mechanisms);
  }

  /// `genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)`
  static ImapCommand generate(Cursor cursor) throws ImapSyntaxException {
    var urls = new ArrayList<AfterLogin.GenUrlAuth.Rump>();
    cursor.space();
    do {
      if (urls.size() == ImapLimits.URLS) throw cursor.fault("Too many URLs");
      var url = cursor.text();
      cursor.space();
      urls.add(new AfterLogin.GenUrlAuth.Rump(url, cursor.atom().toUpperCase(Locale.ROOT)));
    } while (cursor.skipIf(' '));
    return new AfterLogin.GenUrlAuth(urls);
  }

  /// `urlfetch = "URLFETCH" 1*(SP url-full)`
  static ImapCommand fetch(Cursor cursor) throws ImapSyntaxException {
    var urls = new ArrayList<String>();
    cursor.space();
    do {
      if (urls.size() == ImapLimits.URLS) throw cursor.fault("Too many URLs");
      urls.add(cursor.text());
    } while (cursor.skipIf(' '));
    return new AfterLogin.UrlFetch(urls);
  }
}
