package org.posthorn.wire.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Where a domain wants its TLS reports: the text record at `_smtp._tls` (RFC 8460 §3).
public record TlsReportRecord(List<Destination> destinations) {

  /// The label below which the record is.
  public static final String LABEL = "_smtp._tls";

  /// Destinations of one record that are looked at.
  static final int MAX_DESTINATIONS = 20;

  private static final int MAX_CHARACTERS = 8_192;
  private static final Pattern VERSION = Pattern.compile("v=TLSRPTv1[ \t]*(;.*|)", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\\x20-\\x3A\\x3C-\\x7E]+");

  public TlsReportRecord {
    destinations = List.copyOf(destinations);
  }

  /// A place that takes reports.
  public sealed interface Destination {

    record ByMail(EmailAddress address) implements Destination {
      @Override
      public String toString() {
        return address.toString();
      }
    }

    /// By POST.
    record ByHttps(URI uri) implements Destination {
      @Override
      public String toString() {
        return uri.toString();
      }
    }
  }

  /// The one record that counts; null when there is none, more than one, or it is malformed.
  ///
  /// @param texts all text records at the label, each joined
  public static @Nullable TlsReportRecord among(List<String> texts) {
    var versions =
        texts.stream()
            .filter(text -> text.length() <= MAX_CHARACTERS && VERSION.matcher(text).matches())
            .toList();
    return versions.size() == 1 ? parse(versions.getFirst()) : null;
  }

  private static @Nullable TlsReportRecord parse(String text) {
    var fields = text.strip().split("[ \t]*;[ \t]*", 0);
    String rua = null;
    for (int i = 1; i < fields.length; i++) {
      if (!FIELD.matcher(fields[i]).matches()) return null;
      if (fields[i].startsWith("rua=") && rua == null) rua = fields[i].substring(4);
    }
    if (rua == null) return null;
    var destinations = new ArrayList<Destination>();
    for (var uri : rua.split(",", -1)) {
      var destination = destinations.size() < MAX_DESTINATIONS ? destination(uri.strip()) : null;
      if (destination != null) destinations.add(destination);
    }
    return new TlsReportRecord(destinations);
  }

  /// Null for what is neither; such a destination is left out.
  private static @Nullable Destination destination(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return switch (scheme) {
        case "mailto" -> new Destination.ByMail(EmailAddress.parse(mailbox(uri)));
        case "https" ->
            uri.getHost() == null || uri.getUserInfo() != null
                ? null
                : new Destination.ByHttps(uri);
        default -> null;
      };
    } catch (URISyntaxException | AddressException _) {
      return null;
    }
  }

  /// RFC 6068 §2: header fields behind a question mark are not for us.
  private static String mailbox(URI uri) {
    var part = uri.getSchemeSpecificPart();
    int query = part.indexOf('?');
    return query < 0 ? part : part.substring(0, query);
  }
}
