package org.posthorn.wire.imap;

import java.util.Locale;

/// One word of a CAPABILITY response, and what ENABLE asks for; upper case.
public record Capability(String name) {

  public static final Capability IMAP4REV1 = new Capability("IMAP4REV1");
  public static final Capability IMAP4REV2 = new Capability("IMAP4REV2");
  public static final Capability STARTTLS = new Capability("STARTTLS");
  public static final Capability LOGINDISABLED = new Capability("LOGINDISABLED");

  /// RFC 4314
  public static final Capability ACL = new Capability("ACL");

  /// RFC 4314 §2.2: the rights that RFC 2086 did not have.
  public static final Capability RIGHTS = new Capability("RIGHTS=KXTE");

  /// RFC 8440
  public static final Capability LIST_MYRIGHTS = new Capability("LIST-MYRIGHTS");

  /// RFC 7889, without a limit that holds everywhere; see [#appendLimit].
  public static final Capability APPENDLIMIT = new Capability("APPENDLIMIT");

  /// RFC 3516
  public static final Capability BINARY = new Capability("BINARY");

  /// RFC 4469
  public static final Capability CATENATE = new Capability("CATENATE");

  /// RFC 3348
  public static final Capability CHILDREN = new Capability("CHILDREN");

  /// RFC 4978
  public static final Capability COMPRESS_DEFLATE = new Capability("COMPRESS=DEFLATE");

  /// RFC 7162
  public static final Capability CONDSTORE = new Capability("CONDSTORE");

  /// RFC 5267
  public static final Capability CONTEXT_SEARCH = new Capability("CONTEXT=SEARCH");

  /// RFC 5267
  public static final Capability CONTEXT_SORT = new Capability("CONTEXT=SORT");

  /// RFC 6154
  public static final Capability CREATE_SPECIAL_USE = new Capability("CREATE-SPECIAL-USE");

  /// RFC 5161
  public static final Capability ENABLE = new Capability("ENABLE");

  /// RFC 4731
  public static final Capability ESEARCH = new Capability("ESEARCH");

  /// RFC 5267
  public static final Capability ESORT = new Capability("ESORT");

  /// RFC 5255
  public static final Capability I18NLEVEL_2 = new Capability("I18NLEVEL=2");

  /// RFC 5466
  public static final Capability FILTERS = new Capability("FILTERS");

  /// RFC 2971
  public static final Capability ID = new Capability("ID");

  /// RFC 2177
  public static final Capability IDLE = new Capability("IDLE");

  /// RFC 9585
  public static final Capability INPROGRESS = new Capability("INPROGRESS");

  /// RFC 5255
  public static final Capability LANGUAGE = new Capability("LANGUAGE");

  /// RFC 5258
  public static final Capability LIST_EXTENDED = new Capability("LIST-EXTENDED");

  /// RFC 9590
  public static final Capability LIST_METADATA = new Capability("LIST-METADATA");

  /// RFC 5819
  public static final Capability LIST_STATUS = new Capability("LIST-STATUS");

  /// RFC 7888
  public static final Capability LITERAL_PLUS = new Capability("LITERAL+");

  /// RFC 7888
  public static final Capability LITERAL_MINUS = new Capability("LITERAL-");

  /// RFC 2221
  public static final Capability LOGIN_REFERRALS = new Capability("LOGIN-REFERRALS");

  /// RFC 5464
  public static final Capability METADATA = new Capability("METADATA");

  /// RFC 6851
  public static final Capability MOVE = new Capability("MOVE");

  /// RFC 3502
  public static final Capability MULTIAPPEND = new Capability("MULTIAPPEND");

  /// RFC 7377
  public static final Capability MULTISEARCH = new Capability("MULTISEARCH");

  /// RFC 2342
  public static final Capability NAMESPACE = new Capability("NAMESPACE");

  /// RFC 5465
  public static final Capability NOTIFY = new Capability("NOTIFY");

