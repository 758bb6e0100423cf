// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand below each other, two blanks apart. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";
    /** A longer word has what is behind it stand out of line, rather than fill each other row with blanks. */
    private static final int WIDEST = 200;

    private final String indent;
    private final List<List<Word>> rows = new ArrayList<>();

    /** @param indent before each row */
    public Table(String indent) {
        this.indent = indent;
    }

    /** With a heading. */
    public static Table headed(String... columns) {
        Table table = new Table("");
        table.rows.add(List.of(columns).stream()
                .map(column -> new Word(column, Style.STRONG))
                .toList());
        return table;
    }

    /** Words, or what becomes one. */
    public Table row(Object... cells) {
        List<Word> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Word word ? word : Word.of(cell));
        }
        rows.add(row);
        return this;
    }

    List<String> lines(boolean colour) {
        List<Integer> widths = widths();
        List<String> lines = new ArrayList<>();
        for (List<Word> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i).toString(colour));
                if (hasMore(row, i)) {
                    int blanks = widths.get(i) - row.get(i).width();
                    line.append(" ".repeat(Math.max(0, blanks))).append(GAP);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static boolean hasMore(List<Word> row, int column) {
        return row.stream().skip(column + 1L).anyMatch(word -> word.width() > 0);
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (List<Word> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).width();
                if (i == widths.size()) {
                    widths.add(0);
                }
                if (width <= WIDEST) {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return widths;
    }
}
