package dev.slicebench.evidence.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that fits a terminal: columns move together where that is enough, else those that find no
 * room stand in a further block below, beside the key columns again.
 */
public final class TextTable {

  private static final int WIDE_GAP = 2;
  private static final int NARROW_GAP = 1;

  private final int keys;
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A column.
   *
   * @param heading one line or two
   */
  public record Column(String heading, boolean isLeft) {

    /** One whose cells begin below each other. */
    public static Column left(String heading) {
      return new Column(heading, true);
    }

    /** One whose cells end below each other. */
    public static Column right(String heading) {
      return new Column(heading, false);
    }

    private List<String> lines() {
      return heading.lines().toList();
    }
  }

  /**
   * A table without rows.
   *
   * @param keys how many of the first columns tell which row it is
   */
  public TextTable(int keys, List<Column> columns) {
    this.keys = keys;
    this.columns = List.copyOf(columns);
  }

  /** Adds a row; columns at its end may be left out. */
  public void add(List<String> cells) {
    if (cells.size() > columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** Renders it, each line behind {@code indent}, with a blank line between two blocks. */
  public String text(String indent) {
    int room = Paragraph.WIDTH - indent.length();
    List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
    int gap = width(all, WIDE_GAP) > room && width(all, NARROW_GAP) <= room ? NARROW_GAP : WIDE_GAP;
    StringBuilder text = new StringBuilder();
    for (List<Integer> block : blocks(room, gap)) {
      text.append(text.isEmpty() ? "" : "\n");
      int lines = block.stream().mapToInt(c -> columns.get(c).lines().size()).max().orElse(0);
      for (int above = lines; above > 0; above--) {
        int left = above;
        text.append(indent).append(line(block, gap, column -> headingLine(column, left)));
      }
      for (List<String> row : rows) {
        text.append(indent).append(line(block, gap, column -> cell(row, column)));
      }
    }
    return text.toString();
  }

  /** Returns which columns stand in which block. */
  private List<List<Integer>> blocks(int room, int gap) {
    List<Integer> key = IntStream.range(0, keys).boxed().toList();
    List<List<Integer>> blocks = new ArrayList<>();
    List<Integer> block = new ArrayList<>(key);
    for (int column = keys; column < columns.size(); column++) {
      block.add(column);
      if (width(block, gap) > room && block.size() > keys + 1) {
        block.remove(block.size() - 1);
        blocks.add(block);
        block = new ArrayList<>(key);
        block.add(column);
      }
    }
    blocks.add(block);
    return blocks;
  }

  private int width(List<Integer> block, int gap) {
    return block.stream().mapToInt(this::width).sum() + gap * (block.size() - 1);
  }

  private int width(int column) {
    int heading = columns.get(column).lines().stream().mapToInt(String::length).max().orElse(0);
    return Math.max(
        heading, rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0));
  }

  /** Returns the line of a heading that stands {@code above} lines above the rows. */
  private String headingLine(int column, int above) {
    List<String> lines = columns.get(column).lines();
    return above > lines.size() ? "" : lines.get(lines.size() - above);
  }

  private static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }

  private interface Cells {
    String in(int column);
  }

  private String line(List<Integer> block, int gap, Cells cells) {
    StringBuilder line = new StringBuilder();
    for (int column : block) {
      String cell = cells.in(column);
      String room = " ".repeat(width(column) - cell.length());
      line.append(" ".repeat(line.isEmpty() ? 0 : gap))
          .append(columns.get(column).isLeft() ? cell + room : room + cell);
    }
    return line.toString().stripTrailing() + "\n";
  }
}
