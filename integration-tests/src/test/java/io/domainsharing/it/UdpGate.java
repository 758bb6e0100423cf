// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a server that asks by Minger and one that answers: a test lets the datagrams through, keeps the answers
 * back for a while, or drops all. It can answer itself, too, from where the other server is asked, as one who sits on the path.
 */
final class UdpGate implements AutoCloseable {
    private static final String NAME = "udp-gate";

    private final JamesServer asked;
    private final UdpText front;
    private final UdpText back;
    private final Map<String, SocketAddress> askers = new ConcurrentHashMap<>();
    private final List<String> held = new ArrayList<>();
    private boolean holding;
    private volatile boolean dropping;
    private volatile @Nullable Integer forged;

    private UdpGate(String asking, JamesServer asked) {
        this.asked = asked;
        String host = asked.endpoints().host();
        front = UdpText.on(new InetSocketAddress(host, Endpoints.freePort(host)));
        back = UdpText.on(new InetSocketAddress(asking, 0));
        front.receive(NAME, this::asked);
        back.receive(NAME, (answer, from) -> answered(answer));
    }

    static UdpGate between(JamesServer asking, JamesServer asked) {
        return new UdpGate(asking.endpoints().host(), asked);
    }

    /** The server behind the gate, as the asking server's configuration names it. */
    Sharing.PeerEntry entry() {
        return entry(asked.endpoints().smtp());
    }

    /** The same with another gate before its SMTP port. */
    Sharing.PeerEntry entry(int smtpPort) {
        Sharing.PeerEntry direct = Sharing.PeerEntry.of(asked, smtpPort);
        return new Sharing.PeerEntry(
                direct.name(), direct.smtp(), front.address().getPort(), direct.secret(), direct.trusted());
    }

    synchronized void holdAnswers() {
        holding = true;
    }

    /** Whether an answer about this mailbox is kept back, whatever the case of its letters: that is random. */
    synchronized boolean holdsAnswerAbout(String mailbox) {
        return held.stream().anyMatch(answer -> mailbox(answer).equalsIgnoreCase(mailbox));
    }

    synchronized void releaseAnswers() {
        holding = false;
        held.forEach(this::pass);
        held.clear();
    }

    void drop(boolean all) {
        dropping = all;
    }

    /** From now on each query is answered so at once, whatever becomes of it; null: not any more. */
    void forge(@Nullable Integer digit) {
        forged = digit;
    }

    private void asked(String query, SocketAddress asker) {
        askers.put(mailbox(query), asker);
        if (forged != null) {
            front.send(mailbox(query) + ' ' + forged, asker);
        }
        if (!dropping) {
            back.send(query, asked.endpoints().mingerAddress());
        }
    }

    private synchronized void answered(String answer) {
        if (holding) {
            held.add(answer);
        } else {
            pass(answer);
        }
    }

    private void pass(String answer) {
        SocketAddress asker = askers.get(mailbox(answer));
        if (asker != null) {
            front.send(answer, asker);
        }
    }

    private static String mailbox(String datagram) {
        return datagram.split(" ", 2)[0];
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
