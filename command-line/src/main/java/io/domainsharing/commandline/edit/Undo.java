// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes changes back in a text that somebody has gone on changing: lines that still stand as they were put there go, and those that
 * went for them come back.
 *
 * @param text without the lines that could be taken back
 * @param left the changes that could not: their lines are not there as they were put
 */
public record Undo(SourceText text, List<Hunk> left) {
    public Undo {
        left = List.copyOf(left);
    }

    /** Takes them back in the order in which they stand; each is looked for behind the one before, and then everywhere. */
    public static Undo of(SourceText changed, List<Hunk> hunks) {
        List<Hunk> left = new ArrayList<>();
        String text = changed.text();
        int from = 0;
        for (Hunk hunk : hunks) {
            int at = find(text, hunk.inserted(), from);
            if (at < 0) {
                at = find(text, hunk.inserted(), 0);
            }
            if (at < 0) {
                left.add(hunk);
            } else {
                text = text.substring(0, at)
                        + hunk.removed()
                        + text.substring(at + hunk.inserted().length());
                from = at + hunk.removed().length();
            }
        }
        return new Undo(new SourceText(changed.name(), text), left);
    }

    private static int find(String text, String lines, int from) {
        int at = text.indexOf(lines, from);
        while (at >= 0 && !(isLineStart(text, at) && isLineEnd(text, at + lines.length()))) {
            at = text.indexOf(lines, at + 1);
        }
        return at;
    }

    private static boolean isLineStart(String text, int at) {
        return at == 0 || isTerminator(text.charAt(at - 1));
    }

    private static boolean isLineEnd(String text, int at) {
        return at == text.length() || isTerminator(text.charAt(at - 1)) || isTerminator(text.charAt(at));
    }

    private static boolean isTerminator(char c) {
        return c == '\n' || c == '\r';
    }
}
