// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The first mails by name behind a given one, out of many that come in any order: no more of them are kept. Not thread-safe. */
final class Pages {
    private final @Nullable String after;
    private final int limit;
    private final TreeMap<String, ShownMail> first = new TreeMap<>();

    /**
     * @param after null: from the beginning
     * @param limit so many
     */
    Pages(@Nullable String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    /** Whether a mail of that name is on the page, as far as it is known now. */
    boolean wants(String name) {
        return (after == null || name.compareTo(after) > 0)
                && (first.size() < limit || name.compareTo(first.lastKey()) < 0);
    }

    /** @param mail made only if it is wanted */
    void see(String name, Supplier<ShownMail> mail) {
        if (wants(name)) {
            first.put(name, mail.get());
            if (first.size() > limit) {
                first.pollLastEntry();
            }
        }
    }

    List<ShownMail> page() {
        return List.copyOf(first.values());
    }
}
