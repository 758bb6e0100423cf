// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.DirectLink;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.simulator.Agenda;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the site under test hears of one peer's digest, as octets of the real codec. While the peer is down nothing comes, after thirty
 * seconds of which the connection is over; the peer's return makes a new one. One thread.
 */
final class Feed implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(10);
    /** Of the alive frame that the client sends as often: length, kind and a number. */
    static final int ALIVE = 4 + 1 + 8;

    private static final int BEATS_OF_SILENCE = 3;

    private final ScriptedPeer peer;
    private final Duration latency;
    private final BooleanSupplier isUp;
    private final DigestListener listener;
    private final Agenda agenda;
    private final boolean isUnbounded;
    private final Stopwatch changeTime;
    private boolean isChange;
    private @Nullable DirectLink link;
    private int silentBeats;
    private long endedOctets;
    private long beatOctets;
    private long firstOctets;
    private long changeOctets;

    /**
     * @param isUnbounded whether the list is handed over in memory, past the bound of what may be sent
     * @param changeTime measures what arrives of a change
     */
    Feed(
            ScriptedPeer peer,
            Duration latency,
            BooleanSupplier isUp,
            DigestListener listener,
            Agenda agenda,
            boolean isUnbounded,
            Stopwatch changeTime) {
        this.peer = peer;
        this.latency = latency;
        this.isUp = isUp;
        this.listener = listener;
        this.agenda = agenda;
        this.isUnbounded = isUnbounded;
        this.changeTime = changeTime;
    }

    void open() {
        link = opened();
        link.pump();
        firstOctets = Math.max(firstOctets, link.octets());
    }

    private DirectLink opened() {
        listener.connected();
        if (isUnbounded && listener.has().equals(Position.NONE)) {
            listener.whole(peer.current().position(), peer.current().list());
            listener.covers(ScriptedPeer.COVERAGE);
        }
        return new DirectLink(peer, ScriptedPeer.KEYS, InetAddress.getLoopbackAddress(), listener, this::carry);
    }

    private void carry(Runnable frame) {
        DirectLink sent = link;
        Runnable arrival = isChange ? () -> changeTime.measure(frame) : frame;
        agenda.in(latency, () -> {
            if (link == sent) {
                arrival.run();
            }
        });
    }

    /** The peer's list has changed. */
    void pump() {
        if (link != null && isUp.getAsBoolean()) {
            long before = link.octets();
            isChange = true;
            link.pump();
            isChange = false;
            changeOctets += link.octets() - before;
        }
    }

    /** Ten seconds are over. */
    void beat() {
        if (isUp.getAsBoolean()) {
            silentBeats = 0;
            if (link == null) {
                open();
            } else {
                link.beat();
                beatOctets += ALIVE;
            }
        } else if (link != null && ++silentBeats == BEATS_OF_SILENCE) {
            endedOctets += link.octets();
            link = null;
            listener.disconnected(LinkEnd.SILENT);
        }
    }

    /** All octets of both directions, without TLS and TCP. */
    long octets() {
        return endedOctets + beatOctets + (link == null ? 0 : link.octets());
    }

    /** Those until the whole list was sent. */
    long firstOctets() {
        return firstOctets;
    }

    /** Those of changes. */
    long changeOctets() {
        return changeOctets;
    }

    @Override
    public void close() {
        link = null;
    }
}
