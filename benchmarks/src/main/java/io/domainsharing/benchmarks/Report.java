// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured: a line when it is known, and all of it as a table (Markdown) at the end. One thread. */
final class Report {
    private record Row(String what, String measured, String target, String outcome) {
        String toText() {
            return String.format(Locale.ROOT, "| %-64s | %-44s | %-22s | %-6s |", what, measured, target, outcome);
        }
    }

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final List<Row> rows = new ArrayList<>();

    void progress(String line) {
        out.println("  " + line);
    }

    /** A figure without a target. */
    void add(String what, String measured) {
        add(new Row(what, measured, "", ""));
    }

    /** A figure and what it should be. */
    void add(String what, String measured, String target, boolean met) {
        add(new Row(what, measured, target, met ? "met" : "MISSED"));
    }

    void print() {
        out.println();
        out.println(new Row("what", "measured", "target", "").toText());
        out.println("|---|---|---|---|");
        rows.forEach(row -> out.println(row.toText()));
    }

    private void add(Row row) {
        rows.add(row);
        out.println(row.toText());
    }
}
