package org.posthorn.domain.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.queue.Origin;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.ReversePath;

/// The forms in which one message leaves, each made once. Owned by the thread that delivers; open
/// until the message is stored.
///
/// What strangers have sent to an address of ours that leads elsewhere goes on under an envelope
/// sender of ours, because SPF of their domains does not know us, and sealed by our domain, because
/// others cannot see what we saw. Our own users' mail leaves as it is: it is ours already, and
/// signed. A list sends in its own name, whoever has written.
final class Departures implements AutoCloseable {

  private final Handover handover;
  private final Directory directory;
  private final List<Spool> spools = new ArrayList<>();
  private final Map<Form, Departure> made = new LinkedHashMap<>();
  private final Map<Form, NewEmail> posted = new HashMap<>();
  private final Map<Form, Spool> arrived = new HashMap<>();
  private final IdentityHashMap<SieveMessage, Spool> edited = new IdentityHashMap<>();
  private @Nullable Spool plain;
  private @Nullable Departure asSent;

  private Departures(Handover handover, Directory directory) {
    this.handover = handover;
    this.directory = directory;
  }

  /// Makes all that the handover's recipients need; none for a message that stays.
  static Departures of(Handover handover, Directory directory) throws IOException {
    var departures = new Departures(handover, directory);
    try {
      for (var recipient : handover.recipients()) departures.make(recipient);
      return departures;
    } catch (IOException | RuntimeException e) {
      departures.close();
      throw e;
    }
  }

  /// Makes all that a recipient needs.
  void make(Recipient recipient) throws IOException {
    for (var onward : recipient.elsewhere()) make(onward.form());
    arrive(recipient);
  }

  /// Makes what lists and filters put into mailboxes here.
  void arrive(Recipient recipient) throws IOException {
    for (var post : recipient.posts()) if (!post.accounts().isEmpty()) arrive(post.form());
    for (var passed : recipient.passed()) arrive(passed.form());
  }

  private void arrive(Form form) throws IOException {
    if (!posted.containsKey(form)) posted.put(form, NewEmail.of(arrived(form)));
  }

  Map<Form, Departure> all() {
    return made;
  }

  /// What lists and filters put into mailboxes here.
  Map<Form, NewEmail> posted() {
    return posted;
  }

  private void make(Form form) throws IOException {
    if (!made.containsKey(form)) made.put(form, departure(form));
  }

  private Departure departure(Form form) throws IOException {
    return switch (form) {
      case Form.AsSent _ -> asSent();
      case Form.Forwarded(var by) -> forwarded(by);
      case Form.Posted post -> posted(post);
      case Form.Redirected redirected -> redirected(redirected);
    };
  }

  /// The octets in which an account gets the message, trace fields first.
  Spool arrived(Form form) throws IOException {
    var known = arrived.get(form);
    if (known != null) return known;
    var spool =
        switch (form) {
          case Form.AsSent _, Form.Forwarded _ -> handover.original().octets();
          case Form.Posted post ->
              with(post.of(), "Return-Path: <" + post.owner() + ">\r\n" + ListFields.of(post));
          case Form.Redirected redirected -> passed(redirected);
        };
    arrived.put(form, spool);
    return spool;
  }

  /// With something before it instead of its Return-Path.
  private Spool with(Form of, String before) throws IOException {
    return kept(
        of.equals(Form.AS_SENT) ? handover.original().with(before) : leaving(arrived(of), before));
  }

  /// As an account here gets what another's filter sends on: with the field by which that filter
  /// knows it again, behind the Return-Path.
  private Spool passed(Form.Redirected form) throws IOException {
    var octets = octets(form);
    var returnPath = ReturnPaths.of(octets);
    var passed = kept(handover.original().spools().get());
    try (var in = octets.open()) {
      passed.write(in.readNBytes(Math.toIntExact(returnPath.end())));
      passed.write(redirectedFrom(form).getBytes(StandardCharsets.UTF_8));
      in.transferTo(passed);
      return passed;
    }
  }

  private Spool octets(Form.Redirected form) throws IOException {
    return form.content() instanceof Content.Edited content ? spool(content) : arrived(form.of());
  }

  private static String redirectedFrom(Form.Redirected form) {
    return Subject.REDIRECTED_FROM + ": " + form.by().key() + "\r\n";
  }

  /// What a filter has made of a message.
  NewEmail edited(Content.Edited content) throws IOException {
    return NewEmail.of(spool(content));
  }

