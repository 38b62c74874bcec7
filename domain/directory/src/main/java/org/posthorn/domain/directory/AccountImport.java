package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.domain.directory.NewPasswords.Ready;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// Adds accounts by the thousand, as from another server's export.
///
/// Rows are taken in groups: a group's passwords are turned into what is stored, on as many threads
/// as hashes are computed at a time, then the group is one transaction. A row that fails says why
/// and keeps no other back. Running the same file again changes nothing: addresses that are there
/// are reported as [Outcome.Existing].
///
/// Plain passwords are not judged, because they are what people use already, and get SCRAM keys
/// first and the dear Argon2id hash at their first plain login: at 75 ms of a core each, 10,000
/// rows would take six minutes on two cores.
public final class AccountImport {

  static final int GROUP = 500;

  private final Database database;
  private final InstantSource clock;
  private final NewPasswords passwords;
  private final Accounts accounts;
  private final int width;

  AccountImport(
      Database database,
      InstantSource clock,
      NewPasswords passwords,
      Accounts accounts,
      int width) {
    this.database = database;
    this.clock = clock;
    this.passwords = passwords;
    this.accounts = accounts;
    this.width = width;
  }

  /// One account to be, as it stands in a file.
  ///
  /// @param line where it stands, for the outcome; no two rows have the same
  /// @param password plain, or `{SCHEME}data`, or a crypt(3) text; empty for none. A plain one that
  ///   looks like the others is written `{PLAIN}…`
  /// @param quota `5G`, `500M`, octets, or empty for no limit
  public record Row(int line, String address, String password, String displayName, String quota) {
    @Override
    public String toString() {
      return "Row[" + line + ", " + address + "]";
    }
  }

  /// What became of a row.
  public sealed interface Outcome {
    int line();

    record Added(int line, Account account) implements Outcome {}

    /// The account was there before and was left as it is, its password too.
    record Existing(int line, Account account) implements Outcome {}

    record Refused(int line, String reason) implements Outcome {}
  }

  /// Imports all rows.
  ///
  /// @param progress is given the outcomes of each group, in the order of the rows, when the group
  ///   is durable: the place to make the accounts' mailboxes, for [Outcome.Existing] too, because
  ///   an earlier run may have ended just before it
  public void run(Actor actor, Iterable<Row> rows, Consumer<List<Outcome>> progress) {
    var group = new ArrayList<Row>(GROUP);
    for (var row : rows) {
      group.add(row);
      if (group.size() < GROUP) continue;
      progress.accept(runGroup(actor, group));
      group.clear();
    }
    if (!group.isEmpty()) progress.accept(runGroup(actor, group));
  }

  /// A row that was read: to be added, or refused, or there already.
  private sealed interface Checked {
    record Good(int line, Accounts.Draft draft) implements Checked {}

    record Settled(Outcome outcome) implements Checked {}
  }

  private List<Outcome> runGroup(Actor actor, List<Row> group) {
    var checked = check(group, existing(group));
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var outcomes = new ArrayList<Outcome>(checked.size());
      for (var row : checked) {
        outcomes.add(
            switch (row) {
              case Checked.Settled(var outcome) -> outcome;
              case Checked.Good(int line, var draft) ->
                  switch (accounts.add(tx, by, draft)) {
                    case AccountResult.Done(var account) -> new Outcome.Added(line, account);
                    case AccountResult.OfAdd refused -> taken(tx, line, draft, refused);
                  };
            });
      }
      return List.copyOf(outcomes);
    });
  }

  private Outcome taken(
      Transaction tx, int line, Accounts.Draft draft, AccountResult.OfAdd refused) {
    var there = Accounts.find(tx, draft.address());
    return there == null
        ? new Outcome.Refused(line, refused.inWords())
        : new Outcome.Existing(line, there);
  }

  /// The accounts that are there already, by line. Spares an import that is run again the hashing
  /// of everything that it did before.
  private Map<Integer, Account> existing(List<Row> group) {
    return database.read(tx -> {
      var found = new HashMap<Integer, Account>();
      for (var row : group) {
        var account = find(tx, row);
        if (account != null) found.put(row.line, account);
      }
      return found;
    });
  }

  private static @Nullable Account find(Transaction tx, Row row) {
    try {
      return Accounts.find(tx, EmailAddress.parse(row.address.strip()));
    } catch (AddressException _) {
      return null; // check says why
    }
  }

  /// Each thread waits for its own hash, so that no more than `width` of ours wait at a time and a
  /// login that comes meanwhile is next.
  private List<Checked> check(List<Row> group, Map<Integer, Account> existing) {
    try (var threads = Executors.newFixedThreadPool(width, Thread.ofVirtual().factory())) {
      var waiting = new ArrayList<Future<Checked>>(group.size());
      for (var row : group) waiting.add(threads.submit(() -> check(row, existing)));
      var checked = new ArrayList<Checked>(group.size());
      for (var one : waiting) checked.add(one.get());
      return checked;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the import was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a row could not be read", e.getCause());
    }
  }

  private Checked check(Row row, Map<Integer, Account> existing) {
    EmailAddress address;
    try {
      address = EmailAddress.parse(row.address.strip());
    } catch (AddressException e) {
      return refused(row, "the address is not one: " + e.getMessage());
    }
    var there = existing.get(row.line);
    if (there != null) return new Checked.Settled(new Outcome.Existing(row.line, there));
    var quota = Quota.parseBytes(row.quota);
    if (quota == null) return refused(row, "the quota is not a size like 5G or 500M: " + row.quota);
    var settings =
        new AccountSettings(row.displayName.strip(), true, new Quota(quota, 0), Set.of());
    var fault = Accounts.fault(settings);
    if (fault != null) return refused(row, fault);
    return switch (passwords.readyInBulk(password(row.password))) {
      case Ready.Credentials(var stored) ->
          new Checked.Good(row.line, new Accounts.Draft(address, settings, stored));
      case Ready.Weak(var reasons) ->
          refused(row, "the password is refused: " + String.join(" ", reasons));
      case Ready.Unusable(var reason) -> refused(row, "the stored password is unusable: " + reason);
      case Ready.Busy() -> refused(row, "too many passwords are being hashed; import it again");
    };
  }

  private static NewPassword password(String text) {
    if (text.isEmpty()) return new NewPassword.None();
    return PasswordFormat.looksStored(text)
        ? new NewPassword.Stored(text)
        : new NewPassword.Given(Secret.of(text));
  }

  private static Checked refused(Row row, String reason) {
    return new Checked.Settled(new Outcome.Refused(row.line, reason));
  }
}
