// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes changes of a text, and tells them by whole lines. Stateless. */
public final class Changes {
    private Changes() {}

    /**
     * Makes them all.
     *
     * @param edits in any order; those at the same place stay in the order in which they are given
     * @throws IllegalArgumentException two of them change the same characters
     */
    public static EditedText make(SourceText source, List<TextEdit> edits) {
        List<TextEdit> ordered = edits.stream()
                .sorted(Comparator.comparingInt(TextEdit::start).thenComparingInt(TextEdit::end))
                .toList();
        List<Hunk> hunks = new ArrayList<>();
        StringBuilder after = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < ordered.size(); ) {
            Span span = new Span(source, ordered, i);
            after.append(source.text(), copied, span.start).append(span.inserted);
            hunks.add(new Hunk(
                    source.lineNumber(span.start),
                    source.text().substring(span.start, span.end),
                    span.inserted.toString(),
                    span.why));
            copied = span.end;
            i = span.next;
        }
        after.append(source.text(), copied, source.text().length());
        return new EditedText(source, new SourceText(source.name(), after.toString()), hunks);
    }

    /** The changes of the same lines, from one of them on. */
    private static final class Span {
        private final int start;
        private final String why;
        private final StringBuilder inserted = new StringBuilder();
        private int end;
        private int next;

        Span(SourceText source, List<TextEdit> edits, int first) {
            TextEdit edit = edits.get(first);
            start = isWhole(source, edit) ? edit.start() : source.lineStart(edit.start());
            why = edit.why();
            int copied = start;
            end = start;
            next = first;
            while (next < edits.size()) {
                TextEdit one = edits.get(next);
                boolean isWhole = isWhole(source, one);
                int from = isWhole ? one.start() : source.lineStart(one.start());
                if (next > first && from >= end) {
                    break;
                }
                if (one.start() < copied) {
                    throw new IllegalArgumentException(source.name() + " would be changed twice at " + one.start());
                }
                inserted.append(source.text(), copied, one.start()).append(one.text());
                copied = one.end();
                end = Math.max(end, isWhole ? one.end() : source.lineEnd(one.end()));
                next++;
            }
            inserted.append(source.text(), copied, end);
        }

        /** Whether it changes whole lines, and puts whole lines there. */
        private static boolean isWhole(SourceText source, TextEdit edit) {
            boolean ended = edit.text().endsWith("\n") || edit.text().endsWith("\r");
            return ended
                    && source.lineStart(edit.start()) == edit.start()
                    && source.lineStart(edit.end()) == edit.end()
                    && (edit.end() == edit.start() || edit.end() > 0);
        }
    }
}
