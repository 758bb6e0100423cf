// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A query of Prometheus, as far as which metrics it asks for: by name, or by a pattern for names. */
record PromQl(String text) {
    private static final Pattern BY_PATTERN = Pattern.compile("__name__\\s*=~\\s*\"([^\"]*)\"");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern IN_BRACES = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern BY_LABELS = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_:][\\w:]*\\b(?!\\s*\\()");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** One pattern for each metric that is asked for; a name is a pattern of itself. */
    Set<String> metrics() {
        Set<String> metrics = new LinkedHashSet<>(all(BY_PATTERN, text, 1));
        String bare = text;
        for (Pattern noise : List.of(STRING, IN_BRACES, RANGE, BY_LABELS)) {
            bare = noise.matcher(bare).replaceAll(" ");
        }
        all(WORD, bare, 0).stream().filter(word -> !KEYWORDS.contains(word)).forEach(metrics::add);
        return metrics;
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList();
    }
}
