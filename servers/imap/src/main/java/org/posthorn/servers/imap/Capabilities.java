package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.wire.imap.Capability;

/// What CAPABILITY tells in each state (RFC 9051 §6.1.1): nothing that would then be refused.
final class Capabilities {

  private static final List<Capability> ALWAYS =
      List.of(
          Capability.IMAP4REV1,
          Capability.IMAP4REV2,
          // RFC 7888 §3 allows one of LITERAL+ and LITERAL-; this one saves the round trip of every
          // APPEND, and a message that is refused is read off.
          Capability.LITERAL_PLUS,
          Capability.SASL_IR,
          Capability.ENABLE,
          Capability.ID,
          Capability.LANGUAGE,
          Capability.LOGIN_REFERRALS);

  private static final List<Capability> AFTER_LOGIN =
      List.of(
          Capability.IDLE,
          Capability.NAMESPACE,
          Capability.CHILDREN,
          Capability.UNSELECT,
          Capability.UIDPLUS,
          Capability.MOVE,
          Capability.LIST_EXTENDED,
          Capability.LIST_STATUS,
          Capability.STATUS_SIZE,
          Capability.SPECIAL_USE,
          Capability.CREATE_SPECIAL_USE,
          Capability.ESEARCH,
          Capability.SEARCHRES,
          Capability.WITHIN,
          Capability.I18NLEVEL_2,
          Capability.SORT,
          Capability.SORT_DISPLAY,
          Capability.ESORT,
          Capability.THREAD_ORDEREDSUBJECT,
          Capability.THREAD_REFERENCES,
          Capability.CONTEXT_SEARCH,
          Capability.CONTEXT_SORT,
          Capability.FILTERS,
          Capability.PARTIAL,
          Capability.INPROGRESS,
          Capability.MULTISEARCH,
          Capability.SEARCH_FUZZY,
          Capability.SAVEDATE,
          Capability.CONDSTORE,
          Capability.QRESYNC,
          Capability.UIDONLY,
          Capability.UTF8_ACCEPT,
          Capability.BINARY,
          Capability.MULTIAPPEND,
          Capability.CATENATE,
          Capability.REPLACE,
          Capability.METADATA,
          Capability.LIST_METADATA,
          Capability.NOTIFY,
          Capability.URLAUTH,
          Capability.PREVIEW,
          Capability.OBJECTID,
          Capability.ACL,
          Capability.RIGHTS,
          Capability.LIST_MYRIGHTS,
          Capability.QUOTA,
          Capability.QUOTA_RES_STORAGE,
          Capability.QUOTA_RES_MESSAGE);

  private Capabilities() {}

  static List<Capability> of(ImapSession session) {
    var all = new ArrayList<>(ALWAYS);
    if (session.state() instanceof SessionState.Known known) {
      all.addAll(AFTER_LOGIN);
      if (known.login().administrator()) all.add(Capability.UNAUTHENTICATE);
      if (!session.connection().isCompressed()) all.add(Capability.COMPRESS_DEFLATE);
      all.add(Capability.appendLimit(session.services().config().appendLimit()));
      var scripted = session.services().scripted();
      if (scripted != null) all.add(Capability.imapSieve(scripted.sieveUrl()));
      return all;
    }
    var connection = session.connection();
    if (connection.canStartTls()) all.add(Capability.STARTTLS);
    if (!connection.isPrivate()) all.add(Capability.LOGINDISABLED);
    for (var mechanism : session.services().logins().offered(SaslLogins.Channel.of(connection)))
      all.add(Capability.auth(mechanism.wireName()));
    return all;
  }
}