  private Spool spool(Content.Edited content) throws IOException {
    var known = edited.get(content.message());
    if (known != null) return known;
    var spool = kept(handover.original().spools().get());
    try (var in = content.message().open()) {
      in.transferTo(spool);
    }
    edited.put(content.message(), spool);
    return spool;
  }

  /// RFC 5228 §4.2, as an alias sends on.
  private Departure redirected(Form.Redirected form) throws IOException {
    var by = form.by();
    var origin = origin(form);
    var told = "sent on by the filter of %s, as <%s>".formatted(by, path(origin.sender()));
    var field = redirectedFrom(form);
    var octets = octets(form);
    var spool = kept(leaving(octets, field));
    var seal = handover.original().seals().seal(spool, by.domain());
    if (seal.isEmpty()) return Departure.of(origin, spool, told);
    return Departure.of(origin, kept(leaving(octets, seal + field)), told + ", sealed");
  }

  /// RFC 6009 §6.1, §7.1: whose filter asks something of the transport hears what became of it.
  private Origin origin(Form.Redirected form) {
    boolean post = form.of() instanceof Form.Posted;
    boolean fromSomebody = post || handover.envelope().from() instanceof ReversePath.Mailbox;
    if (form.wishes().isAny() && fromSomebody)
      return Origin.of(new ReversePath.Mailbox(form.by()), null);
    return form.of() instanceof Form.Posted(var _, var owner, var _, var _)
        ? Origin.of(new ReversePath.Mailbox(owner), null)
        : standingIn(form.by().domain());
  }

  /// With something before it instead of its Return-Path.
  private Spool leaving(Spool octets, String before) throws IOException {
    var returnPath = ReturnPaths.of(octets);
    var leaving = handover.original().spools().get();
    try (var in = octets.open()) {
      leaving.write(before.getBytes(StandardCharsets.UTF_8));
      leaving.write(in.readNBytes(Math.toIntExact(returnPath.offset())));
      in.skipNBytes(returnPath.length());
      in.transferTo(leaving);
      return leaving;
    } catch (IOException | RuntimeException e) {
      leaving.close();
      throw e;
    }
  }

  private Departure asSent() throws IOException {
    var known = asSent;
    if (known != null) return known;
    var departure = Departure.of(origin(), plain(), "");
    asSent = departure;
    return departure;
  }

  private Origin origin() {
    var author = handover.envelope().author();
    return Origin.of(handover.envelope().from(), author == null ? null : author.id());
  }

  private Departure forwarded(DomainName by) throws IOException {
    var origin = standingIn(by);
    var told = "sent on by " + by;
    if (!origin.equals(origin())) told += ", as <%s>".formatted(path(origin.sender()));
    var seal = handover.original().seals().seal(plain(), by);
    if (seal.isEmpty()) return asSent().with(origin, told);
    return Departure.of(origin, kept(handover.original().with(seal)), told + ", sealed");
  }

  /// RFC 5321 §3.9.2, RFC 3461 §5.2.7.1: by its owner, who hears of failures.
  private Departure posted(Form.Posted post) throws IOException {
    var origin = Origin.of(new ReversePath.Mailbox(post.owner()), null);
    var told = "sent on by the list %s, as <%s>".formatted(post.list(), post.owner());
    var fields = ListFields.of(post);
    var spool = with(post.of(), fields);
    var seal = handover.original().seals().seal(spool, post.list().domain());
    if (seal.isEmpty()) return Departure.of(origin, spool, told);
    return Departure.of(origin, with(post.of(), seal + fields), told + ", sealed");
  }

  private static Object path(ReversePath path) {
    return switch (path) {
      case ReversePath.Null _ -> "";
      case ReversePath.Mailbox(var address) -> address;
    };
  }

  /// The same, or with a sender at our domain who stands for a stranger; he hears of failures
  /// himself.
  private Origin standingIn(DomainName by) {
    var envelope = handover.envelope();
    if (envelope.author() != null || !(envelope.from() instanceof ReversePath.Mailbox(var sender)))
      return origin();
    if (directory.isOurs(sender.domain())) return origin();
    var rewritten = directory.senders().rewrite(sender, by);
    return new Origin(new ReversePath.Mailbox(rewritten), sender, null);
  }

  private Spool plain() throws IOException {
    var known = plain;
    if (known != null) return known;
    var spool = kept(handover.original().with(""));
    plain = spool;
    return spool;
  }

  private Spool kept(Spool spool) {
    spools.add(spool);
    return spool;
  }

  @Override
  public void close() throws IOException {
    for (var spool : spools) spool.close();
  }
}
