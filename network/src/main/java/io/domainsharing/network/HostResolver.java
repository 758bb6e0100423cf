// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Turns host names into addresses without blocking the caller, who may be an event loop. Any thread. */
public interface HostResolver extends AutoCloseable {
    /**
     * The system's hosts file and DNS servers. Answers are kept for their TTL, so that a host that moves is found again
     * without a restart. Owns one daemon thread; whoever calls this closes it.
     */
    static HostResolver ofSystem() {
        return new DnsHostResolver(DnsServerAddressStreamProviders.platformDefault());
    }

    /** As {@link #ofSystem}, but of these DNS servers, the next one where one does not answer. */
    static HostResolver of(List<InetSocketAddress> servers) {
        return new DnsHostResolver(new SequentialDnsServerAddressStreamProvider(servers));
    }

    /**
     * All addresses of a host, IPv4 and IPv6, the preferred first, never none. An IP literal, with or without brackets,
     * is its own address at once.
     *
     * @return fails with {@link java.net.UnknownHostException} for a host that has no address, that no DNS server could
     *     tell about in time, or when this is closed
     */
    CompletionStage<List<InetAddress>> resolve(String host);

    /** Idempotent; questions under way fail. */
    @Override
    void close();
}
