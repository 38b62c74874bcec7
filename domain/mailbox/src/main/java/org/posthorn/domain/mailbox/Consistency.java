package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Checks that what a partition's counters say is what its rows say: for `check-store` and for
/// every test of this room.
public final class Consistency {

  private record Check(String what, String sql) {}

  private static final List<Check> CHECKS =
      List.of(
          new Check(
              "counters of mailbox %s differ from its messages",
              """
              SELECT mailbox_id FROM mailbox WHERE (messages, unseen, deleted, bytes) <> (
                SELECT COUNT(*), COALESCE(SUM(CASE WHEN flags & 1 = 0 THEN 1 ELSE 0 END), 0),
                       COALESCE(SUM(CASE WHEN flags & 8 <> 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(size), 0)
                FROM message JOIN email USING (email_id) WHERE message.mailbox_id = mailbox.mailbox_id)
              """),
          new Check(
              "quota use of account %s differs from its mailboxes",
              """
              SELECT account_id FROM mail_account WHERE (bytes, messages) <> (
                SELECT COALESCE(SUM(bytes), 0), COALESCE(SUM(messages), 0)
                FROM mailbox WHERE mailbox.account_id = mail_account.account_id)
              """),
          new Check(
              "mailbox %s has a UID or a modseq beyond what it gave out",
              """
              SELECT mailbox_id FROM mailbox JOIN mail_account USING (account_id)
              WHERE mailbox.modseq > mail_account.modseq
                 OR EXISTS (SELECT 1 FROM message WHERE message.mailbox_id = mailbox.mailbox_id
                            AND (message.uid >= mailbox.uid_next OR message.modseq > mailbox.modseq))
              """),
          new Check(
              "email %s is in no mailbox",
              """
              SELECT email_id FROM email
              WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.email_id = email.email_id)
                AND NOT EXISTS (SELECT 1 FROM expunged WHERE expunged.email_id = email.email_id
                                AND expunged.account_id = email.account_id)
              """),
          new Check(
              "email %s counts as deleted and is in a mailbox",
              """
              SELECT email_id FROM expunged
              WHERE EXISTS (SELECT 1 FROM message WHERE message.email_id = expunged.email_id)
              """),
          new Check(
              "what account %s has deleted differs from its counters",
              """
              SELECT account_id FROM mail_account WHERE (expunged_bytes, expunged_messages) <> (
                SELECT COALESCE(SUM(email.size), 0), COUNT(*)
                FROM expunged JOIN email ON email.email_id = expunged.email_id
                WHERE expunged.account_id = mail_account.account_id)
              """),
          new Check(
              "message of missing email %s",
              """
              SELECT email_id FROM message
              WHERE NOT EXISTS (SELECT 1 FROM email WHERE email.email_id = message.email_id)
              """),
          new Check(
              "message in missing mailbox %s",
              """
              SELECT mailbox_id FROM message
              WHERE NOT EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox_id = message.mailbox_id)
              """),
          new Check(
              "email %s is in a mailbox of another account",
              """
              SELECT email.email_id FROM email JOIN message USING (email_id) JOIN mailbox USING (mailbox_id)
              WHERE email.account_id <> mailbox.account_id
              """),
          new Check(
              "email %s has no bytes of its own account",
              """
              SELECT email_id FROM email
              WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.id = email.blob_id AND blob.owner = email.account_id)
              """),
          new Check(
              "what is known of email %s as lines has outlived it",
              """
              SELECT email_id FROM odd_email
              WHERE NOT EXISTS (SELECT 1 FROM email
                                WHERE email.email_id = odd_email.email_id
                                  AND email.account_id = odd_email.account_id)
              """),
          new Check(
              "blob %s is held by another number of emails than it says",
              """
              SELECT id FROM blob
              WHERE owner > 0 AND refs <> (SELECT COUNT(*) FROM email WHERE email.blob_id = blob.id)
              """));

  private Consistency() {}

  /// What is wrong, in words; at most a hundred of each kind.
  public static List<String> faults(Partition partition) {
    return partition.read(Consistency::faults);
  }

  private static List<String> faults(Transaction tx) throws SQLException {
    var faults = new ArrayList<String>();
    for (var check : CHECKS) {
      for (var id : Sql.all(tx, row -> row.getLong(1), check.sql() + " LIMIT 100"))
        faults.add(check.what().formatted(id));
    }
    return faults;
  }
}
