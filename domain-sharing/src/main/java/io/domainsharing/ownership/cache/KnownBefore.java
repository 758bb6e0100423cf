// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import io.domainsharing.ownership.CanonicalAddress;
import java.nio.charset.StandardCharsets;

/**
 * The addresses that had an owner since this server started, or when it did, whether that is remembered still or not. A set that
 * takes ten bits for each address, and in exchange one in a hundred others is taken for known as well. Of the latest {@value
 * #AT_LEAST} all are in it. Thread-safe.
 */
final class KnownBefore {
    static final int AT_LEAST = 200_000;
    private static final double MISTAKEN = 0.01;

    private BloomFilter<CharSequence> before = empty();
    private BloomFilter<CharSequence> now = empty();
    private int added;

    synchronized void add(String address) {
        if (now.put(address)) {
            added++;
        }
        if (added >= AT_LEAST) {
            before = now;
            now = empty();
            added = 0;
        }
    }

    synchronized boolean mightContain(CanonicalAddress address) {
        return now.mightContain(address.value()) || before.mightContain(address.value());
    }

    private static BloomFilter<CharSequence> empty() {
        return BloomFilter.create(Funnels.stringFunnel(StandardCharsets.UTF_8), AT_LEAST, MISTAKEN);
    }
}
