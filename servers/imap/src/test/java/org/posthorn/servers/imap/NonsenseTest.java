package org.posthorn.servers.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.posthorn.testing.serverkit.NonsenseContract;

class NonsenseTest extends NonsenseContract<TestHouse, RawClient> {

  /// Characters that mean something.
  private static final String TELLING = " ()[]{}\"\\*%~$:,<>\r\n\0+";

  private static final List<String> GRAINS =
      List.of(
          "CAPABILITY",
          "NOOP",
          "ID NIL",
          "LOGIN romeo@example.test x",
          "AUTHENTICATE PLAIN =",
          "LANGUAGE fr \"en-GB\"",
          "COMPARATOR \"+i;*\" default",
          "ENABLE UIDONLY",
          "ENABLE QRESYNC UTF8=ACCEPT IMAP4rev2",
          "SELECT INBOX (QRESYNC (1 2 1:5 (1:2 1:2)))",
          "EXAMINE inbox (CONDSTORE)",
          "CREATE a/b (USE (\\Sent))",
          "DELETE a/b",
          "RENAME a b",
          "SUBSCRIBE a",
          "LIST (SUBSCRIBED) \"\" (a% *) RETURN (STATUS (MESSAGES RECENT))",
          "LSUB \"\" *",
          "STATUS INBOX (MESSAGES UIDNEXT DELETED-STORAGE MAILBOXID)",
          "APPEND INBOX (\\Seen) {3+}\r\nabc",
          "APPEND INBOX ~{5+}\r\na\0\r\nb {2+}\r\nxx",
          "GETQUOTAROOT INBOX",
          "CHECK",
          "UNSELECT",
          "EXPUNGE",
          "UID EXPUNGE 1:*",
          "SEARCH RETURN (SAVE MIN ALL) OR NOT SUBJECT x (TEXT y 1:3) HEADER To z",
          "UID SEARCH CHARSET UTF-8 SENTSINCE 1-Feb-1994 LARGER 5 MODSEQ 4 $",
          "FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE BODY[]<1.5> BODY[1.2.MIME] BINARY.SIZE[1])",
          "UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (TO x)] RFC822) (CHANGEDSINCE 1 VANISHED)",
          "STORE 1 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Deleted $x)",
          "UID COPY 1:* Archive",
          "MOVE 1 Trash",
          "IDLE\r\nDONE");

  NonsenseTest() {
    super(GRAINS, TELLING);
  }

  @Override
  protected TestHouse house(Path folder) {
    return new TestHouse(folder);
  }

  @Override
  protected void reset(TestHouse house) {
    house.reset();
  }

  @Override
  protected RawClient loggedIn(TestHouse house) throws IOException {
    return RawClient.loggedIn(house);
  }

  @Override
  protected String command(int number, String grain) {
    return "t" + number + " " + grain;
  }

  @Override
  protected void begin(RawClient client, RandomGenerator random) throws IOException {
    if (random.nextInt(4) > 0) client.command("s SELECT INBOX");
  }

  @Override
  protected void assertNoBug(String what, String answers) {
    assertThat(answers).as(what).doesNotContain("SERVERBUG");
    if (!answers.isEmpty()) assertThat(answers).as(what).contains(" ");
  }

  @Override
  protected void assertAnswers(RawClient client) throws IOException {
    assertThat(client.command("a NOOP")).endsWith("a OK NOOP completed\n");
  }
}
