package org.posthorn.wire.sasl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.Scram.Fault;

/// What a client of OAUTHBEARER or XOAUTH2 says first.
///
/// @param authzid the account to act as; null when it is to follow from the token
/// @param host the name that the client has connected to, if it says
record BearerMessage(@Nullable String authzid, @Nullable String host, Secret token) {

  /// Between the pairs.
  private static final char KVSEP = 1;

  /// More pairs than anybody has a use for: `auth`, `host`, `port` and the four that are reserved
  /// (RFC 7628 §3.1.1).
  private static final int MAX_PAIRS = 16;

  private static final String SCHEME = "bearer ";

  /// The pairs of a message.
  private record Pairs(@Nullable String auth, @Nullable String host, @Nullable String user) {}

  /// `client-resp = gs2-header kvsep *kvpair kvsep` (RFC 7628 §3.1)
  static BearerMessage ofOauthBearer(String text) throws Fault {
    int end = text.indexOf(KVSEP);
    if (end < 0) throw new Fault(SaslFailure.MALFORMED);
    var authzid = gs2Authzid(text.substring(0, end));
    var pairs = pairs(text.substring(end + 1));
    return new BearerMessage(authzid, pairs.host, token(pairs.auth));
  }

  /// `"user=" name kvsep "auth=Bearer " token kvsep kvsep`
  static BearerMessage ofXoauth2(String text) throws Fault {
    var pairs = pairs(text);
    if (pairs.user == null) throw new Fault(SaslFailure.MALFORMED);
    var user = Prepared.name(pairs.user);
    if (user == null) throw new Fault(SaslFailure.UNFIT_NAME_OR_PASSWORD);
    return new BearerMessage(user, null, token(pairs.auth));
  }

  /// `gs2-cb-flag "," [ "a=" saslname ] ","` (RFC 5801 §4). A client that could bind the channel
  /// (`y`) has been offered nothing to bind it by, since there is no form that does.
  private static @Nullable String gs2Authzid(String header) throws Fault {
    var fields = header.split(",", -1);
    if (fields.length != 3 || !fields[2].isEmpty()) throw new Fault(SaslFailure.MALFORMED);
    if (fields[0].startsWith("p=")) throw new Fault(SaslFailure.BINDING_FLAG);
    if (!fields[0].equals("n") && !fields[0].equals("y")) throw new Fault(SaslFailure.MALFORMED);
    if (fields[1].isEmpty()) return null;
    if (!fields[1].startsWith("a=")) throw new Fault(SaslFailure.MALFORMED);
    return Scram.name(fields[1].substring(2));
  }

  /// `*(key "=" value kvsep) kvsep`, to the end. What is unknown is passed over.
  private static Pairs pairs(String text) throws Fault {
    var none = "" + KVSEP;
    if (!text.equals(none) && !text.endsWith(none + none)) throw new Fault(SaslFailure.MALFORMED);
    var found = new Pairs(null, null, null);
    if (text.equals(none)) return found;
    var parts = text.substring(0, text.length() - 2).split(none, MAX_PAIRS + 1);
    if (parts.length > MAX_PAIRS) throw new Fault(SaslFailure.TOO_LONG);
    for (var part : parts) found = with(found, part);
    return found;
  }

  private static Pairs with(Pairs found, String part) throws Fault {
    int equals = part.indexOf('=');
    if (equals < 1 || !isKey(part.substring(0, equals))) throw new Fault(SaslFailure.MALFORMED);
    var value = part.substring(equals + 1);
    return switch (part.substring(0, equals).toLowerCase(Locale.ROOT)) {
      case "auth" -> new Pairs(once(found.auth, value), found.host, found.user);
      case "host" -> new Pairs(found.auth, once(found.host, value), found.user);
      case "user" -> new Pairs(found.auth, found.host, once(found.user, value));
      default -> found;
    };
  }

  private static String once(@Nullable String before, String value) throws Fault {
    if (before != null) throw new Fault(SaslFailure.MALFORMED);
    return value;
  }

  private static boolean isKey(String key) {
    return key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  }

  /// `"Bearer" 1*SP b64token` (RFC 6750 §2.1)
  private static Secret token(@Nullable String auth) throws Fault {
    if (auth == null || !auth.toLowerCase(Locale.ROOT).startsWith(SCHEME))
      throw new Fault(SaslFailure.MALFORMED);
    var token = auth.substring(SCHEME.length()).replaceFirst("^ +", "");
    if (!token.matches("[A-Za-z0-9._~+/-]+=*")) throw new Fault(SaslFailure.MALFORMED);
    return Secret.of(token);
  }
}
