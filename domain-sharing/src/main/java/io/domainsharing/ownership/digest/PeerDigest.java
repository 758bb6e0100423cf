// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestClientConfiguration;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.minger.digest.ListChange;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.ownership.CanonicalAddress;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One peer's digest as this server has it. One thread at a time hears of the peer; any thread asks. Never blocks.
 *
 * <p>Ages go by the steady clock, which no operator sets, and by the other one where that says more, for the steady one may stand still
 * while a machine sleeps: a clock that is set can make a digest older, never younger.
 */
final class PeerDigest implements DigestListener {
    /** So long an address may take to come to be after this server was asked about it, and before the peer lists it. */
    static final Duration CREATION = Duration.ofSeconds(60);

    private final DigestKeys keys;
    private final AskedLately asked;
    private final LongSupplier nanos;
    private final Clock clock;
    private final Listener listener;
    private volatile StoredDigest held;
    private volatile @Nullable Heard heard;
    private volatile boolean isUpToDate;
    private volatile boolean isConfirmed;
    private volatile @Nullable Long covered;
    private volatile @Nullable LinkEnd end;
    private long connectedAt;

    private record Heard(long nanos, Instant wall) {}

    /** Hears what becomes of a digest, on an event loop: must not block. */
    interface Listener {
        /** It has other addresses, or is worth something else. */
        void changed(PeerDigest digest, boolean isGrown, boolean isShrunk);

        void connected();

        /** The peer has noticed a client that tries addresses. */
        void suspect(InetAddress client, Duration lasts);

        void disconnected(LinkEnd end, boolean wasConnected);
    }

    /** @param stored what was on disk; null: nothing */
    PeerDigest(
            DigestKeys keys,
            AskedLately asked,
            LongSupplier nanos,
            Clock clock,
            Listener listener,
            @Nullable StoredDigest stored) {
        this.keys = keys;
        this.asked = asked;
        this.nanos = nanos;
        this.clock = clock;
        this.listener = listener;
        this.held = stored == null ? StoredDigest.NONE : stored;
        if (stored != null) {
            Duration age = Duration.between(stored.heardAt(), clock.instant());
            heard = new Heard(nanos.getAsLong() - age.toNanos(), stored.heardAt());
        }
    }

    /** What it tells of an address; empty: nothing, and only the peer itself can. */
    Optional<Standing> standing(CanonicalAddress address) {
        StoredDigest now = held;
        Coverage coverage = now.domains().getOrDefault(address.domain().asString(), Coverage.NOT_LISTED);
        if (coverage == Coverage.NOT_LISTED || !PlainAddress.is(address)) {
            return Optional.empty();
        }
        return Optional.of(new Standing(
                coverage,
                now.list().contains(keys.hash().of(address.value())),
                isLive(),
                isConfirmed,
                asked.since(address, covered),
                age()));
    }

    /** Whether the peer had the address in a list that lacks it now. */
    boolean isGone(CanonicalAddress address) {
        return isUpToDate
                && standing(address).filter(standing -> !standing.isListed()).isPresent();
    }

    /** Whether the peer is connected, has just been heard, and this is its list of now. */
    boolean isLive() {
        Heard last = heard;
        return isUpToDate
                && last != null
                && nanos.getAsLong() - last.nanos() <= DigestClientConfiguration.SILENT_AFTER.toNanos();
    }

    /** Since the peer last said that this is its list; of one that never did, for ever. */
    Duration age() {
        Heard last = heard;
        if (last == null) {
            return Duration.ofSeconds(Long.MAX_VALUE);
        }
        Duration steady = Duration.ofNanos(Math.max(0, nanos.getAsLong() - last.nanos()));
        Duration wall = Duration.between(last.wall(), clock.instant());
        return wall.compareTo(steady) > 0 ? wall : steady;
    }

    /** What is to be stored; empty: there is nothing that the peer has said. */
    Optional<StoredDigest> stored() {
        Heard last = heard;
        return last == null || held.position().equals(Position.NONE)
                ? Optional.empty()
                : Optional.of(held.heardAt(last.wall()));
    }

    /** For operators; empty: the peer has never had a digest. */
    Optional<DigestState> state() {
        Heard last = heard;
        return last == null
                ? Optional.empty()
                : Optional.of(new DigestState(
                        isLive(), age(), held.list().size(), held.position().version(), held.domains()));
    }

    /** Why there is no connection; empty: there is one, or none was tried. */
    Optional<LinkEnd> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public Position has() {
        return held.position();
    }

    @Override
    public void connected() {
        connectedAt = nanos.getAsLong();
        end = null;
        listener.connected();
    }

    @Override
    public void whole(Position position, HashList list) {
        held = new StoredDigest(position, list, held.domains(), held.heardAt());
        listener.changed(this, true, true);
    }

    @Override
    public void changed(long version, ListChange change) {
        StoredDigest now = held;
        try {
            if (version != now.position().version() + 1) {
                throw new IllegalArgumentException("a version is left out");
            }
            Position next = new Position(now.position().epoch(), version);
            held = new StoredDigest(next, change.of(now.list()), now.domains(), now.heardAt());
        } catch (IllegalArgumentException e) {
            // In doubt nothing of it counts.
            isUpToDate = false;
            held = StoredDigest.NONE;
            heard = null;
            throw e;
        }
        listener.changed(this, change.added().size() > 0, change.removed().size() > 0);
    }

    @Override
    public void covers(Map<String, Coverage> domains) {
        StoredDigest now = held;
        held = new StoredDigest(now.position(), now.list(), domains, now.heardAt());
        listener.changed(this, true, true);
    }

    @Override
    public void alive(Duration age) {
        long now = nanos.getAsLong();
        heard = new Heard(now, clock.instant());
        // Only of a connection that has lasted: one who was away may create now what it was allowed to before.
        if (now - connectedAt >= CREATION.toNanos()) {
            covered = now - age.toNanos() - CREATION.toNanos();
        }
        boolean isFirst = !isUpToDate;
        isUpToDate = true;
        isConfirmed = true;
        if (isFirst) {
            listener.changed(this, true, true);
        }
    }

    @Override
    public void suspect(InetAddress client, Duration lasts) {
        listener.suspect(client, lasts);
    }

    @Override
    public void disconnected(LinkEnd why) {
        boolean wasConnected = end == null && isUpToDate;
        isUpToDate = false;
        end = why;
        listener.disconnected(why, wasConnected);
    }
}
