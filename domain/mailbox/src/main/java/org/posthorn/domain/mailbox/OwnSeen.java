package org.posthorn.domain.mailbox;

/// The SQL that reads messages for somebody who has a `\Seen` of his own: the shared one is covered
/// by his, and a change of his is a change of the message.
final class OwnSeen {

  private OwnSeen() {}

  private static final String FLAGS = "(m.flags & ~1) | COALESCE(s.seen, 0)";
  private static final String MODSEQ =
      "CASE WHEN COALESCE(s.modseq, 0) > m.modseq THEN s.modseq ELSE m.modseq END";
  private static final String OF_READER =
      """
      LEFT JOIN seen_by s
        ON s.mailbox_id = m.mailbox_id AND s.uid = m.uid AND s.reader_id = ?
      """;

  /// Parameters: reader, mailbox.
  static final String LOAD =
      "SELECT m.uid, %s, %s FROM message m %s WHERE m.mailbox_id = ? ORDER BY m.uid"
          .formatted(FLAGS, MODSEQ, OF_READER);

  /// Parameters: reader, mailbox, modseq; mailbox, reader, modseq.
  static final String CHANGED =
      """
      SELECT +m.uid AS uid, %1$s, %2$s FROM message m %3$s
      WHERE m.mailbox_id = ? AND m.modseq > ?
      UNION
      SELECT +m.uid AS uid, %1$s, %2$s
      FROM seen_by s JOIN message m ON m.mailbox_id = s.mailbox_id AND m.uid = s.uid
      WHERE s.mailbox_id = ? AND s.reader_id = ? AND s.modseq > ?
      ORDER BY uid
      """
          .formatted(FLAGS, MODSEQ, OF_READER);

  /// As [MessageRows] reads what flag changes need. Parameters: reader, mailbox, first and last
  /// UID.
  static final String SLIM =
      """
      SELECT m.uid, m.email_id, %s, %s, email.size
      FROM message m JOIN email USING (email_id) %s
      WHERE m.mailbox_id = ? AND m.uid BETWEEN ? AND ?
      ORDER BY m.uid
      """
          .formatted(FLAGS, MODSEQ, OF_READER);
}
