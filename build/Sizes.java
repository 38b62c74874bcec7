import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/// The size rules of the house: a function fits a screen, a file can be held in mind. `Sizes.java
/// ROOT`.
///
/// A line `// sizes: REASON` right above a method or anywhere in a file's first 40 lines lifts the
/// rule for that method or file; the reason is for the reader.
class Sizes {
  static final int FILE_LINES = 600;
  static final int METHOD_LINES = 60;
  static final int PARAMETERS = 5;
  static final int NESTING = 3;

  static final List<String> faults = new ArrayList<>();

  static void main(String[] args) throws Exception {
    var root = Path.of(args[0]);
    List<Path> files;
    try (var walk = Files.walk(root)) {
      files =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    var task =
        (JavacTask)
            compiler.getTask(
                null,
                manager,
                _ -> {},
                List.of("-proc:none"),
                null,
                manager.getJavaFileObjectsFromPaths(files));
    var trees = Trees.instance(task);
    for (var unit : task.parse()) check(root, unit, trees);
    if (faults.isEmpty()) return;
    faults.forEach(System.err::println);
    System.exit(1);
  }

  static void check(Path root, CompilationUnitTree unit, Trees trees) throws Exception {
    var path = Path.of(unit.getSourceFile().toUri());
    var lines = Files.readAllLines(path);
    var name = root.relativize(path).toString();
    var lifted = lines.stream().limit(40).anyMatch(line -> line.strip().startsWith("// sizes: "));
    if (lines.size() > FILE_LINES && !lifted)
      faults.add(name + ": " + lines.size() + " lines, at most " + FILE_LINES);
    new Methods(name, lines, unit, trees).scan(unit, null);
  }

  static class Methods extends TreeScanner<Void, Void> {
    final String file;
    final List<String> lines;
    final CompilationUnitTree unit;
    final Trees trees;

    Methods(String file, List<String> lines, CompilationUnitTree unit, Trees trees) {
      this.file = file;
      this.lines = lines;
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      var positions = trees.getSourcePositions();
      if (method.getBody() != null && positions.getEndPosition(unit, method) > 0) {
        var map = unit.getLineMap();
        var first = (int) map.getLineNumber(positions.getStartPosition(unit, method));
        var last = (int) map.getLineNumber(positions.getEndPosition(unit, method));
        var above = lines.subList(Math.max(0, first - 3), first);
        if (above.stream().noneMatch(line -> line.strip().startsWith("// sizes: "))) {
          var where = file + ":" + first + ": " + method.getName();
          if (last - first + 1 > METHOD_LINES)
            faults.add(where + " has " + (last - first + 1) + " lines, at most " + METHOD_LINES);
          var isConstructor = method.getReturnType() == null;
          if (!isConstructor && method.getParameters().size() > PARAMETERS)
            faults.add(
                where
                    + " has "
                    + method.getParameters().size()
                    + " parameters, at most "
                    + PARAMETERS);
          var depth = new Depth();
          depth.scan(method.getBody(), null);
          if (depth.most > NESTING)
            faults.add(where + " nests " + depth.most + " deep, at most " + NESTING);
        }
      }
      return super.visitMethod(method, nothing);
    }
  }

  /// Counts loops, conditions, tries and switches inside each other; `else if` and lambdas do not
  /// deepen.
  static class Depth extends TreeScanner<Void, Void> {
    int now;
    int most;

    @Override
    public Void scan(Tree tree, Void nothing) {
      if (tree == null) return null;
      return switch (tree.getKind()) {
        case FOR_LOOP,
            ENHANCED_FOR_LOOP,
            WHILE_LOOP,
            DO_WHILE_LOOP,
            TRY,
            SWITCH,
            SWITCH_EXPRESSION,
            SYNCHRONIZED ->
            deeper(tree);
        case IF -> condition((IfTree) tree);
        case CLASS, INTERFACE, ENUM, RECORD -> null;
        default -> super.scan(tree, nothing);
      };
    }

    Void deeper(Tree tree) {
      most = Math.max(most, ++now);
      super.scan(tree, null);
      now--;
      return null;
    }

    Void condition(IfTree tree) {
      most = Math.max(most, ++now);
      scan(tree.getCondition(), null);
      scan(tree.getThenStatement(), null);
      now--;
      if (tree.getElseStatement() instanceof IfTree next) return scan(next, null);
      now++;
      scan(tree.getElseStatement(), null);
      now--;
      return null;
    }
  }
}
