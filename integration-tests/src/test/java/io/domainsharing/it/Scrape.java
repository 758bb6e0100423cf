// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What James shows to Prometheus at one moment (text format 0.0.4). */
record Scrape(List<Sample> samples) {
    private static final Pattern SAMPLE = Pattern.compile("^([A-Za-z_:][\\w:]*)(\\{[^}]*})? (\\S+)$");

    /** @param name as PromQL writes it */
    record Sample(String name, double value) {}

    static Scrape of(JamesServer server) {
        String text = server.webAdmin().send("GET", "/metrics", "").body();
        return new Scrape(text.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .map(sample -> new Sample(sample.group(1), Double.parseDouble(sample.group(3))))
                .toList());
    }

    /** The names of our own. */
    Set<String> ours() {
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> {
            if (sample.name().startsWith("domainSharing")) {
                names.add(sample.name());
            }
        });
        return names;
    }

    /** Whether any metric of such a name is more than nought. */
    boolean hasMoved(Pattern name) {
        return samples.stream().anyMatch(sample -> name.matcher(sample.name()).matches() && sample.value() > 0);
    }

    boolean hasMoved(String name) {
        return hasMoved(Pattern.compile(Pattern.quote(name)));
    }
}
