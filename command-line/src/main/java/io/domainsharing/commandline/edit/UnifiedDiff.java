// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import com.google.common.base.CharMatcher;
import java.util.ArrayList;
import java.util.List;

/** Shows changes as {@code diff -u} does, with the reason of each behind its head; {@code patch} reads it. */
public final class UnifiedDiff {
    private static final CharMatcher LINE_END = CharMatcher.anyOf("\r\n");

    private static final int CONTEXT = 3;

    private final EditedText edited;
    private final List<String> before;
    private final List<String> lines = new ArrayList<>();

    private UnifiedDiff(EditedText edited) {
        this.edited = edited;
        this.before = lines(edited.before().text());
    }

    /**
     * One change after the other.
     *
     * @return lines, each with the sign that it begins with and without its end; empty: nothing is changed
     */
    public static List<String> of(EditedText edited) {
        if (!edited.isChanged()) {
            return List.of();
        }
        UnifiedDiff diff = new UnifiedDiff(edited);
        boolean isNew = edited.before().text().isEmpty();
        diff.lines.add("--- " + (isNew ? "/dev/null" : "a/" + edited.name()));
        diff.lines.add("+++ b/" + edited.name());
        diff.groups();
        return List.copyOf(diff.lines);
    }

    private void groups() {
        List<Hunk> hunks = edited.hunks();
        int shift = 0;
        for (int i = 0; i < hunks.size(); ) {
            int next = i + 1;
            while (next < hunks.size() && hunks.get(next).line() - end(hunks.get(next - 1)) <= 2 * CONTEXT) {
                next++;
            }
            shift = group(hunks.subList(i, next), shift);
            i = next;
        }
    }

    private int group(List<Hunk> hunks, int shift) {
        int first = Math.max(1, hunks.get(0).line() - CONTEXT);
        int last = Math.min(before.size(), end(hunks.get(hunks.size() - 1)) + CONTEXT - 1);
        int head = lines.size();
        int at = first;
        int removed = 0;
        int inserted = 0;
        for (Hunk hunk : hunks) {
            context(at, hunk.line() - 1);
            removed += add("-", hunk.removed());
            inserted += add("+", hunk.inserted());
            at = end(hunk);
        }
        context(at, last);
        int count = last - first + 1;
        int after = count - removed + inserted;
        lines.add(
                head,
                "@@ -" + range(first, count) + " +" + range(first + shift, after) + " @@ "
                        + hunks.get(0).why());
        return shift + inserted - removed;
    }

    private static String range(int first, int count) {
        return (count == 0 ? first - 1 : first) + "," + count;
    }

    private void context(int from, int to) {
        for (int i = from; i <= to; i++) {
            add(" ", before.get(i - 1));
        }
    }

    private int add(String sign, String text) {
        List<String> each = lines(text);
        for (String line : each) {
            boolean ends = line.endsWith("\n") || line.endsWith("\r");
            lines.add(sign + LINE_END.trimTrailingFrom(line));
            if (!ends) {
                lines.add("\\ No newline at end of file");
            }
        }
        return each.size();
    }

    /** The first line behind those that go. */
    private static int end(Hunk hunk) {
        return hunk.line() + lines(hunk.removed()).size();
    }

    private static List<String> lines(String text) {
        SourceText source = new SourceText("", text);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = source.lineEnd(at);
            lines.add(text.substring(at, end));
            at = end;
        }
        return lines;
    }
}
