// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static io.domainsharing.ownership.Addresses.address;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache with a store in a folder of the test, and a clock that the test moves. */
abstract class OwnerCacheFixture {
    static final PeerName TOKYO = new PeerName("tokyo");
    static final CanonicalAddress FRANK = CanonicalAddress.of(address("Frank@Example.com"));
    static final CanonicalAddress ANN = new CanonicalAddress("ann@example.com");

    Path temporary;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    final FakeClock clock = new FakeClock();

    Path folder() {
        return temporary.resolve("var").resolve("domain-sharing");
    }

    OwnerCache open() {
        return OwnerCache.onDisk(CacheConfiguration.DEFAULT, folder(), clock, clock::nanos, peer -> true)
                .start();
    }

    String owner(OwnerCache cache, CanonicalAddress address) {
        return cache.entry(address).map(owner -> owner.owner().value()).orElse("nobody");
    }
}
