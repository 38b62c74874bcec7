package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// What a script asks that only the owner's store and the server know. Every method may block and
/// is called on the thread of `Script.run`; an answer that cannot be had now is an
/// `UncheckedIOException`, which `run` lets through so that the delivery is tried again.
///
/// Mailbox names are as scripts write them: UTF-8, `/` or what the server's users have.
public interface Outside {

  /// RFC 5490 §3.1: it exists, and the owner may deliver into it.
  boolean mailboxExists(String mailbox);

  /// RFC 9042 §6: the same by object id.
  boolean mailboxIdExists(String objectId);

  /// RFC 8579 §3: with null, some personal mailbox that the owner may deliver into has the
  /// attribute; else that mailbox has it and takes deliveries.
  boolean specialUseExists(@Nullable String mailbox, String attribute);

  /// RFC 5490 §3.3: the value of an annotation of a mailbox, or null.
  @Nullable String metadata(String mailbox, String annotation);

  /// RFC 5490 §4.1: the value of an annotation of the server, or null.
  @Nullable String serverMetadata(String annotation);

  /// RFC 7352: whether an earlier run has marked it, and it has not expired. Asked with the same
  /// key again in one run it must answer the same. To be marked are `Outcome.duplicates`.
  boolean isDuplicate(DuplicateMark mark);

  /// RFC 6134 §2.7: whether the list of that URI can be queried. `:addrbook:default` and the like
  /// are given in full, `urn:ietf:params:sieve:addrbook:default`.
  boolean listExists(String uri);

  /// RFC 6134 §2.2: the member of the list that is this value, or null.
  @Nullable String listMember(String uri, String value);

  /// RFC 6134 §2.3: the addresses of a list that exists, or null when it can only be asked.
  ///
  /// @param most more than these need not be found: who asks gives up then
  @Nullable List<EmailAddress> listAddresses(String uri, int most);

  /// The schemes of `notify` that are there, in lower case: `mailto`, `xmpp`.
  List<String> notifySchemes();

  /// RFC 5435 §5: `online` of a method that was found valid: `yes`, `no` or `maybe`.
  String notifyOnline(NotifyMethod method);

  /// Nothing exists and nothing is known: for tests of scripts. `mailto` notifies.
  Outside NOTHING = new Nothing();

  /// The answers where there is nothing; a start for those who answer some of the questions.
  class Nothing implements Outside {
    @Override
    public boolean mailboxExists(String mailbox) {
      return false;
    }

    @Override
    public boolean mailboxIdExists(String objectId) {
      return false;
    }

    @Override
    public boolean specialUseExists(@Nullable String mailbox, String attribute) {
      return false;
    }

    @Override
    public @Nullable String metadata(String mailbox, String annotation) {
      return null;
    }

    @Override
    public @Nullable String serverMetadata(String annotation) {
      return null;
    }

    @Override
    public boolean isDuplicate(DuplicateMark mark) {
      return false;
    }

    @Override
    public boolean listExists(String uri) {
      return uri.equals(ListName.DEFAULT_ADDRESS_BOOK);
    }

    @Override
    public @Nullable String listMember(String uri, String value) {
      return null;
    }

    @Override
    public @Nullable List<EmailAddress> listAddresses(String uri, int most) {
      return List.of();
    }

    @Override
    public List<String> notifySchemes() {
      return List.of("mailto", "xmpp");
    }

    @Override
    public String notifyOnline(NotifyMethod method) {
      return "maybe";
    }
  }
}
