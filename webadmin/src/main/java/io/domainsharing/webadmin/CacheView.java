// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.domainsharing.ownership.cache.CacheFigures;
import io.domainsharing.ownership.cache.OwnerPage;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.cache.StoreFailure;
import io.domainsharing.ownership.metric.CacheUse;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The cache of owners as JSON, with counts since the start.
 *
 * @param hits verdicts that a remembered owner gave
 * @param misses addresses that the peers had to be asked about
 * @param refreshes how often an entry that had grown old was asked for again
 * @param evictions owners that had to make room for others
 * @param persistent whether owners outlive the process
 * @param storeState ok or failing: whether they are written to the disk; absent where nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CacheView(
        long size,
        long maximumSize,
        long hits,
        long misses,
        long refreshes,
        long evictions,
        boolean persistent,
        @Nullable String storeState,
        @Nullable String storeError,
        @Nullable String storeFailingSince) {
    /**
     * What is remembered of one address, as JSON; times in ISO 8601.
     *
     * @param nobody true: every peer said no a short time ago, and all else is absent
     * @param expiresAt from when it counts no longer
     * @param refreshAt from when its next use has it asked for again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String address,
            @Nullable String owner,
            @Nullable Boolean nobody,
            @Nullable String foundAt,
            @Nullable Long ageSeconds,
            @Nullable String expiresAt,
            @Nullable String refreshAt) {
        static Entry of(String address, RememberedOwner entry) {
            return new Entry(
                    address,
                    entry.owner().value(),
                    null,
                    entry.foundAt().toString(),
                    entry.age().toSeconds(),
                    entry.expiresAt().toString(),
                    entry.refreshAt().toString());
        }

        static Entry ofNobody(MailAddress address) {
            return new Entry(address.asString(), null, true, null, null, null, null);
        }
    }

    /**
     * The figures with some of the owners.
     *
     * @param entries by address
     * @param next the address to ask on with, as {@code after}; absent: this is the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WithEntries(@JsonUnwrapped CacheView figures, List<Entry> entries, @Nullable String next) {
        static WithEntries of(CacheView figures, OwnerPage page) {
            return new WithEntries(
                    figures,
                    page.entries().stream()
                            .map(entry -> Entry.of(entry.address(), entry.owner()))
                            .toList(),
                    page.next());
        }
    }

    static CacheView of(CacheFigures figures, CacheUse use, @Nullable StoreFailure trouble) {
        return new CacheView(
                figures.size(),
                figures.maximumSize(),
                use.hits(),
                use.misses(),
                use.refreshes(),
                use.evictions(),
                figures.persistent(),
                figures.persistent() ? (trouble == null ? "ok" : "failing") : null,
                trouble == null ? null : trouble.cause(),
                trouble == null ? null : trouble.since().toString());
    }
}
