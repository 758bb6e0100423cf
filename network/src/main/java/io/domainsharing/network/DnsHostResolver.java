// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import io.netty.channel.EventLoopGroup;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Netty's DNS resolver, its cache bounded by each record's TTL. */
final class DnsHostResolver implements HostResolver {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);
    private static final int QUERIES_PER_RESOLUTION = 16;
    private static final int LONGEST_TTL_SECONDS = 86_400;
    /** A host that fails is asked about again soon, but not for every message. */
    private static final int NEGATIVE_TTL_SECONDS = 5;

    private final EventLoopGroup loops = NettyTransport.newEventLoops("minger-dns", 1);
    private final DnsNameResolver dns;
    private final Set<CompletableFuture<List<InetAddress>>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DnsHostResolver(DnsServerAddressStreamProvider servers) {
        dns = new DnsNameResolverBuilder(loops.next())
                .channelType(NettyTransport.datagramChannel())
                .nameServerProvider(servers)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
                .maxQueriesPerResolve(QUERIES_PER_RESOLUTION)
                .ttl(0, LONGEST_TTL_SECONDS)
                .negativeTtl(NEGATIVE_TTL_SECONDS)
                .build();
    }

    @Override
    public CompletionStage<List<InetAddress>> resolve(String host) {
        try {
            byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
            return literal == null
                    ? ask(host)
                    : CompletableFuture.completedStage(List.of(InetAddress.getByAddress(literal)));
        } catch (UnknownHostException | RuntimeException e) {
            return CompletableFuture.failedStage(unknown(host, e));
        }
    }

    private CompletionStage<List<InetAddress>> ask(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        waiting.add(answer);
        CompletableFuture<?> unused = answer.whenComplete((addresses, failure) -> waiting.remove(answer));
        if (closed) {
            answer.completeExceptionally(closed(host));
        } else {
            dns.resolveAll(host).addListener((Future<List<InetAddress>> found) -> {
                if (found.isSuccess()) {
                    answer.complete(List.copyOf(found.getNow()));
                } else {
                    answer.completeExceptionally(unknown(host, found.cause()));
                }
            });
        }
        return answer.minimalCompletionStage();
    }

    private static UnknownHostException unknown(String host, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException("no address found for host '" + host + "'");
        unknown.initCause(cause);
        return unknown;
    }

    private static UnknownHostException closed(String host) {
        return new UnknownHostException("not asked for host '" + host + "': the resolver is closed");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dns.close();
        Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        waiting.forEach(answer -> answer.completeExceptionally(closed("?")));
    }
}
