package org.posthorn.domain.directory;

import java.util.List;
import java.util.function.Function;
import org.posthorn.domain.directory.CredentialStore.Stored;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Prepared;
import org.posthorn.wire.sasl.Secret;

/// Turns the password that an account is given into what is stored, before any transaction begins.
final class NewPasswords {

  /// The outcome.
  sealed interface Ready {
    record Credentials(Stored stored) implements Ready {}

    record Weak(List<String> reasons) implements Ready {}

    record Unusable(String reason) implements Ready {}

    record Busy() implements Ready {}
  }

  private final PasswordWork work;
  private final PasswordRules rules = new PasswordRules();

  NewPasswords(PasswordWork work) {
    this.work = work;
  }

  Ready ready(NewPassword password, EmailAddress address) {
    return switch (password) {
      case NewPassword.Chosen(var secret) -> chosen(secret, address);
      case NewPassword.Given(var secret) -> hashed(secret);
      case NewPassword.Stored(var text) -> stored(text, this::hashed);
      case NewPassword.None() -> new Ready.Credentials(Stored.NOTHING);
    };
  }

  private Ready chosen(Secret password, EmailAddress address) {
    var objections = rules.objections(password, address);
    return objections.isEmpty() ? hashed(password) : new Ready.Weak(objections);
  }

  private Ready hashed(Secret password) {
    var prepared = Prepared.password(password);
    if (prepared == null) return unpreparable();
    try {
      return new Ready.Credentials(Stored.of(work.hash(prepared)));
    } catch (PasswordWork.BusyException _) {
      return new Ready.Busy();
    }
  }

  /// As [#ready], but a plain password gets only SCRAM keys, which check plain logins too. They
  /// take PBKDF2's 10,000 iterations to try a guess, far less than Argon2id, but they are stored
  /// beside it anyhow for SCRAM's sake, so a thief of the database would go for them in either
  /// case. The first plain login adds the Argon2id hash, as with any older form.
  Ready readyInBulk(NewPassword password) {
    return switch (password) {
      case NewPassword.Chosen(var secret) -> keysOnly(secret);
      case NewPassword.Given(var secret) -> keysOnly(secret);
      case NewPassword.Stored(var text) -> stored(text, this::keysOnly);
      case NewPassword.None() -> new Ready.Credentials(Stored.NOTHING);
    };
  }

  private Ready keysOnly(Secret password) {
    var prepared = Prepared.password(password);
    if (prepared == null) return unpreparable();
    try {
      var keys = work.scramKeys(prepared);
      return new Ready.Credentials(new Stored(null, keys.sha1(), keys.sha256()));
    } catch (PasswordWork.BusyException _) {
      return new Ready.Busy();
    }
  }

  private static Ready unpreparable() {
    return new Ready.Weak(
        List.of("It is empty, too long, or has characters that a password cannot have."));
  }

  /// @param plain what to do with a password that was stored as it is: it never is here
  private static Ready stored(String text, Function<Secret, Ready> plain) {
    return switch (PasswordFormat.read(text)) {
      case PasswordFormat.Read.Unusable(var reason) -> new Ready.Unusable(reason);
      case PasswordFormat.Read.Usable(PasswordHash.Plain(var password)) -> plain.apply(password);
      case PasswordFormat.Read.Usable(PasswordHash.Scram(var keys)) ->
          new Ready.Credentials(
              switch (keys.hash()) {
                case SHA_1 -> new Stored(null, keys, null);
                case SHA_256 -> new Stored(null, null, keys);
              });
      case PasswordFormat.Read.Usable _ -> new Ready.Credentials(new Stored(text, null, null));
    };
  }
}
