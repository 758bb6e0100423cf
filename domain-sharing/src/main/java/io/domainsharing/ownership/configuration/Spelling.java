// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a key that nobody knows was meant to be. */
public final class Spelling {
    /** No key is as long, so a longer text is none that is misspelt; keeps the work small. */
    private static final int LONGEST = 40;

    private Spelling() {}

    /**
     * The known word that is nearest to a text: two letters may be wrong, missing, too many or exchanged, of short words fewer.
     *
     * @return empty where none is near
     */
    public static Optional<String> nearest(String text, Collection<String> known) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String written = text.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> distance(written, word.toLowerCase(Locale.ROOT)) <= Math.min(2, word.length() / 3))
                .min(Comparator.<String>comparingInt(word -> distance(written, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Damerau and Levenshtein's, of neighbours exchanged at most once (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                edits[i][j] =
                        Math.min(edits[i - 1][j - 1] + change, Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[one.length()][other.length()];
    }
}
