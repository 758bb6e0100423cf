// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Writes down what is told of peers' digests. */
record RecordedNews(List<String> news) implements PeerDigests.News {
    @Override
    public void suspect(PeerName peer, InetAddress client, Duration lasts) {
        news.add("suspect " + client.getHostAddress());
    }

    @Override
    public void grown(PeerName peer) {
        news.add("grown");
    }

    @Override
    public void shrunk(PeerName peer, Predicate<CanonicalAddress> isGone) {
        news.add("shrunk");
    }
}
