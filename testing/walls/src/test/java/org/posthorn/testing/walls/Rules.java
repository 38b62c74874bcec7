package org.posthorn.testing.walls;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The walls, for the packages below a root: the program's, or the planted classes'.
final class Rules {
  private static final Set<String> CLOCK_OWNERS =
      Set.of(
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalTime",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime",
          "java.time.Year",
          "java.time.YearMonth");

  private static final Set<String> IO_CLASSES =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.io.PrintStream",
          "java.io.Console",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.MulticastSocket",
          "java.net.URL",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.net.NetworkInterface",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Thread");

  private static final Set<String> MUTABLE =
      Set.of(
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.ArrayDeque",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.atomic.AtomicLong",
          "java.util.concurrent.atomic.AtomicBoolean",
          "java.util.concurrent.atomic.AtomicReference",
          "java.lang.StringBuilder",
          "java.lang.ThreadLocal");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
  private static final Pattern HOLLOW =
      Pattern.compile("(Abstract|Base)[A-Z].*|.*(Impl|Manager|Helpers?|Utils?|Base)");

  /// Nouns of the RFCs that look hollow: RFC 5256 §2.1 has the base subject.
  private static final Set<String> TERMS = Set.of("BaseSubject");

  private final String root;

  private Rules(String root) {
    this.root = root;
  }

  /// Every rule by a short name.
  static Map<String, ArchRule> below(String root) {
    var rules = new Rules(root);
    var all = new LinkedHashMap<String, ArchRule>();
    all.put("wire knows no floor above it", rules.belowOthers("wire"));
    all.put("platform knows no floor above it", rules.belowOthers("platform"));
    all.put("domain knows no floor above it", rules.belowOthers("domain"));
    all.put("servers know no floor above them", rules.belowOthers("servers"));
    all.put("servers do not know each other", rules.strangers());
    all.put("packages form no cycles", rules.noCycles());
    all.put("wire does no input or output", rules.wireIsPure());
    all.put("wire and domain have no clock and no randomness", rules.noClock());
    all.put("SQL is in storage and domain", rules.sqlBelongs());
    all.put("nobody sleeps", rules.noSleep());
    all.put("only the command line prints", rules.noPrinting());
    all.put("logging is slf4j", rules.noJavaUtilLogging());
    all.put("static fields do not change", rules.noStaticState());
    all.put("no get prefix", rules.noGetters());
    all.put("no hollow names", rules.noHollowNames());
    all.put("no Optional fields", rules.noOptionalFields());
    all.put("no Optional parameters", rules.noOptionalParameters());
    all.replaceAll((_, rule) -> rule.allowEmptyShould(true));
    return all;
  }

  private String floor(String name) {
    return root + "." + name + "..";
  }

  private ArchRule belowOthers(String floor) {
    var floors = Repository.FLOORS;
    var above = floors.subList(floors.indexOf(floor) + 1, floors.size());
    var packages = Stream.concat(above.stream(), Stream.of("testing")).map(this::floor);
    return noClasses()
        .that()
        .resideInAPackage(floor(floor))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(packages.toArray(String[]::new))
                .and(not(resideInAPackage(floor(floor)))));
  }

  private ArchRule strangers() {
    return slices().matching(root + ".servers.(*)..").should().notDependOnEachOther();
  }

  private ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private ArchRule wireIsPure() {
    var forbidden =
        resideInAnyPackage(
                "java.nio.file..",
                "java.nio.channels..",
                "java.net.http..",
                "javax.net..",
                "java.sql..",
                "javax.sql..")
            .or(named("input or output", IO_CLASSES));
    return noClasses()
        .that()
        .resideInAPackage(floor("wire"))
        .should()
        .dependOnClassesThat(forbidden);
  }

  private static DescribedPredicate<JavaClass> named(String what, Set<String> names) {
    return DescribedPredicate.describe(what, type -> names.contains(type.getName()));
  }

  private ArchRule noClock() {
    return noClasses()
        .that()
        .resideInAnyPackage(floor("wire"), floor("domain"))
        .should()
        .accessTargetWhere(access("a clock or randomness of its own", Rules::isClockOrRandomness));
  }

  private static boolean isClockOrRandomness(AccessTarget target) {
    var owner = target.getOwner().getName();
    var name = target.getName();
    return switch (owner) {
      case "java.lang.System" -> name.equals("currentTimeMillis");
      case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system");
      case "java.security.SecureRandom", "java.util.Random", "java.util.Date" ->
          name.equals("<init>") || name.startsWith("getInstance");
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.lang.Math" -> name.equals("random");
      default -> CLOCK_OWNERS.contains(owner) && name.equals("now");
    };
  }

  private static DescribedPredicate<JavaAccess<?>> access(
      String what, Predicate<AccessTarget> test) {
    return DescribedPredicate.describe(what, access -> test.test(access.getTarget()));
  }

  private ArchRule sqlBelongs() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(floor("platform.storage"), floor("domain"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.jdbi..",
            "com.zaxxer..",
            "org.flywaydb..",
            "org.sqlite..",
            "org.postgresql..");
  }

  private ArchRule noSleep() {
    return noClasses()
        .should()
        .accessTargetWhere(
            access(
                "sleep",
                target ->
                    target.getName().equals("sleep")
                        && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                            .contains(target.getOwner().getName())));
  }

  private ArchRule noPrinting() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(floor("app"))
        .should()
        .accessTargetWhere(access("System.out, System.err or printStackTrace", Rules::prints));
  }

  private static boolean prints(AccessTarget target) {
    if (target.getName().equals("printStackTrace")) return true;
    return target.getOwner().getName().equals("java.lang.System")
        && Set.of("out", "err").contains(target.getName());
  }

  private ArchRule noJavaUtilLogging() {
    return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
  }

  private ArchRule noStaticState() {
    return fields()
        .that()
        .areStatic()
        .should(
            new FieldCondition(
                "be final and immutable",
                field ->
                    field.getModifiers().contains(JavaModifier.FINAL)
                        && !MUTABLE.contains(field.getRawType().getName())));
  }

  private ArchRule noGetters() {
    return methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(
            new MethodCondition(
                "have no get prefix, unless a foreign type asks for it",
                method -> !GETTER.matcher(method.getName()).matches() || isForeign(method)));
  }

  /// Whether a type outside the root declares the method that this one overrides.
  private boolean isForeign(JavaMethod method) {
    var owner = method.getOwner();
    var supertypes =
        Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream());
    var parameters = method.getRawParameterTypes().size();
    return supertypes
        .filter(type -> !type.getPackageName().startsWith(root))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(other ->
            other.getName().equals(method.getName())
                && other.getRawParameterTypes().size() == parameters);
  }

  private ArchRule noHollowNames() {
    return classes()
        .should(
            new ArchCondition<>("have a name that says what it is") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                var name = type.getSimpleName();
                var isGood = TERMS.contains(name) || !HOLLOW.matcher(name).matches();
                events.add(new SimpleConditionEvent(type, isGood, type.getName()));
              }
            });
  }

  private ArchRule noOptionalFields() {
    return fields()
        .should(
            new FieldCondition(
                "not be Optional", field -> !field.getRawType().isEquivalentTo(Optional.class)));
  }

  private ArchRule noOptionalParameters() {
    return methods()
        .should(
            new MethodCondition(
                "have no Optional parameter",
                method -> method.getRawParameterTypes().stream().noneMatch(Rules::isOptional)));
  }

  private static boolean isOptional(JavaClass type) {
    return type.isEquivalentTo(Optional.class);
  }

  private static final class FieldCondition extends ArchCondition<JavaField> {
    private final Predicate<JavaField> test;

    FieldCondition(String description, Predicate<JavaField> test) {
      super(description);
      this.test = test;
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
      events.add(new SimpleConditionEvent(field, test.test(field), field.getFullName()));
    }
  }

  private static final class MethodCondition extends ArchCondition<JavaMethod> {
    private final Predicate<JavaMethod> test;

    MethodCondition(String description, Predicate<JavaMethod> test) {
      super(description);
      this.test = test;
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
      events.add(new SimpleConditionEvent(method, test.test(method), method.getFullName()));
    }
  }
}
