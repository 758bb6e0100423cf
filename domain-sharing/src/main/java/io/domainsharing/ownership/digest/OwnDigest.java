// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestSource;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.minger.digest.VersionedList;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The digest of this server's own addresses: a list for each secret that it accepts, brought up to date by scans of James's repositories,
 * and between them by what becomes known at once. Thread-safe; never blocks for long.
 */
public final class OwnDigest implements DigestSource {
    /** So long an address that is about to be created is listed, whether a scan finds it or not. */
    static final Duration CREATION = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final Relations relations;
    private final int maximum;
    private final Map<String, Served> served = new LinkedHashMap<>();
    private final Map<CanonicalAddress, Change> changes = new LinkedHashMap<>();
    private Map<Domain, Coverage> domains = Map.of();
    private Runnable onChange = () -> {};
    private @Nullable Long scannedAt;

    /** What this server is to a client. Must not block. */
    public interface Relations {
        /** Whether the client is told of addresses that are not this server's own. */
        boolean isSecondaryFor(InetAddress client, Domain domain);

        /** Whether the client is asked before an address of the domain is created here. */
        boolean isAskedAbout(InetAddress client, Domain domain);
    }

    private record Served(DigestKeys keys, VersionedList list) {}

    /** What became known of an address between two scans. */
    private record Change(long at, Kind kind) {}

    private enum Kind {
        /** It may be there any moment. */
        EXPECTED,
        THERE,
        GONE
    }

    /**
     * Knows no address yet, and serves nothing before the first scan.
     *
     * @param secrets those of the server, in order
     * @param epochs numbers at random, none of them zero
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public OwnDigest(List<Secret> secrets, LongSupplier epochs, LongSupplier nanos, Relations relations) {
        this(secrets, epochs, nanos, relations, HashList.MAXIMUM);
    }

    /** @param maximum addresses that a list may have; with more nothing is listed */
    OwnDigest(List<Secret> secrets, LongSupplier epochs, LongSupplier nanos, Relations relations, int maximum) {
        this.maximum = maximum;
        this.nanos = nanos;
        this.relations = relations;
        secrets.forEach(secret -> {
            DigestKeys keys = DigestKeys.of(secret);
            served.put(keys.mark(), new Served(keys, new VersionedList(epochs.getAsLong())));
        });
    }

    /** Has the task run behind each change; it must not block. */
    public synchronized void onChange(Runnable task) {
        onChange = task;
    }

    /** One pass over all addresses, from now on. */
    public OwnScan scan() {
        return new OwnScan(served.values().stream().map(Served::keys).toList(), nanos.getAsLong(), maximum);
    }

    /** Takes over what a scan has found; what became known since it began counts more. */
    public void publish(OwnScan scan, Map<Domain, Coverage> found) {
        synchronized (this) {
            changes.entrySet().removeIf(change -> isOver(change.getKey(), change.getValue(), scan));
            changes.forEach((address, change) -> scan.correct(address, change.kind() != Kind.GONE));
            domains = scan.exceedsTheBound() ? Map.of() : Map.copyOf(found);
            for (Served each : served.values()) {
                boolean unused = each.list().become(scan.list(each.keys(), domains));
            }
            scannedAt = scan.began();
        }
        onChange.run();
    }

    private boolean isOver(CanonicalAddress address, Change change, OwnScan scan) {
        return switch (change.kind()) {
            case EXPECTED -> scan.has(address) || nanos.getAsLong() - change.at() > CREATION.toNanos();
            case THERE, GONE -> scan.began() - change.at() > 0;
        };
    }

    /** An address may be created any moment: it is listed from here on. */
    public void expect(CanonicalAddress address) {
        become(address, Kind.EXPECTED);
    }

    /** Whether an address is there has just been looked up. */
    public void correct(CanonicalAddress address, boolean isThere) {
        become(address, isThere ? Kind.THERE : Kind.GONE);
    }

    private void become(CanonicalAddress address, Kind kind) {
        boolean isChanged = false;
        synchronized (this) {
            changes.put(address, new Change(nanos.getAsLong(), kind));
            boolean isListed = domains.getOrDefault(address.domain(), Coverage.NOT_LISTED) != Coverage.NOT_LISTED;
            if (scannedAt != null && isListed && PlainAddress.is(address)) {
                boolean isThere = kind != Kind.GONE;
                if (isThere && served.values().stream().anyMatch(each -> isFullWithout(each, address))) {
                    // Until a scan finds fewer. What it lacked would be taken for absent.
                    domains = Map.of();
                    served.values().forEach(each -> each.list().become(HashList.EMPTY));
                    isChanged = true;
                } else {
                    for (Served each : served.values()) {
                        isChanged |= change(each, address, isThere);
                    }
                }
            }
        }
        if (isChanged) {
            onChange.run();
        }
    }

    private boolean isFullWithout(Served each, CanonicalAddress address) {
        HashList list = list(each);
        return list.size() >= maximum && !list.contains(each.keys().hash().of(address.value()));
    }

    private static HashList list(Served served) {
        return served.list().current().map(VersionedList.Snapshot::list).orElse(HashList.EMPTY);
    }

    private static boolean change(Served served, CanonicalAddress address, boolean isThere) {
        HashList before = list(served);
        long hash = served.keys().hash().of(address.value());
        return before.contains(hash) != isThere && served.list().become(before.with(hash, isThere));
    }

    @Override
    public synchronized Optional<View> view(DigestKeys keys, InetAddress client, Position has) {
        Served list = served.get(keys.mark());
        Long at = scannedAt;
        if (list == null || at == null) {
            return Optional.empty();
        }
        Duration age = Duration.ofNanos(Math.max(0, nanos.getAsLong() - at));
        return list.list()
                .current()
                .map(now -> new View(now, list.list().since(has).orElse(null), covered(client), age));
    }

    private Map<String, Coverage> covered(InetAddress client) {
        return domains.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().asString(),
                        entry -> covered(client, entry.getKey(), entry.getValue())));
    }

    private Coverage covered(InetAddress client, Domain domain, Coverage coverage) {
        if (relations.isSecondaryFor(client, domain)) {
            return Coverage.NOT_LISTED;
        }
        return coverage == Coverage.GUARDED && !relations.isAskedAbout(client, domain) ? Coverage.LISTED : coverage;
    }

    /** How many addresses are listed; empty: they have not been read yet. */
    public synchronized Optional<Integer> size() {
        return served.values().stream()
                .findFirst()
                .flatMap(first -> first.list().current())
                .map(now -> now.list().size());
    }

    /** What the list is worth, by domain, to a peer that is asked before an address is created. */
    public synchronized Map<Domain, Coverage> domains() {
        return domains;
    }
}
