// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A list that a test changes. */
final class ServedDigest implements DigestSource {
    final VersionedList list;
    volatile Map<String, Coverage> domains = Map.of("example.com", Coverage.GUARDED);

    ServedDigest(long epoch) {
        list = new VersionedList(epoch);
    }

    @Override
    public Optional<View> view(DigestKeys keys, InetAddress client, Position has) {
        return list.current().map(now -> new View(now, list.since(has).orElse(null), domains, Duration.ofMillis(5)));
    }
}
