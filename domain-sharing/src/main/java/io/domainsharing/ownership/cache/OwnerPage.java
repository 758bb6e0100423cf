// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the remembered owners, by address.
 *
 * @param next the address after which the next page begins; null: this is the last
 * @param matches how many there are from the begin of this page on
 */
public record OwnerPage(List<Entry> entries, @Nullable String next, long matches) {
    public OwnerPage {
        entries = List.copyOf(entries);
    }

    /** What is remembered of one address. */
    public record Entry(String address, RememberedOwner owner) {}
}
