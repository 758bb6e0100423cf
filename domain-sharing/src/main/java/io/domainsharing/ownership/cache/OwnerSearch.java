// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.google.common.collect.Comparators;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which remembered owners somebody wants to see. A look walks through the whole cache, in time in proportion, and keeps a page.
 *
 * @param after the address after which the page begins; null: the first page
 * @param limit at most so many
 * @param text what the address holds, in small letters; empty: anything
 * @param owner whose addresses; null: everybody's
 */
public record OwnerSearch(@Nullable String after, int limit, String text, @Nullable PeerName owner) {
    /** The most that a page may have. */
    public static final int MOST = 1_000;

    public OwnerSearch {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is not between 1 and " + MOST);
        }
    }

    /** How many addresses a peer has: no more than one of them is shown. */
    public static OwnerSearch ofOwner(PeerName owner) {
        return new OwnerSearch(null, 1, "", owner);
    }

    OwnerPage in(Map<String, CachedOwner> found, Function<CachedOwner, RememberedOwner> shown) {
        return found.entrySet().stream()
                .filter(entry -> wants(entry.getKey(), entry.getValue()))
                // One more than is shown tells whether there is another page.
                .collect(Collectors.teeing(
                        Comparators.least(limit + 1, Map.Entry.comparingByKey()),
                        Collectors.counting(),
                        (first, matches) -> page(first, matches, shown)));
    }

    private OwnerPage page(
            List<Map.Entry<String, CachedOwner>> first, long matches, Function<CachedOwner, RememberedOwner> shown) {
        List<OwnerPage.Entry> entries = first.stream()
                .limit(limit)
                .map(entry -> new OwnerPage.Entry(entry.getKey(), shown.apply(entry.getValue())))
                .toList();
        return new OwnerPage(
                entries, first.size() > limit ? entries.get(limit - 1).address() : null, matches);
    }

    private boolean wants(String address, CachedOwner remembered) {
        return (after == null || address.compareTo(after) > 0)
                && address.contains(text)
                && (owner == null || owner.equals(remembered.owner()));
    }
}
