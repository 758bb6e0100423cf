// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.util.HashMap;
import java.util.Map;

/** What a list is worth while it changes from one worth to another. */
final class Coverages {
    private Coverages() {}

    /** By domain the lesser of both: true of the list before, of the one after, and of what is between. */
    static Map<String, Coverage> lesser(Map<String, Coverage> one, Map<String, Coverage> other) {
        Map<String, Coverage> lesser = new HashMap<>();
        one.forEach((domain, coverage) -> {
            Coverage second = other.getOrDefault(domain, Coverage.NOT_LISTED);
            lesser.put(domain, coverage.compareTo(second) < 0 ? coverage : second);
        });
        return Map.copyOf(lesser);
    }
}
