// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.simulator.scale.Recipient.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What was measured.
 *
 * @param recipients of the day
 * @param burst guesses that came at the same moment, behind the day; after an outage they tell nothing
 */
record Figures(Scenario scenario, List<Recipient> recipients, List<Recipient> burst, Probes probes, Digests digests) {
    /** Questions of a day whether peers live, with their octets. */
    record Probes(long count, long octets) {}

    /**
     * What the digests of all peers take.
     *
     * @param held of heap
     * @param opened until all were there, of a processor
     * @param serving one change, of a processor of the peer
     * @param reading one change
     */
    record Digests(Feeds.Octets octets, long held, Duration opened, Duration serving, Duration reading) {
        static final Digests NONE =
                new Digests(new Feeds.Octets(0, 0, 0), 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** The same with what the lists themselves take, where they are not a reader's own. */
    Figures holding(long octets) {
        Digests held = new Digests(digests.octets, octets, digests.opened, digests.serving, digests.reading);
        return new Figures(scenario, recipients, burst, probes, held);
    }

    double meanQuestions() {
        return mean(recipients, recipient -> recipient.questions);
    }

    double meanQuestions(Kind kind) {
        return mean(of(kind), recipient -> recipient.questions);
    }

    long medianQuestions() {
        return median(recipients, recipient -> recipient.questions);
    }

    long medianQuestions(Kind kind) {
        return median(of(kind), recipient -> recipient.questions);
    }

    /** Octets of Minger for each RCPT, UDP and IPv4 included. */
    double meanOctets() {
        return mean(recipients, recipient -> recipient.octets);
    }

    /** Octets of a day with one RCPT for each address of the site, digests included but for the first whole lists. */
    double octetsADay() {
        return meanOctets() * scenario.size().addresses()
                + probes.octets()
                + digests.octets().life()
                + digests.octets().changes();
    }

    /** Of a processor, for one verdict on an unknown address. */
    Duration medianTimeOfUnknown() {
        return Duration.ofNanos(median(of(Kind.UNKNOWN), recipient -> recipient.nanos));
    }

    long wronglyRefused() {
        return recipients.stream()
                .filter(recipient -> recipient.isWronglyRefused)
                .count();
    }

    /** Of all RCPTs, from 0 to 1. */
    double deferred() {
        return deferred(recipients);
    }

    double deferred(Kind kind) {
        return deferred(of(kind));
    }

    double deferredInBurst() {
        return deferred(burst);
    }

    /** RCPTs that never got a verdict. */
    long withoutVerdict() {
        return recipients.stream()
                .filter(recipient -> recipient.verdict == null)
                .count();
    }

    private List<Recipient> of(Kind kind) {
        return recipients.stream().filter(recipient -> recipient.kind == kind).toList();
    }

    private static double deferred(List<Recipient> some) {
        return mean(some, recipient -> recipient.verdict == Verdict.Kind.UNDETERMINED ? 1 : 0);
    }

    private static double mean(List<Recipient> some, ToLongFunction<Recipient> value) {
        return some.stream().mapToLong(value).average().orElse(0);
    }

    private static long median(List<Recipient> some, ToLongFunction<Recipient> value) {
        long[] sorted = some.stream().mapToLong(value).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
