package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.OneDomain;

class AdminSocketTest {
  @TempDir private Path folder;

  /// Answers every request in its own way.
  private static final class Scripted implements Administration {
    @Override
    public <R extends AdminAnswer> R ask(AdminRequest<R> request, Progress progress)
        throws AdminRefused {
      return switch (request) {
        case AdminRequest.StopServer _ -> {
          progress.at(1, 2, "steps");
          progress.at(2, 2, "steps");
          yield request.answer().cast(new Done("stopping"));
        }
        case DirectoryRequest.AddDomain add -> throw new AdminRefused("no " + add.name());
        default -> throw new IllegalStateException("out of order");
      };
    }

    @Override
    public void close() {}
  }

  private String raw(String line) throws IOException {
    var address = UnixDomainSocketAddress.of(AdminSocketPath.in(folder));
    try (var channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  private static AdminClient connect(Path data) throws AdminRefused {
    var client = AdminClient.connect(data);
    if (client == null) throw new AssertionError("nobody answers");
    return client;
  }

  @Test
  void progress_comes_before_the_answer() throws Exception {
    try (var _ = AdminSocket.open(folder, new Scripted())) {
      assertThat(raw("{\"posthorn\":1,\"ask\":\"stop-server\",\"with\":{}}\n"))
          .isEqualTo(
              """
              {"progress":{"done":1,"of":2,"what":"steps"}}
              {"progress":{"done":2,"of":2,"what":"steps"}}
              {"answer":{"what":"stopping"}}
              """);
    }
  }

  @Test
  void a_connection_carries_many_requests_and_refusals_do_not_end_it() throws Exception {
    try (var _ = AdminSocket.open(folder, new Scripted());
        var client = connect(folder)) {
      var steps = new ArrayList<String>();
      assertThatThrownBy(() -> client.ask(new DirectoryRequest.AddDomain("x.example", null)))
          .isInstanceOf(AdminRefused.class)
          .hasMessage("no x.example");
      assertThatThrownBy(() -> client.ask(new DirectoryRequest.ListDomains()))
          .hasMessageContaining("out of order");
      assertThat(
              client.ask(
                  new AdminRequest.StopServer(), (done, of, what) -> steps.add(done + "/" + of)))
          .isEqualTo(new Done("stopping"));
      assertThat(steps).containsExactly("1/2", "2/2");
    }
  }

  @Test
  void what_is_no_request_is_told_why() throws Exception {
    try (var _ = AdminSocket.open(folder, new Scripted())) {
      assertThat(raw("GET / HTTP/1.1\n")).contains("is not understood");
      assertThat(raw("{}\n")).contains("no request to Posthorn");
      assertThat(raw("{\"posthorn\":2,\"ask\":\"stop-server\",\"with\":{}}\n"))
          .contains("has version 2, the server speaks 1");
      assertThat(raw("{\"posthorn\":1,\"ask\":\"sing\",\"with\":{}}\n")).contains("sing");
      assertThat(raw("{\"posthorn\":1,\"ask\":\"add-domain\",\"with\":{}}\n"))
          .contains("name", "is missing");
      assertThat(raw("{\"posthorn\":1,\"ask\":\"add-domain\",\"with\":{\"nam\":1}}\n"))
          .contains("not understood");
      assertThat(raw("[".repeat(1_000) + "\n")).contains("not understood");
      assertThat(raw("no line end")).isEmpty();
    }
  }

  @Test
  void a_request_has_a_limit() throws Exception {
    try (var _ = AdminSocket.open(folder, new Scripted())) {
      assertThat(raw("x".repeat(AdminProtocol.MAX_REQUEST_OCTETS + 1))).contains("too long");
    }
  }

  @Test
  void only_its_owner_may_use_it() throws Exception {
    try (var _ = AdminSocket.open(folder, new Scripted())) {
      var mode = Files.getPosixFilePermissions(AdminSocketPath.in(folder));
      assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }
    assertThat(AdminSocketPath.in(folder)).doesNotExist();
  }

  @Test
  void what_a_killed_server_left_is_no_server_and_in_nobodys_way() throws Exception {
    var left = UnixDomainSocketAddress.of(AdminSocketPath.in(folder));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(left);
    }
    assertThat(AdminClient.connect(folder)).isNull();
    try (var _ = AdminSocket.open(folder, new Scripted());
        var client = connect(folder)) {
      assertThat(client.ask(new AdminRequest.StopServer())).isEqualTo(new Done("stopping"));
    }
  }

  @Test
  void a_data_folder_with_a_long_name_has_one_too() throws Exception {
    var deep = Files.createDirectories(folder.resolve("long".repeat(30)).resolve("x".repeat(60)));
    try (var _ = AdminSocket.open(deep, new Scripted());
        var client = connect(deep)) {
      assertThat(client.ask(new AdminRequest.StopServer())).isEqualTo(new Done("stopping"));
    }
  }

  @Test
  void every_request_and_its_secrets_survive_the_way() throws Exception {
    var protocol = new AdminProtocol();
    var password =
        new DirectoryRequest.Password(DirectoryRequest.PasswordKind.CHOSEN, "ünicode\n\"");
    var settings = new DirectoryRequest.AccountChange("N", true, null, "5G", 7L, "none", password);
    for (var request :
        List.of(
            new DirectoryRequest.AddAccount("a@example.org", settings),
            new DirectoryRequest.ChangeAlias(
                "a@example.org", List.of("b"), List.of(), List.of(), null),
            new DirectoryRequest.ImportAccounts(
                List.of(new DirectoryRequest.ImportRow(3, "a", "secret", "n", "q")))))
      assertThat((Object) protocol.readRequest(protocol.write(request).getBytes(UTF_8)))
          .isEqualTo(request);
    assertThat(settings.toString()).doesNotContain("nicode");
    assertThat(new DirectoryRequest.ImportRow(3, "a", "secret", "n", "q").toString())
        .doesNotContain("secret");
  }

  @Test
  void an_answer_of_another_version_says_so() {
    var protocol = new AdminProtocol();
    assertThatThrownBy(() -> protocol.readReply("{\"song\":1}".getBytes(UTF_8)))
        .isInstanceOf(AdminRefused.class);
    assertThatThrownBy(
            () -> {
              var reply = protocol.readReply("{\"answer\":{\"name\":[]}}".getBytes(UTF_8));
              protocol.readAnswer(((AdminProtocol.Reply.Answered) reply).answer(), OneDomain.class);
            })
        .hasMessageContaining("different versions");
  }
}
