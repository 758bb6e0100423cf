// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.digest.DigestRules;
import io.domainsharing.ownership.digest.DigestState;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.rehearsal.Difference;
import io.domainsharing.ownership.rehearsal.RehearsedPeer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of each peer and gateway, by the label {@code peer}: there from the moment that the peer is configured, at zero,
 * until it is removed. What is said of a removed peer is dropped, so only an operator makes the registry grow. Thread-safe.
 */
public final class PeerMetrics implements PeerChangeListener {
    static final String LOOKUPS = OwnershipMetrics.PREFIX + "lookups_total";
    static final String LOOKUP_DURATION = OwnershipMetrics.PREFIX + "lookup_duration_seconds";
    static final String EVENTS = OwnershipMetrics.PREFIX + "peer_events_total";
    static final String HANDOVER = OwnershipMetrics.PREFIX + "handover_recipients_total";
    static final String UNPROVEN = OwnershipMetrics.PREFIX + "minger_unproven_replies_total";
    static final String DIGEST_ANSWERS = OwnershipMetrics.PREFIX + "digest_answers_total";
    static final String DIGEST_ENTRIES = OwnershipMetrics.PREFIX + "digest_entries";
    static final String DIGEST_AGE = OwnershipMetrics.PREFIX + "digest_age_seconds";
    static final String DIGEST_VERSION = OwnershipMetrics.PREFIX + "digest_version";
    static final String STATE = OwnershipMetrics.PREFIX + "peer_state";
    static final String MODE = OwnershipMetrics.PREFIX + "peer_mode";
    static final String REHEARSAL = OwnershipMetrics.PREFIX + "rehearsal_recipients";

    private static final String PEER = "peer";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String OUTCOME = "outcome";
    /** Seconds: from a host in the same room to the longest time that a look-up may take. */
    private static final double[] BUCKETS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final Counter lookups;
    private final Histogram duration;
    private final Counter events;
    private final Counter handover;
    private final Counter unproven;
    private final Counter digestAnswers;
    private final Gauges gauges;
    private final Map<PeerName, PeerSeries> current = new ConcurrentSkipListMap<>(PeerMetrics::byName);

    /** What one may hear of a peer. */
    public enum Event {
        DOWN,
        RETURN,
        ACCEPTS_ALL
    }

    /** What becomes of a recipient in one try to hand its mail over. */
    public enum Handover {
        DELIVERED,
        SMART_HOST,
        DEFERRED,
        REFUSED
    }

    /** Metrics of nobody yet, in that registry. */
    public PeerMetrics(CollectorRegistry registry) {
        Counters counters = new Counters(registry);
        lookups = counters.of(LOOKUPS, "Look-ups at this peer or gateway by what they came to.", PEER, OUTCOME);
        duration = Histogram.build(LOOKUP_DURATION, "Time until it answered; silence does not count.")
                .labelNames(PEER)
                .buckets(BUCKETS)
                .withoutExemplars()
                .register(registry);
        events = counters.of(
                EVENTS, "How often it went down, came back, was seen to say yes to every address.", PEER, "event");
        handover = counters.of(
                HANDOVER, "Recipients by what a try to hand their mail over came to, at each try.", PEER, OUTCOME);
        unproven = counters.of(
                UNPROVEN,
                "Minger replies in its name without the proof that is required of it, which did not count.",
                PEER);
        digestAnswers = counters.of(DIGEST_ANSWERS, "Answers that its digest gave in its place.", PEER, "answer");
        gauges = new Gauges(registry);
    }

    /** From here on these have metrics, and nobody else. What the peers that stay have counted stays as well. */
    public synchronized void retain(Collection<PeerName> peers) {
        current.forEach((peer, series) -> {
            if (!peers.contains(peer)) {
                current.remove(peer);
                series.remove();
            }
        });
        peers.forEach(peer -> current.computeIfAbsent(peer, PeerSeries::new));
    }

    @Override
    public void afterSwap(PeerChange change) {
        retain(change.after().names());
    }

    /** Whether that one has metrics now. */
    public boolean has(PeerName peer) {
        return current.containsKey(peer);
    }

    /**
     * One more figure of each peer.
     *
     * @param value read whenever somebody looks; must not block; null: not known
     */
    public void gauge(String name, String help, Function<PeerName, @Nullable Number> value) {
        gauges.each(name, help, List.of(PEER), series -> current.keySet()
                .forEach(peer -> series.add(value.apply(peer), peer.value())));
    }

    /**
     * The state of each peer: a series for each one that there is, 1 for the one that it is in.
     *
     * @param state read whenever somebody looks; must not block; empty: never asked
     */
    public void states(Function<PeerName, Optional<PeerState>> state) {
        String help =
                "1 for the state that it is in: up, refuses (answers and tells nothing), down or unknown; else 0.";
        gauges.each(
                STATE, help, List.of(PEER, "state"), series -> current.keySet().forEach(peer -> {
                    PeerState.Status now =
                            state.apply(peer).map(PeerState::status).orElse(PeerState.Status.UNKNOWN);
                    for (PeerState.Status status : PeerState.Status.values()) {
                        series.add(status == now ? 1 : 0, peer.value(), Words.word(status));
                    }
                }));
    }

    /**
     * The mode of each peer: a series for each one that there is, 1 for the one that it is in.
     *
     * @param peer read whenever somebody looks; must not block; empty: it is a gateway
     */
    public void modes(Function<PeerName, Optional<Peer>> peer) {
        String help = "1 for the mode that it is in: share, observe or drain; else 0.";
        gauges.each(MODE, help, List.of(PEER, "mode"), series -> current.keySet()
                .forEach(name -> peer.apply(name).ifPresent(configured -> {
                    for (PeerMode mode : PeerMode.values()) {
                        series.add(mode == configured.mode() ? 1 : 0, name.value(), Words.word(mode));
                    }
                })));
    }

