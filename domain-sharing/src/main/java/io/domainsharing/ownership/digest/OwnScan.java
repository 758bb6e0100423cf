// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.ownership.CanonicalAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * What one pass over this server's addresses has found: their hashes, eight octets for each and each secret. Used by one thread at a time.
 */
public final class OwnScan {
    private final List<DigestKeys> keys;
    private final long began;
    private final int maximum;
    private final Map<Domain, Hashes> found = new HashMap<>();
    private int size;

    /** More than a digest can have: then nothing is listed. */
    private boolean isTooLarge() {
        return size > maximum;
    }

    OwnScan(List<DigestKeys> keys, long began, int maximum) {
        this.keys = List.copyOf(keys);
        this.began = began;
        this.maximum = maximum;
    }

    /** The hashes of one domain's addresses, with each key. */
    private final class Hashes {
        private final long[][] hashes = new long[keys.size()][16];
        private final Set<Long> dropped = new HashSet<>();
        private int count;

        void add(String address) {
            if (count == hashes[0].length) {
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = Arrays.copyOf(hashes[i], 2 * count);
                }
            }
            for (int i = 0; i < hashes.length; i++) {
                hashes[i][count] = keys.get(i).hash().of(address);
            }
            count++;
        }
    }

    long began() {
        return began;
    }

    /** One more address that is there. What has more than one spelling is left out: nobody says no to that by a digest. */
    public void add(MailAddress address) {
        add(CanonicalAddress.of(address));
    }

    private void add(CanonicalAddress address) {
        size++;
        if (PlainAddress.is(address) && !isTooLarge()) {
            found.computeIfAbsent(address.domain(), domain -> new Hashes()).add(address.value());
        }
    }

    boolean has(CanonicalAddress address) {
        Hashes hashes = found.get(address.domain());
        if (hashes == null) {
            return false;
        }
        long hash = keys.get(0).hash().of(address.value());
        for (int i = 0; i < hashes.count; i++) {
            if (hashes.hashes[0][i] == hash) {
                return true;
            }
        }
        return false;
    }

    /** What is known better than by this scan. */
    void correct(CanonicalAddress address, boolean isThere) {
        if (isThere) {
            add(address);
        } else {
            Hashes hashes = found.get(address.domain());
            if (hashes != null) {
                keys.forEach(key -> hashes.dropped.add(key.hash().of(address.value())));
            }
        }
    }

    /** The list with this key, of the domains that are listed. */
    HashList list(DigestKeys key, Map<Domain, Coverage> domains) {
        int index = keys.indexOf(key);
        long[] all = new long[16];
        int count = 0;
        for (Map.Entry<Domain, Hashes> entry : found.entrySet()) {
            if (isTooLarge() || domains.getOrDefault(entry.getKey(), Coverage.NOT_LISTED) == Coverage.NOT_LISTED) {
                continue;
            }
            Hashes hashes = entry.getValue();
            for (int i = 0; i < hashes.count; i++) {
                long hash = hashes.hashes[index][i];
                if (hashes.dropped.isEmpty() || !hashes.dropped.contains(hash)) {
                    if (count == all.length) {
                        all = Arrays.copyOf(all, 2 * count);
                    }
                    all[count++] = hash;
                }
            }
        }
        return HashList.of(all, count);
    }

    /** Whether there are more addresses than can be listed. */
    public boolean exceedsTheBound() {
        return isTooLarge();
    }
}
