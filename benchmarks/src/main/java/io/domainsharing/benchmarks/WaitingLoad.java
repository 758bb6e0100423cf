// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.DebianPackage;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.RabbitMq;
import io.domainsharing.it.Sharing;
import io.domainsharing.it.SmtpSession;
import io.domainsharing.it.SmtpSink;
import io.domainsharing.it.TcpGate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What it costs that mails wait for a peer whose host is dead, how long they take when it is back, and how fast mail is handed over
 * that need not wait: on James with its queues in memory, in ActiveMQ and in RabbitMQ, one after the other.
 */
final class WaitingLoad {
    /** So many mails wait, unless the command line says otherwise. */
    static final int MAILS = 1_000;

    /** So many are handed over by a server that has warmed up. */
    private static final int HANDED_OVER = 2_000;

    private static final int SENDERS = 4;
    /** The first wait is over once in it. */
    private static final Duration WATCHED = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofMinutes(60);

    /** A mail in the memory queue, with its objects; the other queues keep it elsewhere. */
    private static final int KILOBYTES_FOR_EACH = 20;

    private WaitingLoad() {}

    /** Where James keeps its queues. */
    enum Queues {
        MEMORY("memory"),
        ACTIVEMQ("ActiveMQ"),
        RABBITMQ("RabbitMQ");

        private final String label;

        Queues(String label) {
            this.label = label;
        }
    }

    static void run(Report report, int mails) {
        for (Queues queues : Queues.values()) {
            run(report, mails, queues);
        }
    }

    static void run(Report report, int mails, Queues queues) {
        switch (queues) {
            case MEMORY -> {
                JamesServer server = JamesServer.extended("waits-memory", "127.0.2.31");
                server.jvmFlags("-Xmx" + (256 + mails * KILOBYTES_FOR_EACH / 1024) + "m");
                measure(report, mails, queues.label, server, null);
            }
            case ACTIVEMQ -> measure(
                    report, mails, queues.label, JamesServer.durable("waits-activemq", "127.0.2.32"), null);
            case RABBITMQ -> {
                if (DebianPackage.RABBITMQ.obstacle().isPresent()) {
                    DebianPackage.RABBITMQ.obstacle().ifPresent(report::progress);
                    return;
                }
                try (RabbitMq broker =
                        RabbitMq.create("waits-broker", "127.0.2.34").start()) {
                    measure(
                            report,
                            mails,
                            queues.label,
                            JamesServer.rabbitmq("waits-rabbitmq", "127.0.2.33", broker),
                            broker);
                }
            }
        }
    }

    private static void measure(
            Report report, int mails, String queues, JamesServer server, @Nullable RabbitMq broker) {
        try (SmtpSink sink = SmtpSink.on("127.0.2.35");
                TcpGate gate = new TcpGate(sink.socketAddress());
                StandInPeer peer = StandInPeer.start("p1", "127.0.2.35");
                JamesServer james = server) {
            Sharing.PeerEntry entry = peer.entry();
            Sharing.join(
                    "example.com",
                    james,
                    List.of(new Sharing.PeerEntry(
                            entry.name(),
                            "127.0.2.35:" + gate.port(),
                            entry.mingerPort(),
                            entry.secret(),
                            entry.trusted())));
            james.conf().edit("domainsharing.xml", xml -> xml.set("delivery/delayTime", "1*1 minute, 100*5 minutes"));
            james.start();
            long begun = System.nanoTime();
            handIn(james, mails);
            await(() -> waiting(james) == mails);
            report.add(
                    mails + " mails for a dead peer, queues in " + queues + ": all wait",
                    String.format(Locale.ROOT, "%.0f/s", mails / seconds(begun)));
            watch(report, queues, james, broker);
            long opened = System.nanoTime();
            gate.open();
            await(() -> sink.mails().size() >= mails);
            report.add(
                    queues + ": all delivered after its return", String.format(Locale.ROOT, "%.1f s", seconds(opened)));
            await(() -> waiting(james) == 0);
            report.add(
                    queues + ": delivered more than once",
                    Integer.toString(sink.mails().size() - mails),
                    "0",
                    sink.mails().size() == mails);
            handOver(report, queues, james, sink);
        }
    }

    /** From the first command of the senders until the peer has the last message. */
    private static void handOver(Report report, String queues, JamesServer james, SmtpSink sink) {
        int before = sink.mails().size();
        long begun = System.nanoTime();
        handIn(james, HANDED_OVER);
        await(() -> sink.mails().size() >= before + HANDED_OVER);
        report.add(
                queues + ": taken and handed over to a peer that is there",
                String.format(Locale.ROOT, "%.0f/s", HANDED_OVER / seconds(begun)));
    }

    private static void watch(Report report, String queues, JamesServer james, @Nullable RabbitMq broker) {
        Duration cpu = cpu(james);
        long published = broker == null ? 0 : broker.published();
        long asked = System.nanoTime();
        waiting(james);
        double look = seconds(asked);
        pause(WATCHED);
        report.add(
                queues + ": processor time of James in a minute of waiting",
                String.format(Locale.ROOT, "%.1f s", cpu(james).minus(cpu).toMillis() / 1_000.0));
        report.add(queues + ": GET /domain-sharing/peers", String.format(Locale.ROOT, "%.0f ms", look * 1_000));
        if (broker != null) {
            report.add(queues + ": messages published in that minute", Long.toString(broker.published() - published));
        }
    }

    private static void handIn(JamesServer james, int mails) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> senders = IntStream.range(0, SENDERS)
                .mapToObj(ignored -> RcptRound.daemon(() -> sendAll(james, next, mails)))
                .toList();
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static void sendAll(JamesServer james, AtomicInteger next, int mails) {
        try (SmtpSession session = SmtpSession.connect(james.endpoints().smtpAddress())) {
            session.ehlo();
            for (int number = next.getAndIncrement(); number < mails; number = next.getAndIncrement()) {
                session.mail("sender@elsewhere.example");
                session.rcpt("p1-" + number % 100 + "@example.com");
                int code = session.data("Subject: waits " + number + "\r\n\r\n" + "Hello. ".repeat(500) + "\r\n")
                        .code();
                if (code != 250) {
                    throw new IllegalStateException("James says " + code);
                }
            }
        }
    }

    private static int waiting(JamesServer james) {
        return StreamSupport.stream(
                        james.webAdmin().get("/domain-sharing/peers").spliterator(), false)
                .mapToInt(peer -> peer.path("waiting").asInt(-1))
                .findFirst()
                .orElse(-1);
    }

    private static Duration cpu(JamesServer james) {
        return james.process().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("It takes longer than " + PATIENCE);
            }
            pause(Duration.ofMillis(100));
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
