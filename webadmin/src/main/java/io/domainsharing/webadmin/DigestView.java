// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.digest.DigestState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer's digest as JSON.
 *
 * @param live whether the peer is connected; if not, it is as the peer left it
 * @param ageSeconds since the peer last said that this is its digest
 * @param entries addresses in it
 * @param version growing with each change, until the peer begins anew
 */
record DigestView(boolean live, long ageSeconds, int entries, long version, List<DomainView> domains) {
    /**
     * What it is worth for one domain.
     *
     * @param coverage not_listed, listed or guarded
     */
    record DomainView(String domain, String coverage) {}

    static @Nullable DigestView of(@Nullable DigestState state) {
        return state == null
                ? null
                : new DigestView(
                        state.isLive(),
                        state.age().toSeconds(),
                        state.entries(),
                        state.version(),
                        state.domains().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> new DomainView(entry.getKey(), Words.word(entry.getValue())))
                                .toList());
    }
}
