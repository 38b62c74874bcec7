package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.AccountImport.Outcome;
import org.posthorn.domain.directory.AccountImport.Row;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.sasl.ScramHash;

/// Accounts from another server's export.
@ParameterizedClass
@EnumSource(Dialect.class)
class AccountImportTest extends OnBothEngines {

  AccountImportTest(Dialect dialect) {
    super(dialect);
  }

  private static final String SSHA = "{SSHA}0qEHcNuvhdGbnTIlNUz04f5pfuwAAQIDBAUGBw==";

  private List<Outcome> run(List<Row> rows) {
    var outcomes = new ArrayList<Outcome>();
    directory.imports().run(new Actor("import"), rows, outcomes::addAll);
    return outcomes;
  }

  @Test
  void every_row_has_an_outcome_and_a_bad_one_keeps_no_other_back() {
    var outcomes =
        run(
            List.of(
                new Row(2, " Romeo@verona.example ", "plain one", "Romeo Montague", "5G"),
                new Row(3, "juliet@verona.example", SSHA, "", ""),
                new Row(4, "not an address", "x", "", ""),
                new Row(5, "paris@paris.example", "x", "", ""),
                new Row(6, "nurse@verona.example", "x", "", "much"),
                new Row(7, "tybalt@verona.example", "{NTLM}0123", "", ""),
                new Row(8, "ROMEO@verona.example", "other", "", ""),
                new Row(9, "friar@verona.example", "", "", "500M"),
                new Row(10, "prince@verona.example", "x\u0007y", "", "")));

    assertThat(outcomes)
        .extracting(o -> o.line() + " " + o.getClass().getSimpleName())
        .containsExactly(
            "2 Added",
            "3 Added",
            "4 Refused",
            "5 Refused",
            "6 Refused",
            "7 Refused",
            "8 Existing",
            "9 Added",
            "10 Refused");
    var romeo = ((Outcome.Added) outcomes.getFirst()).account();
    assertThat(romeo.settings().displayName()).isEqualTo("Romeo Montague");
    assertThat(romeo.quota()).isEqualTo(new Quota(5L << 30, 0));
    assertThat(((Outcome.Refused) outcomes.get(5)).reason()).contains("NTLM");
    assertThat(login("romeo@verona.example", "plain one")).isEqualTo(new LoginOutcome.Ok(romeo));
    assertThat(login("romeo@verona.example", "other"))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(login("juliet@verona.example", "Grüße, Julia!")).isInstanceOf(LoginOutcome.Ok.class);
    assertThat(login("friar@verona.example", "x")).isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(directory.accounts().find(address("tybalt@verona.example"))).isNull();
  }

  @Test
  void a_plain_password_has_scram_keys_at_once_and_argon2id_after_the_first_login() {
    run(List.of(new Row(1, "romeo@verona.example", "plain one", "", "")));
    assertThat(directory.scramUsers().keysOf("romeo@verona.example", ScramHash.SHA_1)).isNotNull();
    assertThat(directory.scramUsers().keysOf("romeo@verona.example", ScramHash.SHA_256))
        .isNotNull();
    assertThat(directory.argon2Computed()).isZero();

    assertThat(login("romeo@verona.example", "plain two"))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(directory.argon2Computed()).isEqualTo(1);
    assertThat(login("romeo@verona.example", "plain one")).isInstanceOf(LoginOutcome.Ok.class);
    directory.close(); // waits for the upgrade
    directory = open(DirectoryConfig.DEFAULT);
    var romeo = directory.accounts().find(address("romeo@verona.example"));
    if (romeo == null) throw new AssertionError("no account");
    var credential = storage.directory().read(tx -> CredentialStore.find(tx, romeo.id()));
    assertThat(credential)
        .isNotNull()
        .satisfies(c -> assertThat(c.stored().password()).startsWith("$argon2id$"));
  }

  @Test
  void ten_thousand_rows_are_added_and_found_again_by_a_second_run() {
    var rows =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(i -> new Row(i, "user" + i + "@verona.example", SSHA, "User " + i, "1G"))
            .toList();

    assertThat(run(rows)).hasSize(10_000).allMatch(o -> o instanceof Outcome.Added);
    assertThat(directory.accounts().list(ListQuery.all(10_000))).hasSize(10_000);
    var again = run(rows);
    assertThat(again).hasSize(10_000).allMatch(o -> o instanceof Outcome.Existing);
    assertThat(again).extracting(Outcome::line).isSorted().endsWith(10_000);
  }

  @Test
  void an_import_tells_how_far_it_is_after_each_durable_group() {
    var rows =
        IntStream.rangeClosed(1, AccountImport.GROUP + 1)
            .mapToObj(i -> new Row(i, "user" + i + "@verona.example", "", "", ""))
            .toList();
    var sizes = new ArrayList<Integer>();
    directory
        .imports()
        .run(
            ADMIN,
            rows,
            group -> {
              sizes.add(group.size());
              assertThat(directory.accounts().list(ListQuery.all(10_000)))
                  .hasSize(sizes.stream().mapToInt(Integer::intValue).sum());
            });
    assertThat(sizes).containsExactly(AccountImport.GROUP, 1);
  }
}
