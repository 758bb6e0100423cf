// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A peer that is not James and not our code: it answers Minger queries as the test's script says, rightly or wrongly, and
 * takes mail in a sink at the same address. A script that says yes says no all the same where James asks about an address that nobody
 * has, to see whether it says yes to everything; unless that is what it is {@linkplain #acceptEverything told to do}.
 */
final class ScriptedPeer implements AutoCloseable {
    private static final String NOBODY = "no-such-user-";
    private static final int UNKNOWN = 3;
    private static final int TAKES_NO_MAIL_NOW = 4;

    private final String name;
    private final DatagramSocket socket;
    private final SmtpSink sink;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "scripted-peer");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private volatile Script script;
    private volatile boolean acceptsEverything;

    /** What the peer does with a query. */
    @FunctionalInterface
    interface Script {
        void asked(Query query);
    }

    /** One datagram that came in. */
    final class Query {
        private final String text;
        private final SocketAddress asker;

        private Query(String text, SocketAddress asker) {
            this.text = text;
            this.asker = asker;
        }

        /** The mailbox that was asked about, in small letters, whatever its letters are in the query. */
        String mailbox() {
            return mailboxOf(text);
        }

        private String spelt() {
            return text.split(" ", 2)[0];
        }

        /** Which datagram about this mailbox it is, from 1. */
        long attempt() {
            return asked(mailbox());
        }

        /** Answers rightly, with one digit. */
        void status(int digit) {
            boolean isYesOfNobody = digit >= TAKES_NO_MAIL_NOW && mailbox().startsWith(NOBODY);
            raw(spelt() + ' ' + (isYesOfNobody && !acceptsEverything ? UNKNOWN : digit));
        }

        /** Sends any datagram to the asker. */
        void raw(String datagram) {
            send(socket, datagram, asker);
        }

        /** Sends any datagram to the asker, from an address that it did not ask. */
        void spoofed(String host, String datagram) {
            try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(host, 0))) {
                send(other, datagram, asker);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void after(Duration delay, Runnable action) {
            ScheduledFuture<?> unused = later.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    ScriptedPeer(String name, String host, Script script) {
        this.name = name;
        this.script = script;
        try {
            this.socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), Endpoints.freePort(host)));
            socket.setReceiveBufferSize(1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.sink = SmtpSink.on(host);
        Thread thread = new Thread(this::receive, "scripted-peer-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    void script(Script newScript) {
        script = newScript;
    }

    /** From now on a yes is said of addresses that nobody has, too. */
    void acceptEverything() {
        acceptsEverything = true;
    }

    /** As another server's configuration names it. */
    Sharing.PeerEntry entry() {
        String host = socket.getLocalAddress().getHostAddress();
        return new Sharing.PeerEntry(name, sink.address(), socket.getLocalPort(), Sharing.secretOf(name), host + "/32");
    }

    SmtpSink sink() {
        return sink;
    }

    /** How many datagrams asked about a mailbox. */
    long asked(String mailbox) {
        return queries.stream()
                .filter(query -> mailboxOf(query).equals(mailbox))
                .count();
    }

    /** All datagrams that came in, in order. */
    List<String> queries() {
        return List.copyOf(queries);
    }

    @Override
    public void close() {
        socket.close();
        sink.close();
        later.shutdownNow();
    }

    private static String mailboxOf(String query) {
        return query.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    }

    private void receive() {
        byte[] buffer = new byte[2048];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            String text = new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII);
            queries.add(text);
            script.asked(new Query(text, packet.getSocketAddress()));
        }
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            from.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
