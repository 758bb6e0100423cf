// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.mailets.PeerDelivery.LeftMail;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.RecentAnswers;
import io.domainsharing.ownership.peer.RuntimePeers;
import io.domainsharing.ownership.peer.RuntimePeers.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The part of {@link DomainSharingRoutes} that is about peers (D6). Changes are made one at a time, with what becomes of the
 * queue; each may wait for the disk.
 */
final class PeerRoutes {
    private static final String NAME = ":name";
    private static final String QUEUE = "queue";

    private final Peers peers;
    private final RuntimePeers runtime;
    private final PeerGates gates;
    private final AcceptAllPeers acceptAll;
    private final RecentAnswers answers;
    private final LastQueries queries;
    private final PeerDelivery delivery;
    private final JsonTransformer json;

    @Inject
    PeerRoutes(
            Peers peers,
            RuntimePeers runtime,
            PeerGates gates,
            AcceptAllPeers acceptAll,
            RecentAnswers answers,
            LastQueries queries,
            PeerDelivery delivery,
            JsonTransformer json) {
        this.peers = peers;
        this.runtime = runtime;
        this.gates = gates;
        this.acceptAll = acceptAll;
        this.answers = answers;
        this.queries = queries;
        this.delivery = delivery;
        this.json = json;
    }

    void define(Service service, String base) {
        String one = base + "/" + NAME;
        service.get(base, (request, response) -> list(), json);
        service.get(one, (request, response) -> view(peer(request)), json);
        service.put(one, this::put);
        service.delete(one, this::remove);
        service.post(one + "/flush", this::flush);
    }

    private List<PeerView> list() {
        List<PeerView> views = new ArrayList<>();
        for (Peer peer : peers.all()) {
            views.add(view(peer));
        }
        return views;
    }

    private PeerView view(Peer peer) {
        boolean added = runtime.added(peer.name()).isPresent();
        return PeerView.of(
                peer,
                acceptAll.domainsOf(peer),
                added,
                gates.state(peer.name()).orElse(null),
                TalkView.of(peer.name(), answers, queries),
                delivery.held(peer.name()));
    }

    private synchronized String put(Request request, Response response) {
        PeerJson asked;
        Outcome outcome;
        try {
            asked = PeerJson.parse(request.params(NAME), request.body());
            outcome = runtime.put(asked.peer(), asked.keepSecret());
        } catch (BadConfigurationException e) {
            throw WebError.invalid(e.mistake());
        } catch (IOException e) {
            throw WebError.failed("The peer cannot be stored; nothing has changed", e);
        }
        refuse(outcome, asked.peer().name());
        // Its mail may go another way now, and it may know the owner of mail that is kept.
        delivery.onReturn(asked.peer().name());
        return Responses.returnNoContent(response);
    }

    /** Like James's own routes: what is not there is as gone as the client wants it. */
    private synchronized String remove(Request request, Response response) {
        LeftMail mail = leftMail(request);
        PeerName name = name(request);
        runtime.added(name).ifPresent(peer -> delivery.leaves(peer, mail));
        Outcome outcome;
        try {
            outcome = runtime.remove(name);
        } catch (IOException e) {
            throw WebError.failed("The change cannot be stored; nothing has changed", e);
        }
        refuse(outcome, name);
        if (outcome == Outcome.DONE) {
            delivery.left(name);
        }
        return Responses.returnNoContent(response);
    }

    private String flush(Request request, Response response) {
        PeerName name = peer(request).name();
        try {
            delivery.flush(name);
        } catch (MessagingException e) {
            throw WebError.failed("The queue of peer " + name + " cannot be flushed", e);
        }
        return Responses.returnNoContent(response);
    }

    private Peer peer(Request request) {
        return peers.all().stream()
                .filter(candidate -> candidate.name().value().equals(request.params(NAME)))
                .findFirst()
                .orElseThrow(() -> WebError.notFound("There is no peer of that name"));
    }

    private static PeerName name(Request request) {
        try {
            return new PeerName(request.params(NAME));
        } catch (IllegalArgumentException e) {
            throw WebError.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static LeftMail leftMail(Request request) {
        String text = request.queryParamOrDefault(QUEUE, "requeue");
        return switch (text) {
            case "requeue" -> LeftMail.REQUEUE;
            case "keep" -> LeftMail.KEEP;
            default -> throw WebError.invalid("queue: '" + text
                    + "' is neither requeue nor keep. Write requeue, to have the owners of its mail looked up"
                    + " again, or keep, to have it delivered still");
        };
    }

    private static void refuse(Outcome outcome, PeerName name) {
        if (outcome == Outcome.IN_FILE) {
            throw WebError.conflict("Peer " + name + " stands in " + BadConfigurationException.FILE
                    + ": change it there and restart James");
        }
        if (outcome == Outcome.FOUND_BY_MX) {
            throw WebError.conflict(
                    "Peer " + name + " is found by MX: it goes when DNS does not name it any more. Write <peers> into "
                            + BadConfigurationException.FILE + " to choose the peers yourself");
        }
        if (outcome == Outcome.SWITCHED_OFF) {
            throw WebError.conflict("Domain Sharing is switched off: write <enabled>true</enabled> into "
                    + BadConfigurationException.FILE + " and restart James");
        }
    }
}
