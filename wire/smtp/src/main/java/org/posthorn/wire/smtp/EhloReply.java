package org.posthorn.wire.smtp;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server said to EHLO or LHLO, as a client reads it (RFC 5321 §4.1.1.1).
///
/// @param domain what the server calls itself
/// @param offers the keywords that are known here, each with its parameters
public record EhloReply(String domain, Map<EhloKeyword, List<String>> offers) {

  public EhloReply {
    offers = Map.copyOf(offers);
  }

  /// ```
  /// ehlo-ok-rsp = "250-" Domain [ SP ehlo-greet ] CRLF *( "250-" ehlo-line CRLF ) …
  /// ehlo-line = ehlo-keyword *( SP ehlo-param )
  /// ```
  public static EhloReply of(Reply reply) {
    var offers = new EnumMap<EhloKeyword, List<String>>(EhloKeyword.class);
    for (var line : reply.lines().subList(1, reply.lines().size())) {
      var words = List.of(line.strip().split(" +", -1));
      var keyword = EhloKeyword.named(words.getFirst());
      if (keyword != null) offers.putIfAbsent(keyword, words.subList(1, words.size()));
    }
    return new EhloReply(reply.lines().getFirst().split(" ", 2)[0], offers);
  }

  /// What is known of a server that answers only to HELO: nothing is offered.
  public static EhloReply withoutOffers(Reply reply) {
    return new EhloReply(reply.lines().getFirst().split(" ", 2)[0], Map.of());
  }

  public boolean offers(EhloKeyword keyword) {
    return offers.containsKey(keyword);
  }

  /// The largest message the server takes; null when it does not say, or says 0 for no limit (RFC
  /// 1870 §4).
  public @Nullable Long maxSize() {
    var parameters = offers.getOrDefault(EhloKeyword.SIZE, List.of());
    if (parameters.isEmpty() || !parameters.getFirst().matches("[0-9]{1,18}")) return null;
    long size = Long.parseLong(parameters.getFirst());
    return size == 0 ? null : size;
  }

  /// The least time that the server may be given to deliver or return a message (RFC 2852 §2); 0
  /// when it names none.
  public int leastBySeconds() {
    var parameters = offers.getOrDefault(EhloKeyword.DELIVERBY, List.of());
    if (parameters.isEmpty() || !parameters.getFirst().matches("[0-9]{1,9}")) return 0;
    return Integer.parseInt(parameters.getFirst());
  }

  /// The names of the SASL mechanisms that may be used now, in upper case (RFC 4954 §3).
  public List<String> mechanisms() {
    return offers.getOrDefault(EhloKeyword.AUTH, List.of()).stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .toList();
  }

  /// The limits that the server says it has (RFC 9422).
  public SessionLimits limits() {
    return SessionLimits.of(offers.getOrDefault(EhloKeyword.LIMITS, List.of()));
  }
}
