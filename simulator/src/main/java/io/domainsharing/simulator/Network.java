// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** Loses, delays, doubles and reorders datagrams, and parts sites from each other, one direction at a time or both. One thread. */
final class Network {
    private static final Duration FASTEST = Duration.ofMillis(1);

    private final Agenda agenda;
    private final Random random;
    private final boolean[][] isCut;
    private Weather weather = Weather.FAIR;

    /**
     * What it does to datagrams.
     *
     * @param loss how many of a thousand
     * @param doubled how many of a thousand
     * @param slowest how long one takes at most
     */
    record Weather(int loss, int doubled, Duration slowest) {
        static final Weather FAIR = new Weather(0, 0, Duration.ofMillis(100));
        static final Weather FOUL = new Weather(200, 50, Duration.ofMillis(2_500));
    }

    Network(Agenda agenda, Random random, int sites) {
        this.agenda = agenda;
        this.random = random;
        this.isCut = new boolean[sites][sites];
    }

    void weather(Weather now) {
        weather = now;
    }

    void cut(int from, int to) {
        isCut[from][to] = true;
    }

    void heal() {
        for (boolean[] row : isCut) {
            Arrays.fill(row, false);
        }
        weather = Weather.FAIR;
    }

    boolean isFair() {
        return weather.equals(Weather.FAIR);
    }

    /** How long the next thing that is sent takes. */
    Duration latency() {
        long span = weather.slowest().toNanos() - FASTEST.toNanos();
        return FASTEST.plusNanos((long) (random.nextDouble() * span));
    }

    /** Whether two sites can hold a connection. */
    boolean isOpen(int one, int other) {
        return !isCut[one][other] && !isCut[other][one];
    }

    /** Has a datagram arrive some time, or twice, or not at all. */
    void send(int from, int to, Runnable arrival) {
        if (random.nextInt(1_000) < weather.doubled()) {
            deliver(from, to, arrival);
        }
        deliver(from, to, arrival);
    }

    private void deliver(int from, int to, Runnable arrival) {
        if (!isCut[from][to] && random.nextInt(1_000) >= weather.loss()) {
            agenda.in(latency(), arrival);
        }
    }
}
