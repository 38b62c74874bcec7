package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `keyword`: which bit stands for which keyword of an account.
final class KeywordRows {

  private static final String LOAD =
      "SELECT slot, name FROM keyword WHERE account_id = ? ORDER BY slot";
  private static final String INSERT =
      "INSERT INTO keyword (account_id, slot, name) VALUES (?, ?, ?)";
  private static final String DELETE = "DELETE FROM keyword WHERE account_id = ? AND slot = ?";
  private static final String USED =
      """
      SELECT DISTINCT message.flags FROM message JOIN mailbox USING (mailbox_id)
      WHERE mailbox.account_id = ? AND message.flags > 255
      """;

  private KeywordRows() {}

  private record Slot(int slot, String name) {}

  static Keywords load(Transaction tx, long account) throws SQLException {
    var slots = new ArrayList<@Nullable String>();
    for (var row : Sql.all(tx, r -> new Slot(r.getInt(1), r.getString(2)), LOAD, account)) {
      while (slots.size() < row.slot()) slots.add(null);
      slots.add(row.name());
    }
    return slots.isEmpty() ? Keywords.EMPTY : new Keywords(slots);
  }

  /// What packing flags came to.
  sealed interface Packed {
    record Bits(long bits) implements Packed {}

    record TooMany() implements Packed {}
  }

  /// The bits of these flags; keywords that are new get a free bit, unless there are too many of
  /// them: then nothing is changed.
  static Packed pack(Transaction tx, long account, Flags flags) throws SQLException {
    var bits = flags.systemBits();
    if (flags.keywords().isEmpty()) return new Packed.Bits(bits);
    var keywords = load(tx, account);
    var missing = new LinkedHashSet<String>();
    for (var keyword : flags.keywords()) {
      var bit = keywords.bit(keyword);
      bits |= bit;
      if (bit == 0) missing.add(keyword);
    }
    if (missing.isEmpty()) return new Packed.Bits(bits);
    var free = freeSlots(tx, account, keywords, missing.size());
    if (free.size() < missing.size()) return new Packed.TooMany();
    return new Packed.Bits(bits | give(tx, account, missing, free));
  }

  private static long give(Transaction tx, long account, Set<String> names, List<Integer> free)
      throws SQLException {
    var bits = 0L;
    var slots = free.iterator();
    for (var name : names) {
      var slot = slots.next();
      if (Sql.update(tx, DELETE, account, slot) > 0)
        ExpungedRows.takeKeyword(tx, account, Keywords.bit(slot));
      Sql.update(tx, INSERT, account, slot, name);
      bits |= Keywords.bit(slot);
    }
    return bits;
  }

  /// Slots never used, and if those are not enough, slots whose keyword is on no message any more.
  private static List<Integer> freeSlots(
      Transaction tx, long account, Keywords keywords, int wanted) throws SQLException {
    var free = new ArrayList<Integer>();
    for (var slot = 0; slot < Keywords.MAX; slot++) {
      if (slot >= keywords.slots().size() || keywords.slots().get(slot) == null) free.add(slot);
    }
    if (free.size() >= wanted) return free;
    var used = 0L;
    for (var flags : Sql.all(tx, row -> row.getLong(1), USED, account)) used |= flags;
    for (var slot = 0; slot < Keywords.MAX; slot++) {
      if ((used & Keywords.bit(slot)) == 0 && !free.contains(slot)) free.add(slot);
    }
    return free;
  }
}
