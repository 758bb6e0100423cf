// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One peer's digest, whose connection and time a test moves. */
final class PeerDigestFixture implements PeerDigest.Listener {
    static final DigestKeys KEYS = DigestKeys.of(new Secret("ThisIsASharedSecret"));

    final FakeClock clock = new FakeClock();
    final FakeClock steady = new FakeClock();
    final AskedLately asked = new AskedLately(steady::nanos);
    final List<String> events = new ArrayList<>();
    final PeerDigest digest;

    PeerDigestFixture(@Nullable StoredDigest stored) {
        digest = new PeerDigest(KEYS, asked, steady::nanos, clock, this, stored);
    }

    /** As a server does for a client that has nothing yet. */
    void connect(Coverage coverage, String... addresses) {
        digest.connected();
        digest.covers(Map.of());
        digest.whole(new Position(7, 1), list(addresses));
        digest.covers(Map.of("example.com", coverage));
        digest.alive(Duration.ZERO);
    }

    Standing standing(String address) {
        return digest.standing(new CanonicalAddress(address)).orElseThrow();
    }

    void advance(Duration time) {
        clock.advance(time);
        steady.advance(time);
    }

    /** The peer is heard for so long, every ten seconds. */
    void live(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            advance(Duration.ofSeconds(10));
            digest.alive(Duration.ofSeconds(1));
        }
    }

    static HashList list(String... addresses) {
        long[] hashes = Arrays.stream(addresses).mapToLong(KEYS.hash()::of).toArray();
        return HashList.of(hashes, hashes.length);
    }

    @Override
    public void changed(PeerDigest changed, boolean isGrown, boolean isShrunk) {
        events.add(isShrunk ? "shrunk" : "grown");
    }

    @Override
    public void suspect(InetAddress client, Duration lasts) {
        events.add("suspect");
    }

    @Override
    public void connected() {
        events.add("connected");
    }

    @Override
    public void disconnected(LinkEnd end, boolean wasConnected) {
        events.add(wasConnected ? "lost" : "none");
    }
}
