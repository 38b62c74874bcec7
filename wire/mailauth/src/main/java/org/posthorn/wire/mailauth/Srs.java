package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The sender rewriting scheme: a forwarder's own address that leads back to whom it stands for, so
/// that SPF asks the forwarder's domain, and reports find their way.
///
/// ```
/// SRS0=hash=day=host=local@forwarder      local@host, by us
/// SRS1=hash=host=RESTOFSRS0@forwarder     SRS0RESTOFSRS0@host, which was another forwarder's
/// SRS0=hash=day==token@forwarder          what does not fit into 64 octets: the caller keeps it
/// ```
///
/// The hash is 40 bits of HMAC-SHA-256 over the rest in small letters, because there are hosts that
/// write local parts so; the day counts modulo 1024. What is behind `SRS0` of another forwarder
/// means nothing to us and is kept as it is. Immutable; holds secrets, so it is never printed.
public final class Srs {

  /// How long an address leads back: reports come days after the message, and every forwarder on
  /// the way may have had it in a queue.
  public static final int MAX_DAYS = 21;

  /// Octets that a secret has at least.
  public static final int MIN_SECRET = 16;

  /// Characters of a token: 80 bits.
  public static final int TOKEN_LENGTH = 16;

  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int HASH_LENGTH = 8;
  private static final int DAYS = 1024;

  private final List<byte[]> secrets;
  private final long day;

  /// @param secrets the first is used for new addresses, all are for old ones
  /// @param day since 1970
  public Srs(List<byte[]> secrets, long day) {
    if (secrets.isEmpty()) throw new IllegalArgumentException("no secret");
    for (var secret : secrets)
      if (secret.length < MIN_SECRET) throw new IllegalArgumentException("a short secret");
    this.secrets = secrets.stream().map(byte[]::clone).toList();
    this.day = day;
  }

  /// What an address of this kind came to.
  public sealed interface Reversed {
    /// It leads back to this one.
    record Original(EmailAddress address) implements Reversed {}

    /// It leads back to what was kept by this token, in small letters.
    record Kept(String token) implements Reversed {}

    /// It was never made by us, or has been changed.
    record Forged() implements Reversed {}

    /// It was made by us, too long ago.
    record Expired() implements Reversed {}
  }

  /// Whether a local part looks like one of these.
  public static boolean isRewritten(Localpart localpart) {
    var text = localpart.text();
    if (text.length() < 5 || "=+-".indexOf(text.charAt(4)) < 0) return false;
    return text.regionMatches(true, 0, "SRS", 0, 3)
        && (text.charAt(3) == '0' || text.charAt(3) == '1');
  }

  /// The address that stands for `sender` at the forwarder; null when there is no room for it.
  public @Nullable EmailAddress rewrite(EmailAddress sender, DomainName forwarder) {
    var text = sender.localpart().text();
    var host = sender.domain().ascii();
    if (!isRewritten(sender.localpart()))
      return signed("SRS0", today() + host + "=" + text, forwarder);
    if (text.charAt(3) == '0') return signed("SRS1", host + "=" + text.substring(4), forwarder);
    // Of a chain of forwarders only the first and the last are in the address.
    int hash = separator(text, 5);
    return hash < 0 ? null : signed("SRS1", text.substring(hash + 1), forwarder);
  }

  /// The address for a sender that the caller keeps under a [#token].
  public EmailAddress rewrite(String token, DomainName forwarder) {
    var address = signed("SRS0", today() + "=" + token, forwarder);
    if (address == null) throw new IllegalArgumentException("not a token: " + token);
    return address;
  }

  /// A name for a sender that nobody else can find out; the same for the same sender.
  public String token(EmailAddress sender) {
    var mac = mac(secrets.getFirst(), "token=" + sender);
    return digits(mac, TOKEN_LENGTH);
  }

  private String today() {
    return dayText(day) + "=";
  }

  private static String dayText(long day) {
    int of = Math.floorMod(day, DAYS);
    return "" + DIGITS.charAt(of >> 5) + DIGITS.charAt(of & 31);
  }

  private @Nullable EmailAddress signed(String tag, String rest, DomainName forwarder) {
    var hash = hash(secrets.getFirst(), tag, rest);
    try {
      return new EmailAddress(new Localpart(tag + "=" + hash + "=" + rest), forwarder);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Null for a local part that is none of these.
  public @Nullable Reversed reverse(Localpart localpart) {
    if (!isRewritten(localpart)) return null;
    var text = localpart.text();
    int hash = separator(text, 5);
    if (hash < 0) return new Reversed.Forged();
    var rest = text.substring(hash + 1);
    var tag = text.substring(0, 4).toUpperCase(Locale.ROOT);
    if (!isOurs(text.substring(5, hash), tag, rest)) return new Reversed.Forged();
    return tag.equals("SRS0") ? first(rest) : later(rest);
  }

  private static int separator(String text, int from) {
    return text.indexOf('=', from);
  }

  private boolean isOurs(String hash, String tag, String rest) {
    var given = hash.toLowerCase(Locale.ROOT).getBytes(UTF_8);
    for (var secret : secrets)
      if (MessageDigest.isEqual(given, hash(secret, tag, rest).getBytes(UTF_8))) return true;
    return false;
  }

  private Reversed first(String rest) {
    int dayEnd = separator(rest, 0);
    if (dayEnd != 2 || !isRecent(rest.substring(0, dayEnd).toLowerCase(Locale.ROOT)))
      return new Reversed.Expired();
    int hostEnd = separator(rest, dayEnd + 1);
    if (hostEnd < 0) return new Reversed.Forged();
    var local = rest.substring(hostEnd + 1);
    return hostEnd == dayEnd + 1
        ? new Reversed.Kept(local.toLowerCase(Locale.ROOT))
        : original(local, rest.substring(dayEnd + 1, hostEnd));
  }

  private boolean isRecent(String text) {
    for (int back = 0; back <= MAX_DAYS; back++) if (dayText(day - back).equals(text)) return true;
    // by a node whose clock is ahead
    return dayText(day + 1).equals(text);
  }

  private static Reversed later(String rest) {
    int hostEnd = separator(rest, 0);
    return hostEnd < 1
        ? new Reversed.Forged()
        : original("SRS0" + rest.substring(hostEnd + 1), rest.substring(0, hostEnd));
  }

  private static Reversed original(String local, String host) {
    try {
      return new Reversed.Original(new EmailAddress(new Localpart(local), DomainName.parse(host)));
    } catch (AddressException | IllegalArgumentException _) {
      return new Reversed.Forged();
    }
  }

  private static String hash(byte[] secret, String tag, String rest) {
    return digits(mac(secret, tag + "=" + rest.toLowerCase(Locale.ROOT)), HASH_LENGTH);
  }

  private static byte[] mac(byte[] secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /// So many digits of five bits each.
  private static String digits(byte[] bytes, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int bit = i * 5;
      int pair = (bytes[bit / 8] & 0xff) << 8 | (bytes[bit / 8 + 1] & 0xff);
      text.append(DIGITS.charAt(pair >> (11 - bit % 8) & 31));
    }
    return text.toString();
  }
}
