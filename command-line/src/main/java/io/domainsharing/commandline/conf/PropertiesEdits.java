// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.edit.TextEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of properties: a key with our class, added to what the key has, or at the end of the file. */
final class PropertiesEdits {
    private final FileEdits file;
    private final List<Entry> entries;
    private final List<String> lines = new ArrayList<>();

    PropertiesEdits(FileEdits file) {
        this.file = file;
        this.entries = entries(file.source());
    }

    /**
     * A key and its value, which may go on over several lines.
     *
     * @param end behind the last character of the value that is no blank
     */
    private record Entry(String key, String value, int end) {}

    /** Adds a value to a list of them, unless it is there. */
    void list(String key, String value, String comment) {
        List<Entry> same =
                entries.stream().filter(entry -> entry.key().equals(key)).toList();
        if (same.stream().anyMatch(entry -> names(entry, value))) {
            return;
        }
        if (same.isEmpty()) {
            line(key, value, comment);
        } else {
            Entry last = same.get(same.size() - 1);
            String text = last.value().isEmpty() ? value : "," + value;
            file.add(new TextEdit(last.end(), last.end(), text, value.substring(value.lastIndexOf('.') + 1)));
        }
    }

    /** Sets a key that is not there. */
    void only(String key, String value, String comment) {
        if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
            line(key, value, comment);
        }
    }

    /** To be called once, at the end. */
    void done() {
        if (lines.isEmpty()) {
            return;
        }
        SourceText source = file.source();
        int end = source.text().length();
        boolean isEnded = source.lineStart(end) == end;
        String terminator = source.terminator(0);
        String text = String.join(terminator, lines);
        // A last line without an end stays one.
        file.add(new TextEdit(end, end, isEnded ? text + terminator : terminator + text, "lines of Domain Sharing"));
    }

    private void line(String key, String value, String comment) {
        if (!comment.isEmpty()) {
            lines.add("# " + FileEdits.MARK + comment);
        }
        lines.add(key + "=" + value);
    }

    private static boolean names(Entry entry, String value) {
        for (String one : entry.value().split(",", -1)) {
            if (one.strip().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static List<Entry> entries(SourceText source) {
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at < source.text().length(); ) {
            int start = at;
            StringBuilder logical = new StringBuilder();
            boolean goesOn = true;
            int end = at;
            while (goesOn && at < source.text().length()) {
                int next = source.lineEnd(at);
                String line = source.text().substring(at, next).strip();
                end = at + source.text().substring(at, next).stripTrailing().length();
                goesOn = continues(line) && !isComment(logical.isEmpty() ? line : logical.toString());
                logical.append(goesOn ? line.substring(0, line.length() - 1) : line);
                at = next;
            }
            entry(logical.toString(), Math.max(start, end)).ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<Entry> entry(String logical, int end) {
        if (logical.isEmpty() || isComment(logical)) {
            return Optional.empty();
        }
        int separator = 0;
        while (separator < logical.length() && "=: \t".indexOf(logical.charAt(separator)) < 0) {
            separator++;
        }
        String rest = logical.substring(separator).strip();
        String value =
                rest.startsWith("=") || rest.startsWith(":") ? rest.substring(1).strip() : rest;
        return Optional.of(new Entry(logical.substring(0, separator), value, end));
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith("!");
    }

    /** By an odd number of backslashes at its end. */
    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
