// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A Minger server that does whatever it is told to, on one UDP port: drop, delay, repeat, reorder, truncate, spoof, echo something
 * else. It knows nothing of the codec of this library, so that it can test that too. A plain socket and a thread; it remembers the
 * first thousand queries.
 */
public final class MisbehavingMingerPeer implements AutoCloseable {
    /** What it does with a query. */
    @FunctionalInterface
    public interface Behaviour {
        void on(Received query) throws IOException;

        /** This behaviour for the first {@code times} queries, then another. */
        default Behaviour times(int times, Behaviour then) {
            return query -> (query.number() <= times ? this : then).on(query);
        }
    }

    private static final int REMEMBERED = 1_000;

    private final DatagramSocket socket;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "misbehaving-peer-later");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private int count;
    private volatile Behaviour behaviour;

    private MisbehavingMingerPeer(InetSocketAddress address, Behaviour behaviour) throws SocketException {
        this.socket = new DatagramSocket(address);
        this.behaviour = behaviour;
        Thread thread = new Thread(this::serve, "misbehaving-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** On a free port of loopback. */
    public static MisbehavingMingerPeer start(Behaviour behaviour) {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), behaviour);
    }

    /**
     * On this address.
     *
     * @throws UncheckedIOException it cannot be bound
     */
    public static MisbehavingMingerPeer start(InetSocketAddress address, Behaviour behaviour) {
        try {
            return new MisbehavingMingerPeer(address, behaviour);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers nothing. */
    public static Behaviour drops() {
        return query -> {};
    }

    /** Answers as it should. */
    public static Behaviour answers(int status) {
        return query -> query.reply(query.mailbox() + " " + status);
    }

    /** Answers with two datagrams. */
    public static Behaviour answersTwice(int status) {
        return query -> {
            query.reply(query.mailbox() + " " + status);
            query.reply(query.mailbox() + " " + status);
        };
    }

    /** Answers late. */
    public static Behaviour answersAfter(Duration delay, int status) {
        return query -> query.replyAfter(delay, query.mailbox() + " " + status);
    }

    /** Answers as the grammar of the draft has it, and no example. */
    public static Behaviour answersWithoutSpace(int status) {
        return query -> query.reply(query.mailbox() + status);
    }

    /** Answers, and more than that. */
    public static Behaviour answersWithTrailingGarbage(int status) {
        return query -> query.reply(query.mailbox() + " " + status + " v=1 \u00e9\u0001\r\n\0 \t");
    }

    /** Lets the digit off. */
    public static Behaviour truncates() {
        return query -> query.reply(query.mailbox());
    }

    /** Answers what is no answer. */
    public static Behaviour sendsNoise() {
        return query -> query.reply("\u00ff\0\u0001 5 5 5");
    }

    /** Answers about somebody else. */
    public static Behaviour echoesAnotherMailbox(int status) {
        return query -> query.reply("x" + query.mailbox() + " " + status);
    }

    /** Answers with another spelling that means the same. */
    public static Behaviour changesCaseOfDomain(int status) {
        return query -> {
            int at = query.mailbox().lastIndexOf('@');
            query.reply(query.mailbox().substring(0, at)
                    + query.mailbox().substring(at).toUpperCase(Locale.ROOT) + " " + status);
        };
    }

    /** Answers with another spelling that may mean another mailbox. */
    public static Behaviour changesCaseOfLocalPart(int status) {
        return query -> {
            int at = query.mailbox().lastIndexOf('@');
            query.reply(query.mailbox().substring(0, at).toUpperCase(Locale.ROOT)
                    + query.mailbox().substring(at) + " " + status);
        };
    }

    /** Answers from another port. */
    public static Behaviour spoofs(int status) {
        return query -> {
            try (DatagramSocket stranger =
                    new DatagramSocket(new InetSocketAddress(query.socket.getLocalAddress(), 0))) {
                stranger.send(query.packet(query.mailbox() + " " + status));
            }
        };
    }

    /** Keeps {@code count} queries and then answers them last first. */
    public static Behaviour reorders(int count, int status) {
        List<Received> kept = new CopyOnWriteArrayList<>();
        return query -> {
            kept.add(query);
            if (kept.size() == count) {
                for (int i = count - 1; i >= 0; i--) {
                    kept.get(i).reply(kept.get(i).mailbox() + " " + status);
                }
                kept.clear();
            }
        };
    }

    /** From the next query on. */
    public void behave(Behaviour next) {
        behaviour = next;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** The queries so far, up to the thousandth. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    private void serve() {
        byte[] buffer = new byte[2048];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                count++;
                Received query = new Received(
                        socket,
                        later,
                        count,
                        (InetSocketAddress) packet.getSocketAddress(),
                        Arrays.copyOf(buffer, packet.getLength()));
                if (count <= REMEMBERED) {
                    received.add(query);
                }
                behaviour.on(query);
            } catch (IOException e) {
                if (!socket.isClosed() && !(e instanceof java.net.PortUnreachableException)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        socket.close();
    }

    /** A query, and the way to answer it. */
    public static final class Received {
        private final DatagramSocket socket;
        private final ScheduledExecutorService later;
        private final int number;
        private final InetSocketAddress from;
        private final byte[] datagram;

        private Received(
                DatagramSocket socket,
                ScheduledExecutorService later,
                int number,
                InetSocketAddress from,
                byte[] datagram) {
            this.socket = socket;
            this.later = later;
            this.number = number;
            this.from = from;
            this.datagram = datagram;
        }

        /** 1 for the first query to this peer. */
        public int number() {
            return number;
        }

        /** Who asks. */
        public InetSocketAddress from() {
            return from;
        }

        /** The datagram, a character for each octet. */
        public String text() {
            return new String(datagram, StandardCharsets.ISO_8859_1);
        }

        /** What stands before the first space; no quoted local-parts here. */
        public String mailbox() {
            int space = text().indexOf(' ');
            return space < 0 ? text() : text().substring(0, space);
        }

        /** The value of a tag; empty: there is none. */
        public Optional<String> tag(String name) {
            return Arrays.stream(text().split(" ", -1))
                    .filter(field -> field.startsWith(name + '='))
                    .map(field -> field.substring(name.length() + 1))
                    .findFirst();
        }

        /** Sends an octet for each character. */
        public void reply(String text) throws IOException {
            socket.send(packet(text));
        }

        /** Sends the same later. */
        public void replyAfter(Duration delay, String text) {
            var unused = later.schedule(
                    () -> {
                        reply(text);
                        return true;
                    },
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        private DatagramPacket packet(String text) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            return new DatagramPacket(octets, octets.length, from);
        }
    }
}