  /// RFC 8474
  public static final Capability OBJECTID = new Capability("OBJECTID");

  /// RFC 9394
  public static final Capability PARTIAL = new Capability("PARTIAL");

  /// RFC 8970
  public static final Capability PREVIEW = new Capability("PREVIEW");

  /// RFC 7162
  public static final Capability QRESYNC = new Capability("QRESYNC");

  /// RFC 9208
  public static final Capability QUOTA = new Capability("QUOTA");

  /// RFC 9208
  public static final Capability QUOTASET = new Capability("QUOTASET");

  /// RFC 9208
  public static final Capability QUOTA_RES_STORAGE = new Capability("QUOTA=RES-STORAGE");

  /// RFC 9208
  public static final Capability QUOTA_RES_MESSAGE = new Capability("QUOTA=RES-MESSAGE");

  /// RFC 8508
  public static final Capability REPLACE = new Capability("REPLACE");

  /// RFC 4959
  public static final Capability SASL_IR = new Capability("SASL-IR");

  /// RFC 8514
  public static final Capability SAVEDATE = new Capability("SAVEDATE");

  /// RFC 6203
  public static final Capability SEARCH_FUZZY = new Capability("SEARCH=FUZZY");

  /// RFC 5182
  public static final Capability SEARCHRES = new Capability("SEARCHRES");

  /// RFC 5256
  public static final Capability SORT = new Capability("SORT");

  /// RFC 5957
  public static final Capability SORT_DISPLAY = new Capability("SORT=DISPLAY");

  /// RFC 6154
  public static final Capability SPECIAL_USE = new Capability("SPECIAL-USE");

  /// RFC 8438
  public static final Capability STATUS_SIZE = new Capability("STATUS=SIZE");

  /// RFC 5256
  public static final Capability THREAD_ORDEREDSUBJECT = new Capability("THREAD=ORDEREDSUBJECT");

  /// RFC 5256
  public static final Capability THREAD_REFERENCES = new Capability("THREAD=REFERENCES");

  /// RFC 9586
  public static final Capability UIDONLY = new Capability("UIDONLY");

  /// RFC 4315
  public static final Capability UIDPLUS = new Capability("UIDPLUS");

  /// RFC 8437
  public static final Capability UNAUTHENTICATE = new Capability("UNAUTHENTICATE");

  /// RFC 4467
  public static final Capability URLAUTH = new Capability("URLAUTH");

  /// RFC 3691
  public static final Capability UNSELECT = new Capability("UNSELECT");

  /// RFC 6855
  public static final Capability UTF8_ACCEPT = new Capability("UTF8=ACCEPT");

  /// RFC 5032
  public static final Capability WITHIN = new Capability("WITHIN");

  private static final String SIEVE = "IMAPSIEVE=";

  public Capability {
    if (!Chars.isAtom(name)) throw new IllegalArgumentException("a capability is an atom");
    var upper = name.toUpperCase(Locale.ROOT);
    // What it equals is a URL, which is told as it is.
    name = upper.startsWith(SIEVE) ? SIEVE + name.substring(SIEVE.length()) : upper;
  }

  /// `AUTH=` with a SASL mechanism.
  public static Capability auth(String mechanism) {
    return new Capability("AUTH=" + mechanism);
  }

  /// The largest message in octets that any mailbox takes (RFC 7889 §3).
  public static Capability appendLimit(long octets) {
    return new Capability("APPENDLIMIT=" + octets);
  }

  /// Scripts of mailboxes, and the server where they are managed (RFC 6785 §2.1).
  ///
  /// @param url as RFC 5804 §3 writes it
  public static Capability imapSieve(String url) {
    return new Capability(SIEVE + url);
  }

  @Override
  public String toString() {
    return switch (name) {
      case "IMAP4REV1" -> "IMAP4rev1";
      case "IMAP4REV2" -> "IMAP4rev2";
      case "RIGHTS=KXTE" -> "RIGHTS=kxte";
      default -> name;
    };
  }
}
