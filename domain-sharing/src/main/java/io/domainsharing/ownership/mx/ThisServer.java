// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.HostAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Knows this server when it meets it in DNS: by its names, by the addresses that an operator has named, and by those of its
 * interfaces. The other nodes of its site are this server, too. Thread-safe; never blocks.
 */
public final class ThisServer {
    /** Of a longer list, whoever wrote it, only the best count. */
    static final int MOST_HOSTS = 50;

    private final Set<String> names;
    private final Set<InetAddress> addresses;
    private final HostAddresses resolver;
    private final Predicate<InetAddress> interfaces;
    private volatile Supplier<Set<String>> site = Set::of;
    /** Whose name does not resolve now stays what it was. Bounded: anybody can let a name lead here. */
    private final Cache<String, Boolean> seen =
            Caffeine.newBuilder().maximumSize(1_000).build();

    /** @param namesAndAddresses this server's host names, and IP addresses that the world knows it by, such as those of a NAT */
    public ThisServer(Collection<String> namesAndAddresses, HostAddresses resolver) {
        this(namesAndAddresses, resolver, ThisServer::isOfInterface);
    }

    ThisServer(Collection<String> namesAndAddresses, HostAddresses resolver, Predicate<InetAddress> interfaces) {
        this.names = namesAndAddresses.stream()
                .filter(text -> !InetAddresses.isInetAddress(text))
                .map(MxHost::nameOf)
                .collect(Collectors.toUnmodifiableSet());
        this.addresses = namesAndAddresses.stream()
                .filter(InetAddresses::isInetAddress)
                .map(InetAddresses::forString)
                .collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
        this.interfaces = interfaces;
    }

    /**
     * Takes these for this server as well.
     *
     * @param nodes host names and IP addresses; must not block
     */
    public void isAlso(Supplier<Set<String>> nodes) {
        site = nodes;
    }

    /** The addresses of this machine by which other machines can know it. */
    public static Set<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddresses::toAddrString)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            // It is known by its names all the same.
            return Set.of();
        }
    }

    /** Where this server stands among these hosts, which are in the order of {@link MxHost#BEST_FIRST}. */
    public CompletionStage<MxRank> among(List<MxHost> hosts) {
        List<MxHost> looked = hosts.stream().limit(MOST_HOSTS).toList();
        List<CompletableFuture<Boolean>> answers = looked.stream()
                .map(host -> is(host.name()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(unused -> rank(
                        looked, answers.stream().map(CompletableFuture::join).toList()));
    }

    private static MxRank rank(List<MxHost> hosts, List<Boolean> areThisServer) {
        List<MxHost> others = new ArrayList<>();
        OptionalInt own = OptionalInt.empty();
        for (int i = 0; i < hosts.size(); i++) {
            MxHost host = hosts.get(i);
            if (!areThisServer.get(i)) {
                others.add(host);
            } else if (own.isEmpty()) {
                own = OptionalInt.of(host.preference());
            }
        }
        return new MxRank(others, own);
    }

    private CompletionStage<Boolean> is(String host) {
        if (names.contains(host) || site.get().contains(host)) {
            return CompletableFuture.completedStage(true);
        }
        return resolver.resolve(host)
                .thenApply(found -> {
                    boolean isThis = found.stream().anyMatch(this::isOwn);
                    seen.put(host, isThis);
                    return isThis;
                })
                .exceptionally(unresolvable -> Boolean.TRUE.equals(seen.getIfPresent(host)));
    }

    private boolean isOwn(InetAddress address) {
        return addresses.contains(address)
                || address.isAnyLocalAddress()
                || interfaces.test(address)
                || site.get().contains(InetAddresses.toAddrString(address));
    }

    private static boolean isOfInterface(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // The system does not tell its interfaces: it is known by name all the same.
            return false;
        }
    }
}
