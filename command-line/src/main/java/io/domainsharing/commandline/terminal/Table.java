// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand below each other, two blanks apart. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";

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
        List<String> lines = new ArrayList<>();
        for (List<Word> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i).toString(colour));
                if (hasMore(row, i)) {
                    line.append(" ".repeat(width(i) - row.get(i).width())).append(GAP);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static boolean hasMore(List<Word> row, int column) {
        return row.stream().skip(column + 1L).anyMatch(word -> word.width() > 0);
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).width())
                .max()
                .orElse(0);
    }
}
