// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestSource;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.minger.digest.VersionedList;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A peer as its digest shows it: a list of all its addresses, and its changes. One thread. */
final class ScriptedPeer implements DigestSource {
    static final DigestKeys KEYS = DigestKeys.of(Peers.SECRET);
    static final Map<String, Coverage> COVERAGE = Map.of(Population.DOMAIN, Coverage.GUARDED);
    /** A site with a hundred thousand addresses reads them again so often (docs/address-digests.md). */
    private static final Duration AGE = Duration.ofSeconds(14);

    private final VersionedList list;

    /** @param site its number, and the epoch of its list */
    ScriptedPeer(int site, HashList addresses) {
        this.list = new VersionedList(site);
        boolean unused = list.become(addresses);
    }

    /** The list of all that the site has in the beginning. */
    static HashList addresses(Population population, int site) {
        long[] hashes = new long[population.each()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = KEYS.hash().of(Population.addressOf(population.number(site, i)));
        }
        return HashList.of(hashes, hashes.length);
    }

    /** That address is there from now on, or no longer. */
    void change(int number, boolean isThere) {
        long hash = KEYS.hash().of(Population.addressOf(number));
        HashList before = current().list();
        boolean unused = list.become(before.with(hash, isThere));
    }

    VersionedList.Snapshot current() {
        return list.current().orElseThrow();
    }

    @Override
    public Optional<View> view(DigestKeys keys, InetAddress client, Position has) {
        return Optional.of(new View(current(), list.since(has).orElse(null), COVERAGE, AGE));
    }
}