    /**
     * What the rehearsal with each peer that is observed has come to.
     *
     * @param rehearsed read whenever somebody looks; must not block; empty: it is not observed
     */
    public void rehearsal(Function<PeerName, Optional<RehearsedPeer>> rehearsed) {
        String help = "Different recipients by what becomes different for them once the peer shares.";
        gauges.each(REHEARSAL, help, List.of(PEER, "difference"), series -> current.keySet()
                .forEach(name -> rehearsed.apply(name).ifPresent(found -> {
                    for (Difference difference : Difference.values()) {
                        series.add(found.of(difference).count(), name.value(), Words.word(difference));
                    }
                })));
    }

    /** A look-up has this answer of the peer, be it that it was not even asked. */
    public void answered(PeerName peer, PeerAnswer answer) {
        PeerSeries series = current.get(peer);
        if (series != null) {
            series.answered(answer);
        }
    }

    /** The peer was asked; silence, which takes as long as it is waited for, says nothing of how fast it is. */
    public void took(PeerName peer, PeerAnswer answer, Duration time) {
        PeerSeries series = current.get(peer);
        boolean isSaid = !(answer instanceof NoAnswer none) || none.reason() == PeerAnswer.Reason.REFUSED;
        if (series != null && isSaid) {
            series.took.observe(time.toNanos() / 1e9);
        }
    }

    /** Something has become of the peer. */
    public void happened(PeerName peer, Event event) {
        PeerSeries series = current.get(peer);
        if (series != null) {
            add(series.happened, event, 1);
        }
    }

    /** A try to hand a mail over has come to that for so many of its recipients. */
    public void handedOver(PeerName peer, Handover outcome, int recipients) {
        PeerSeries series = current.get(peer);
        if (series != null) {
            add(series.handedOver, outcome, recipients);
        }
    }

    /** Its digest has answered in its place: yes or no. */
    public void digestAnswered(PeerName peer, DigestRules.Word word) {
        PeerSeries series = current.get(peer);
        if (series != null) {
            (word == DigestRules.Word.YES ? series.digestYes : series.digestNo).inc();
        }
    }

    /**
     * The digest of each peer that has one.
     *
     * @param state read whenever somebody looks; must not block; empty: it has none
     */
    public void digests(Function<PeerName, Optional<DigestState>> state) {
        gauge(DIGEST_ENTRIES, "Addresses in its digest.", peer -> state.apply(peer)
                .map(DigestState::entries)
                .orElse(null));
        gauge(DIGEST_AGE, "Since it last said that this is its digest.", peer -> state.apply(peer)
                .map(digest -> digest.age().toMillis() / 1e3)
                .orElse(null));
        gauge(DIGEST_VERSION, "Changes of its digest since it began anew, and one.", peer -> state.apply(peer)
                .map(DigestState::version)
                .orElse(null));
    }

    /** A reply in the name of the peer lacked the proof that is required of it. */
    public void unproven(PeerName peer) {
        PeerSeries series = current.get(peer);
        if (series != null) {
            series.unproven.inc();
        }
    }

    private static int byName(PeerName one, PeerName other) {
        return one.value().compareTo(other.value());
    }

    private static <K> void add(Map<K, Counter.Child> series, K kind, int count) {
        Counter.Child counter = series.get(kind);
        if (counter != null) {
            counter.inc(count);
        }
    }

    private final class PeerSeries {
        private final String peer;
        private final Histogram.Child took;
        private final Counter.Child unproven;
        private final Counter.Child digestYes;
        private final Counter.Child digestNo;
        private final Map<PeerAnswer.Kind, Counter.Child> said;
        private final Map<PeerAnswer.Reason, Counter.Child> silent;
        private final Map<Event, Counter.Child> happened;
        private final Map<Handover, Counter.Child> handedOver;

        PeerSeries(PeerName name) {
            peer = name.value();
            took = duration.labels(peer);
            unproven = PeerMetrics.this.unproven.labels(peer);
            digestYes = digestAnswers.labels(peer, YES);
            digestNo = digestAnswers.labels(peer, NO);
            said = Counters.each(PeerAnswer.Kind.class, lookups, peer);
            // Each reason has a series of its own.
            lookups.remove(peer, Words.word(PeerAnswer.Kind.NO_ANSWER));
            silent = Counters.each(PeerAnswer.Reason.class, lookups, peer);
            // Where nobody is asked there is no look-up.
            lookups.remove(peer, Words.word(PeerAnswer.Reason.NOT_ASKED));
            happened = Counters.each(Event.class, events, peer);
            handedOver = Counters.each(Handover.class, handover, peer);
        }

        void answered(PeerAnswer answer) {
            if (answer instanceof NoAnswer none) {
                add(silent, none.reason(), 1);
            } else {
                add(said, answer.kind(), 1);
            }
        }

        void remove() {
            duration.remove(peer);
            PeerMetrics.this.unproven.remove(peer);
            digestAnswers.remove(peer, YES);
            digestAnswers.remove(peer, NO);
            said.keySet().forEach(kind -> lookups.remove(peer, Words.word(kind)));
            silent.keySet().forEach(reason -> lookups.remove(peer, Words.word(reason)));
            happened.keySet().forEach(event -> events.remove(peer, Words.word(event)));
            handedOver.keySet().forEach(outcome -> handover.remove(peer, Words.word(outcome)));
        }
    }
}
