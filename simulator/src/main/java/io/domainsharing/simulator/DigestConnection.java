// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.DirectLink;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One site's connection to the digest of another, made anew when it has ended. What is on its way arrives in order, and waits while the
 * way is cut; it is lost with the connection. One thread.
 */
final class DigestConnection implements AutoCloseable {
    private static final DigestKeys KEYS = DigestKeys.of(Site.SECRET);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(30);
    private static final Duration RETRANSMISSION = Duration.ofSeconds(1);
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final int from;
    private final int to;
    private final VirtualTimer timer;
    private final Surroundings around;
    private final DigestListener listener;
    private @Nullable Connected connected;
    private int waitSeconds = 1;
    private boolean closed;

    /** Connects to nothing yet. */
    DigestConnection(int from, int to, VirtualTimer timer, Surroundings around, DigestListener listener) {
        this.from = from;
        this.to = to;
        this.timer = timer;
        this.around = around;
        this.listener = listener;
    }

    /** Connects, soon. */
    void open() {
        Duration handshake = around.network().latency().multipliedBy(4);
        Future<?> unused = timer.schedule(this::opened, handshake.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void opened() {
        Site.Running server = around.sites().apply(to).process();
        SiteDigests digests = server == null ? null : server.digests();
        if (closed) {
            return;
        }
        if (server == null
                || digests == null
                || server.timer().isStill()
                || !around.network().isOpen(from, to)) {
            ended(LinkEnd.UNREACHABLE);
            return;
        }
        listener.connected();
        waitSeconds = 1;
        Connected made = new Connected(digests);
        connected = made;
        digests.serve(this);
        made.link.pump();
    }

    private void ended(LinkEnd end) {
        connected = null;
        listener.disconnected(end);
        Future<?> unused = timer.schedule(this::open, waitSeconds, TimeUnit.SECONDS);
        waitSeconds = Math.min(2 * waitSeconds, LONGEST_WAIT_SECONDS);
    }

    boolean isOver() {
        return connected == null || timer.isShutdown();
    }

    void pump() {
        if (connected != null) {
            connected.link.pump();
        }
    }

    void beat() {
        if (connected != null) {
            connected.link.beat();
        }
    }

    /** Its process is gone; whether that can be seen from here is another question. */
    void serverEnded() {
        Connected last = connected;
        if (last != null && around.network().isOpen(from, to) && around.random().nextBoolean()) {
            last.carry(() -> {
                throw new IllegalArgumentException("the connection is reset");
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        connected = null;
    }

    private final class Connected {
        final DirectLink link;
        private final Deque<Runnable> onTheWay = new ArrayDeque<>();
        private Future<?> silence;
        private long lastArrival;

        Connected(SiteDigests server) {
            this.link = new DirectLink(server.own(), KEYS, InetAddress.getLoopbackAddress(), listener, this::carry);
            this.silence = expectMore();
        }

        private Future<?> expectMore() {
            return timer.schedule(() -> end(LinkEnd.SILENT), SILENT_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }

        void carry(Runnable frame) {
            long now = around.agenda().now();
            onTheWay.add(frame);
            lastArrival = Math.max(lastArrival, now + around.network().latency().toNanos());
            around.agenda().in(Duration.ofNanos(lastArrival - now), this::arrived);
        }

        private void arrived() {
            if (connected != this || timer.isShutdown()) {
                return;
            }
            if (timer.isStill()) {
                timer.execute(this::arrived);
                return;
            }
            if (!around.network().isOpen(from, to)) {
                around.agenda().in(RETRANSMISSION, this::arrived);
                return;
            }
            silence.cancel(false);
            silence = expectMore();
            try {
                onTheWay.remove().run();
            } catch (IllegalArgumentException e) {
                end(LinkEnd.LOST);
            }
        }

        private void end(LinkEnd why) {
            if (connected == this) {
                silence.cancel(false);
                ended(why);
            }
        }
    }
}
