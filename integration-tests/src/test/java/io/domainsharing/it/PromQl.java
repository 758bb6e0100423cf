// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A query of Prometheus, as far as which series it asks for. */
record PromQl(String text) {
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern BY_LABELS = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b([A-Za-z_:][\\w:]*)\\b(?:\\s*\\{([^}]*)})?(?!\\s*[\\w({])");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=)\\s*\"([^\"]*)\"");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");
    /** What Prometheus adds to each series by itself. */
    private static final String INSTANCE = "instance";

    /**
     * Some series of one metric.
     *
     * @param labels a pattern for the value of each label that is asked for
     */
    record Selector(String name, Map<String, String> labels) {
        boolean matches(Scrape.Sample sample) {
            return sample.name().equals(name)
                    && labels.entrySet().stream().allMatch(label -> sample.labels()
                            .getOrDefault(label.getKey(), "")
                            .matches(label.getValue()));
        }

        boolean hasMovedIn(Scrape scrape) {
            return scrape.samples().stream().anyMatch(sample -> matches(sample) && sample.value() > 0);
        }

        @Override
        public String toString() {
            return name + (labels.isEmpty() ? "" : labels);
        }
    }

    Set<Selector> selectors() {
        String bare = text;
        for (Pattern noise : List.of(RANGE, BY_LABELS)) {
            bare = noise.matcher(bare).replaceAll(" ");
        }
        return SELECTOR.matcher(bare)
                .results()
                .filter(found -> !KEYWORDS.contains(found.group(1)))
                .map(found -> new Selector(found.group(1), labels(found.group(2))))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> labels(String matchers) {
        Map<String, String> labels = new TreeMap<>();
        if (matchers != null) {
            Matcher matcher = MATCHER.matcher(matchers);
            while (matcher.find()) {
                if (!matcher.group(1).equals(INSTANCE)) {
                    labels.put(
                            matcher.group(1),
                            matcher.group(2).equals("=") ? Pattern.quote(matcher.group(3)) : matcher.group(3));
                }
            }
        }
        return labels;
    }
}
