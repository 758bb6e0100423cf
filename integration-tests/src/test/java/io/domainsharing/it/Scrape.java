// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server shows to Prometheus at one moment (text format 0.0.4).
 *
 * @param types of each metric, such as counter
 */
record Scrape(String text, Map<String, String> types, List<Sample> samples) {
    private static final Pattern SAMPLE = Pattern.compile("^([A-Za-z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$");
    private static final Pattern PART = Pattern.compile("_(bucket|sum|count)$");

    /** One series with its value. */
    record Sample(String name, Map<String, String> labels, double value) {
        /** As PromQL would select it. */
        @Override
        public String toString() {
            return labels.isEmpty()
                    ? name
                    : labels.entrySet().stream()
                            .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
                            .collect(Collectors.joining(",", name + '{', "}"));
        }
    }

    static Scrape of(JamesServer server) {
        String text =
                server.webAdmin().send("GET", "/domain-sharing/metrics", "").body();
        return new Scrape(
                text,
                types(text),
                text.lines()
                        .map(SAMPLE::matcher)
                        .filter(Matcher::matches)
                        .map(Scrape::sample)
                        .toList());
    }

    /** The metric that a series is of: one of a histogram is of it by a name of its own. */
    String metric(Sample sample) {
        String whole = PART.matcher(sample.name()).replaceFirst("");
        return types.containsKey(whole) ? whole : sample.name();
    }

    /** Each value of each label of that metric. */
    Map<String, Set<String>> labels(String metric) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        samples.stream().filter(sample -> metric(sample).equals(metric)).forEach(sample -> sample.labels()
                .forEach((label, value) ->
                        labels.computeIfAbsent(label, key -> new TreeSet<>()).add(value)));
        return labels;
    }

    /** Every series that speaks of that peer. */
    List<Sample> ofPeer(String peer) {
        return samples.stream()
                .filter(sample -> peer.equals(sample.labels().get("peer")))
                .toList();
    }

    /** Whether there is what that query, which is one selector, asks for. */
    boolean has(String selector) {
        return samples.stream().anyMatch(selector(selector)::matches);
    }

    /** Whether any of it is more than zero. */
    boolean hasMoved(String selector) {
        return selector(selector).hasMovedIn(this);
    }

    /** A query that is one selector. */
    static PromQl.Selector selector(String selector) {
        return new PromQl(selector).selectors().iterator().next();
    }

    private static Sample sample(Matcher line) {
        Map<String, String> labels = new TreeMap<>();
        if (line.group(2) != null) {
            Matcher label = LABEL.matcher(line.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(line.group(1), labels, Double.parseDouble(line.group(3)));
    }

    private static Map<String, String> types(String text) {
        return text.lines()
                .map(TYPE::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, b) -> b, TreeMap::new));
    }
}
