// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
    private final UdpText minger;
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

        /** Whether it carries a proof that the peer may check, and this one lets alone. */
        boolean isProven() {
            return text.contains(" pv=1 ");
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
            minger.send(datagram, asker);
        }

        /** Sends any datagram to the asker, from an address that it did not ask. */
        void spoofed(String host, String datagram) {
            try (UdpText other = UdpText.on(new InetSocketAddress(host, 0))) {
                other.send(datagram, asker);
            }
        }

        void after(Duration delay, Runnable action) {
            ScheduledFuture<?> unused = later.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    ScriptedPeer(String name, String host, Script script) {
        this.name = name;
        this.script = script;
        this.sink = SmtpSink.on(host);
        this.minger = UdpText.on(new InetSocketAddress(host, Endpoints.freePort(host)));
        minger.receive("scripted-peer-" + name, this::received);
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
        String host = minger.address().getAddress().getHostAddress();
        return new Sharing.PeerEntry(
                name, sink.address(), minger.address().getPort(), Sharing.secretOf(name), host + "/32");
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
        minger.close();
        sink.close();
        later.shutdownNow();
    }

    private static String mailboxOf(String query) {
        return query.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    }

    private void received(String text, SocketAddress asker) {
        queries.add(text);
        script.asked(new Query(text, asker));
    }
}
