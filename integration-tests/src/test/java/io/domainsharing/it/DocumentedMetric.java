// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import io.domainsharing.ownership.document.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the table of docs/metrics.md.
 *
 * @param labels the values of each; none: the page does not list them, as they are names
 */
record DocumentedMetric(String name, String type, Map<String, Set<String>> labels) {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(domain_sharing_\\w+)` \\| (counter|gauge|histogram) \\|([^|]*)\\| .+ \\|$");
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`(?:: ([^;]+))?");
    /** What the library writes for each bucket of a histogram. */
    private static final String BUCKET = "le";

    static List<DocumentedMetric> all() {
        List<DocumentedMetric> all = new ArrayList<>();
        for (String line : Page.read(Checkout.root(), "docs/metrics.md").lines()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                all.add(new DocumentedMetric(row.group(1), row.group(2), labels(row.group(3))));
            }
        }
        return all;
    }

    /** What the page has otherwise than a server shows it. A metric that a server need not have now is right as it is. */
    List<String> mistakes(Map<String, Set<String>> shown) {
        List<String> mistakes = new ArrayList<>();
        Set<String> names = new TreeSet<>(shown.keySet());
        names.remove(BUCKET);
        if (!shown.isEmpty() && !names.equals(labels.keySet())) {
            mistakes.add("its labels are " + names + " and not " + labels.keySet());
        }
        labels.forEach((label, values) -> {
            Set<String> there = shown.getOrDefault(label, values);
            if (!values.isEmpty() && !there.equals(values)) {
                mistakes.add(label + " is one of " + there + " and not of " + values);
            }
        });
        return mistakes;
    }

    private static Map<String, Set<String>> labels(String cell) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(cell);
        while (label.find()) {
            Set<String> values = label.group(2) == null
                    ? Set.of()
                    : new TreeSet<>(List.of(label.group(2).strip().split(", ?")));
            labels.put(label.group(1), values);
        }
        return labels;
    }
}
