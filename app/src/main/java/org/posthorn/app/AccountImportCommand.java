package org.posthorn.app;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.posthorn.app.DirectoryAnswer.ImportedRow;
import org.posthorn.app.DirectoryRequest.ImportRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `posthorn account import`.
@Command(
    name = "import",
    description = {
      "Makes accounts from a file of comma-separated values (RFC 4180, UTF-8): address, password,",
      "name, quota. The domains have to be there already. Accounts that exist are left as they"
          + " are,",
      "so a file can be imported again after it was corrected or the import was cut short.",
      "",
      "A password is plain text, or as another server stored it: {SCHEME}data or a crypt(3) text.",
      "A first line that begins with \"address\" names the columns, in any order."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 when every row is an account now, 1 when some were refused; each is named with its"
          + " reason.",
      "",
      "Examples:",
      "  posthorn account import people.csv",
      "",
      "  address,password,name,quota",
      "  romeo@example.org,{BLF-CRYPT}$2y$05$...,Romeo Montague,5G",
      "  juliet@example.org,wherefore-art-thou,\"Capulet, Juliet\","
    })
final class AccountImportCommand implements Callable<Integer> {
  /// Rows per request, so that a request stays well below what the admin socket takes.
  private static final int BATCH = 500;

  private static final int BATCH_CHARACTERS = AdminProtocol.MAX_REQUEST_OCTETS / 8;

  @Mixin private Asking asking = new Asking();

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  /// What `--json` answers; `rows` holds those that were refused.
  record Summary(long added, long existing, long refused, List<ImportedRow> rows) {
    Summary {
      rows = List.copyOf(rows);
    }
  }

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    var rows = rows();
    var summary = asking.with(administration -> run(administration, rows));
    asking.print(summary, AccountImportCommand::words);
    return (summary.refused() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  /// Everything is read before the first account is made: a broken file changes nothing.
  private List<ImportRow> rows() throws AdminRefused {
    var rows = new ArrayList<ImportRow>();
    try (var in = Files.newBufferedReader(file)) {
      var csv = new Csv(in);
      var first = csv.read();
      if (first == null) return rows;
      var columns = AccountColumns.of(first);
      if (!AccountColumns.isHead(first)) rows.add(columns.row(first));
      for (var row = csv.read(); row != null; row = csv.read()) rows.add(columns.row(row));
      return rows;
    } catch (NoSuchFileException _) {
      throw new AdminRefused("There is no file " + file + ".");
    } catch (MalformedInputException _) {
      throw new AdminRefused(file + " is not in UTF-8.");
    } catch (IOException e) {
      throw new AdminRefused(file + ": " + e.getMessage());
    }
  }

  private Summary run(Administration administration, List<ImportRow> rows) throws AdminRefused {
    var progress = new ProgressLine(asking.err());
    long added = 0;
    long existing = 0;
    var refused = new ArrayList<ImportedRow>();
    int done = 0;
    while (done < rows.size()) {
      var batch = rows.subList(done, batchEnd(rows, done));
      for (var row : administration.ask(new DirectoryRequest.ImportAccounts(batch)).rows()) {
        switch (row.outcome()) {
          case "added" -> added++;
          case "existing" -> existing++;
          default -> refused.add(row);
        }
      }
      done += batch.size();
      progress.at(done, rows.size(), "rows");
    }
    return new Summary(added, existing, refused.size(), refused);
  }

  private static int batchEnd(List<ImportRow> rows, int from) {
    int characters = 0;
    int end = from;
    while (end < rows.size() && end - from < BATCH) {
      var row = rows.get(end);
      characters += row.address().length() + row.password().length() + row.name().length() + 100;
      if (characters > BATCH_CHARACTERS && end > from) break;
      end++;
    }
    return end;
  }

  private static String words(Summary summary) {
    var text = new StringBuilder();
    for (var row : summary.rows())
      text.append("line %d: %s: %s%n".formatted(row.line(), row.address(), row.reason()));
    return text.append(
            "%,d added, %,d were there already, %,d refused"
                .formatted(summary.added(), summary.existing(), summary.refused()))
        .toString();
  }
}
