// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.PeerStateListener;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.ownership.secondary.EtrnListener;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** Every metric of this room, with its name. Counters only, cheap enough for the path of every RCPT. Thread-safe. */
public final class OwnershipMetrics implements ResolverListener, PeerStateListener, EtrnListener {
    static final String PREFIX = "domainSharing.";
    static final String CACHE_HIT = PREFIX + "cache.hit";
    static final String CACHE_MISS = PREFIX + "cache.miss";
    static final String ANSWER_ACCEPTS = PREFIX + "answer.accepts";
    static final String ANSWER_ACCEPTS_ALL = PREFIX + "answer.acceptsAll";
    static final String ANSWER_NOT_NOW = PREFIX + "answer.notNow";
    static final String ANSWER_UNKNOWN = PREFIX + "answer.unknown";
    static final String ANSWER_NONE = PREFIX + "answer.none";
    static final String CONFLICT = PREFIX + "conflict";
    static final String GATEWAY_UNVERIFIED = PREFIX + "gateway.unverified";
    static final String DIRECTORY_UNAVAILABLE = PREFIX + "directory.unavailable";
    static final String PEER_DOWN = PREFIX + "peer.down";
    static final String PEER_RETURN = PREFIX + "peer.return";
    static final String PEER_ACCEPTS_ALL = PREFIX + "peer.acceptsAll";

    static final String ETRN_ACCEPTED = PREFIX + "etrn.accepted";
    static final String ETRN_REFUSED = PREFIX + "etrn.refused";
    static final String ETRN_UNANSWERED = PREFIX + "etrn.unanswered";

    private final Metric hit;
    private final Metric miss;
    private final Metric accepts;
    private final Metric acceptsAll;
    private final Metric notNow;
    private final Metric unknown;
    private final Metric none;
    private final Metric conflict;
    private final Metric gatewayUnverified;
    private final Metric directoryUnavailable;
    private final Metric peerDown;
    private final Metric peerReturn;
    private final Metric peerAcceptsAll;
    private final Metric etrnAccepted;
    private final Metric etrnRefused;
    private final Metric etrnUnanswered;

    public OwnershipMetrics(MetricFactory metrics) {
        hit = metrics.generate(CACHE_HIT);
        miss = metrics.generate(CACHE_MISS);
        accepts = metrics.generate(ANSWER_ACCEPTS);
        acceptsAll = metrics.generate(ANSWER_ACCEPTS_ALL);
        notNow = metrics.generate(ANSWER_NOT_NOW);
        unknown = metrics.generate(ANSWER_UNKNOWN);
        none = metrics.generate(ANSWER_NONE);
        conflict = metrics.generate(CONFLICT);
        gatewayUnverified = metrics.generate(GATEWAY_UNVERIFIED);
        directoryUnavailable = metrics.generate(DIRECTORY_UNAVAILABLE);
        peerDown = metrics.generate(PEER_DOWN);
        peerReturn = metrics.generate(PEER_RETURN);
        peerAcceptsAll = metrics.generate(PEER_ACCEPTS_ALL);
        etrnAccepted = metrics.generate(ETRN_ACCEPTED);
        etrnRefused = metrics.generate(ETRN_REFUSED);
        etrnUnanswered = metrics.generate(ETRN_UNANSWERED);
    }

    @Override
    public void cacheHit() {
        hit.increment();
    }

    @Override
    public void cacheMiss() {
        miss.increment();
    }

    /** Since the start, as the next. */
    public long cacheHits() {
        return hit.getCount();
    }

    public long cacheMisses() {
        return miss.getCount();
    }

    @Override
    public void answered(PeerName peer, PeerAnswer answer) {
        counterOf(answer).increment();
    }

    @Override
    public void conflict() {
        conflict.increment();
    }

    @Override
    public void gatewayUnverified() {
        gatewayUnverified.increment();
    }

    @Override
    public void directoryUnavailable() {
        directoryUnavailable.increment();
    }

    @Override
    public void onDown(PeerName peer) {
        peerDown.increment();
    }

    @Override
    public void onReturn(PeerName peer) {
        peerReturn.increment();
    }

    /** A peer was seen to say yes to every address of a domain. */
    public void acceptsAll(Peer peer) {
        peerAcceptsAll.increment();
    }

    @Override
    public void etrnAnswered(boolean accepted) {
        (accepted ? etrnAccepted : etrnRefused).increment();
    }

    @Override
    public void etrnUnanswered() {
        etrnUnanswered.increment();
    }

    private Metric counterOf(PeerAnswer answer) {
        if (answer instanceof PeerAnswer.Accepts) {
            return accepts;
        } else if (answer instanceof PeerAnswer.AcceptsAll) {
            return acceptsAll;
        } else if (answer instanceof PeerAnswer.NotNow) {
            return notNow;
        }
        return answer instanceof PeerAnswer.Unknown ? unknown : none;
    }
}
