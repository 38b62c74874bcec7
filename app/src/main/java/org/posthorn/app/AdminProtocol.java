package org.posthorn.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lines that go through the admin socket: one JSON object each, in UTF-8.
///
/// ```
/// C: {"posthorn":1,"ask":"add-domain","with":{"name":"example.org"}}
/// S: {"progress":{"done":500,"of":10000,"what":"accounts"}}        any number of these
/// S: {"answer":{"name":"example.org", …}}                          then one of these
/// S: {"refused":"example.org is here already"}
/// ```
///
/// A connection may carry one request after another.
final class AdminProtocol {
  static final int VERSION = 1;
  static final int MAX_REQUEST_OCTETS = 1 << 20;
  static final int MAX_REPLY_OCTETS = 64 << 20;

  private static final Map<String, Class<?>> REQUESTS = requests();

  /// Made by the first request: the start of the server does not wait for it.
  private static final class Json {
    static final JsonMapper LENIENT =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(MAX_REQUEST_OCTETS)
                            .build())
                    .build())
            .changeDefaultPropertyInclusion(
                all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /// For requests: a key that we do not know may be one that matters.
    static final JsonMapper STRICT =
        LENIENT.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  /// What the server says.
  sealed interface Reply {
    record AtWork(long done, long of, String what) implements Reply {}

    record Answered(JsonNode answer) implements Reply {}

    record Refused(String reason) implements Reply {}
  }

  private static Map<String, Class<?>> requests() {
    var byName = new LinkedHashMap<String, Class<?>>();
    collect(AdminRequest.class, byName);
    return byName;
  }

  /// However deep the kinds of requests are nested.
  private static void collect(Class<?> type, Map<String, Class<?>> byName) {
    if (type.isSealed()) for (var below : type.getPermittedSubclasses()) collect(below, byName);
    else byName.put(name(type), type);
  }

  /// `AddDomain` is asked for as `add-domain`.
  private static String name(Class<?> request) {
    return request.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  String write(AdminRequest<?> request) {
    var line = Json.LENIENT.createObjectNode();
    line.put("posthorn", VERSION).put("ask", name(request.getClass()));
    line.set("with", Json.LENIENT.valueToTree(request));
    return Json.LENIENT.writeValueAsString(line);
  }

  /// @throws AdminRefused when the line is not a request that this version understands
  AdminRequest<?> readRequest(byte[] line) throws AdminRefused {
    try {
      var tree = Json.LENIENT.readTree(line);
      var version = tree.path("posthorn").asInt(0);
      if (version != VERSION) throw new AdminRefused(wrongVersion(version));
      var type = REQUESTS.get(tree.path("ask").asString(""));
      if (type == null)
        throw new AdminRefused(
            "The server does not know the request %s; command and server are of different versions."
                .formatted(tree.path("ask")));
      var request = (AdminRequest<?>) Json.STRICT.treeToValue(tree.path("with"), type);
      Missing.check(request);
      return request;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new AdminRefused("The request is not understood: " + firstLine(e));
    }
  }

  private static String wrongVersion(int version) {
    if (version == 0) return "This is no request to Posthorn: the key \"posthorn\" is missing.";
    return "The request has version %d, the server speaks %d: use the command of the server's version."
        .formatted(version, VERSION);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  String progress(long done, long of, String what) {
    var line = Json.LENIENT.createObjectNode();
    line.putObject("progress").put("done", done).put("of", of).put("what", what);
    return Json.LENIENT.writeValueAsString(line);
  }

  String answer(AdminAnswer answer) {
    var line = Json.LENIENT.createObjectNode();
    line.set("answer", Json.LENIENT.valueToTree(answer));
    return Json.LENIENT.writeValueAsString(line);
  }

  String refusal(@Nullable String reason) {
    return Json.LENIENT.writeValueAsString(
        Json.LENIENT.createObjectNode().put("refused", String.valueOf(reason)));
  }

  Reply readReply(byte[] line) throws AdminRefused {
    try {
      var tree = Json.LENIENT.readTree(line);
      var p = tree.path("progress");
      if (p.isObject())
        return new Reply.AtWork(
            p.path("done").asLong(), p.path("of").asLong(), p.path("what").asString());
      if (tree.hasNonNull("refused")) return new Reply.Refused(tree.path("refused").asString());
      if (tree.hasNonNull("answer")) return new Reply.Answered(tree.path("answer"));
      throw new AdminRefused("The server's answer is not understood.");
    } catch (JacksonException e) {
      throw new AdminRefused("The server's answer is not understood: " + firstLine(e));
    }
  }

  <R extends AdminAnswer> R readAnswer(JsonNode answer, Class<R> type) throws AdminRefused {
    try {
      return Json.LENIENT.treeToValue(answer, type);
    } catch (JacksonException e) {
      throw new AdminRefused(
          "The server's answer is not understood; command and server are of different versions: "
              + firstLine(e));
    }
  }

  /// For `--json`.
  String pretty(Object value) {
    return Json.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /// For `--json` where a line per object is better.
  String line(Object value) {
    return Json.LENIENT.writeValueAsString(value);
  }
}
