// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;

/** A resolver over two peers, tokyo and austin, whose answers the test gives. */
abstract class OwnershipResolverFixture {
    static final MailAddress FRANK = address("frank@example.com");
    static final Verdict ON_TOKYO = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED);
    static final Verdict ON_AUSTIN = new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED);
    static final Verdict CACHED_TOKYO = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE);
    static final Verdict NOBODY = new Verdict.Nobody();

    final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    final OwnershipResolver testee = fixture.resolver;

    CompletableFuture<Verdict> resolve(MailAddress address) {
        return testee.resolve(address).toCompletableFuture();
    }
}
