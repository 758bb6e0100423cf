// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.ResponseReading;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.ownership.peer.MingerExchange;
import io.domainsharing.simulator.Agenda;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Minger without sockets: queries and answers are encoded, signed, read and proven as ever, a peer that is up answers after its time on
 * the way, and as many queries are in flight as the client allows. One thread.
 */
final class Wire implements MingerExchange {
    static final int MAXIMUM_IN_FLIGHT = MingerClientConfiguration.DEFAULT_MAXIMUM_IN_FLIGHT;

    /** Of UDP and IPv4, for each datagram. */
    static final int HEADERS = 28;

    private static final int TRIES = 3;
    private static final Duration SILENCE = Duration.ofSeconds(TRIES);
    private static final int NONCE = 16;
    private static final ProofKeys KEYS = ProofKeys.of(Peers.SECRET);

    private final Agenda agenda;
    private final Random random;
    private final Population population;
    private final IntPredicate isUp;
    private final Tally tally;
    private int inFlight;

    /** @param isUp whether the site with that number is */
    Wire(Agenda agenda, Random random, Population population, IntPredicate isUp, Tally tally) {
        this.agenda = agenda;
        this.random = random;
        this.population = population;
        this.isUp = isUp;
        this.tally = tally;
    }

    @Override
    public CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox, Duration budget) {
        if (inFlight == MAXIMUM_IN_FLIGHT) {
            return CompletableFuture.completedStage(
                    new MingerOutcome.NoAnswer(MingerOutcome.Reason.OVERLOADED, "too many in flight"));
        }
        inFlight++;
        Query query = new Query(Peers.siteOf(server.host()), mailbox);
        query.send();
        return query.outcome;
    }

    /** So long a datagram takes to that site: 1 to 50 ms. */
    static Duration latency(int site) {
        return Duration.ofMillis(1 + site * 7919L % 50);
    }

    private final class Query {
        private final int site;
        private final Mailbox mailbox;
        private final Nonce nonce;
        private final CompletableFuture<MingerOutcome> outcome = new CompletableFuture<>();

        Query(int site, Mailbox mailbox) {
            this.site = site;
            this.mailbox = mailbox;
            byte[] octets = new byte[NONCE];
            random.nextBytes(octets);
            this.nonce = new Nonce(HexFormat.of().formatHex(octets));
        }

        void send() {
            Proof proof = KEYS.ofQuery(mailbox, nonce);
            int length = MingerQuery.proven(mailbox, Peers.SECRET, proof).toBytes().length + HEADERS;
            Recipient asked = tally.question();
            if (isUp.test(site)) {
                tally.octets(asked, length);
                agenda.in(latency(site).multipliedBy(2), () -> answer(asked));
            } else {
                tally.octets(asked, TRIES * length);
                agenda.in(
                        SILENCE, () -> end(new MingerOutcome.NoAnswer(MingerOutcome.Reason.TIMEOUT, TRIES + " tries")));
            }
        }

        // What the peer does is not measured.
        private void answer(@Nullable Recipient asked) {
            int number = Population.numberOf(mailbox.toString());
            boolean has = population.exists(number) && population.siteOf(number) == site;
            MingerStatus status = has ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST;
            byte[] datagram = new MingerResponse(mailbox, status, KEYS.ofAnswer(mailbox, status, nonce)).toBytes();
            tally.octets(asked, datagram.length + HEADERS);
            tally.measure(asked, () -> read(datagram));
        }

        private void read(byte[] datagram) {
            if (MingerResponse.read(datagram) instanceof ResponseReading.WellFormed read
                    && read.response().proof() != null
                    && KEYS.proveAnswer(
                            mailbox, read.response().status(), read.response().proof())) {
                end(new MingerOutcome.Answered(
                        read.response().status(),
                        latency(site).multipliedBy(2),
                        InetSocketAddress.createUnresolved("192.0.2.1", MingerServer.DEFAULT_PORT),
                        true));
            } else {
                throw new IllegalStateException("an answer that proves nothing");
            }
        }

        private void end(MingerOutcome result) {
            inFlight--;
            outcome.complete(result);
        }
    }
}
