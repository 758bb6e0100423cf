// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.ownership.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One peer's digest with its connection and its file. Thread-safe. */
final class OpenDigest implements PeerDigest.Listener {
    /** What has not changed is stored so often, for the sake of its age. */
    private static final Duration STORE_UNCHANGED_EVERY = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenDigest.class);

    private final Peer peer;
    private final DigestFile file;
    private final Executor background;
    private final PeerDigests.Times times;
    private final PeerDigests.News news;
    private final AtomicBoolean isTold = new AtomicBoolean(true);
    private final AtomicBoolean isShrunk = new AtomicBoolean();
    private final AtomicBoolean isStored = new AtomicBoolean(true);
    private volatile @Nullable PeerDigest digest;
    private volatile @Nullable AutoCloseable link;
    private Instant storedAt;
    private boolean isForgotten;

    OpenDigest(Peer peer, DigestFile file, Executor background, PeerDigests.Times times, PeerDigests.News news) {
        this.peer = peer;
        this.file = file;
        this.background = background;
        this.times = times;
        this.news = news;
        this.storedAt = times.clock().instant();
    }

    void begin(PeerDigest value) {
        digest = value;
    }

    void connected(AutoCloseable value) {
        link = value;
    }

    Peer peer() {
        return peer;
    }

    PeerDigest digest() {
        PeerDigest value = digest;
        if (value == null) {
            throw new IllegalStateException("begin comes first");
        }
        return value;
    }

    // What happens within the time that the background needs is told once.
    @Override
    public void changed(PeerDigest changed, boolean isGrown, boolean hasShrunk) {
        isStored.set(false);
        if (hasShrunk) {
            isShrunk.set(true);
        }
        if (isTold.compareAndSet(true, false)) {
            inBackground(() -> {
                isTold.set(true);
                news.grown(peer.name());
                if (isShrunk.getAndSet(false)) {
                    news.shrunk(peer.name(), changed::isGone);
                }
            });
        }
    }

    @Override
    public void connected() {
        LOGGER.info("Peer {} serves a digest of its addresses", peer.name());
    }

    @Override
    public void suspect(InetAddress client, Duration lasts) {
        news.suspect(peer.name(), client, lasts);
    }

    // One that has no digests is none of ours, and no news.
    @Override
    public void disconnected(LinkEnd end, boolean wasConnected) {
        if (wasConnected) {
            LOGGER.info(
                    "The digest of peer {} is as it was from now on: {}. It is connected to again",
                    peer.name(),
                    end.words());
            inBackground(this::store);
        } else {
            LOGGER.debug("Peer {} has no digest: {}", peer.name(), end.words());
        }
    }

    void storeSoon() {
        inBackground(() -> {
            if (!isStored.get() || isUnchangedForLong()) {
                store();
            }
        });
    }

    private synchronized boolean isUnchangedForLong() {
        return storedAt.plus(STORE_UNCHANGED_EVERY).isBefore(times.clock().instant());
    }

    private synchronized void store() {
        StoredDigest stored = digest().stored().orElse(null);
        if (stored == null || isForgotten) {
            return;
        }
        isStored.set(true);
        storedAt = times.clock().instant();
        try {
            file.write(stored);
        } catch (IOException e) {
            LOGGER.warn("The digest of peer {} cannot be stored (<cache><path>); a restart fetches it", peer.name(), e);
        }
    }

    /** The peer is none any more, or another one. */
    void forget() {
        disconnect();
        inBackground(this::deleteFile);
    }

    private synchronized void deleteFile() {
        isForgotten = true;
        file.forget();
    }

    void close() {
        disconnect();
        store();
    }

    private void disconnect() {
        AutoCloseable value = link;
        if (value != null) {
            try {
                value.close();
            } catch (Exception e) {
                LOGGER.debug("the connection to peer {} did not close", peer.name(), e);
            }
        }
    }

    private void inBackground(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("this server is stopping: the digest of peer {} stays as it is", peer.name());
        }
    }
}
