// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.mailets.PeerDelivery.LeftMail;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.RuntimePeers;
import io.domainsharing.ownership.peer.RuntimePeers.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.eclipse.jetty.http.HttpStatus;
import spark.HaltException;
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
    private final PeerDelivery delivery;
    private final JsonTransformer json;

    @Inject
    PeerRoutes(
            Peers peers,
            RuntimePeers runtime,
            PeerGates gates,
            AcceptAllPeers acceptAll,
            PeerDelivery delivery,
            JsonTransformer json) {
        this.peers = peers;
        this.runtime = runtime;
        this.gates = gates;
        this.acceptAll = acceptAll;
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

    private List<PeerView> list() throws MessagingException {
        List<PeerView> views = new ArrayList<>();
        for (Peer peer : peers.all()) {
            views.add(view(peer));
        }
        return views;
    }

    private PeerView view(Peer peer) throws MessagingException {
        boolean added = runtime.added(peer.name()).isPresent();
        return PeerView.of(
                peer,
                acceptAll.domainsOf(peer),
                added,
                gates.state(peer.name()).orElse(null),
                delivery.held(peer.name()));
    }

    private synchronized String put(Request request, Response response) {
        PeerJson asked;
        Outcome outcome;
        try {
            asked = PeerJson.parse(request.params(NAME), request.body());
            outcome = runtime.put(asked.peer(), asked.keepSecret());
        } catch (BadConfigurationException e) {
            throw refusal(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, e.mistake());
        } catch (IOException e) {
            throw failed("The peer cannot be stored; nothing has changed", e);
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
            throw failed("The change cannot be stored; nothing has changed", e);
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
            throw failed("The queue of peer " + name + " cannot be flushed", e);
        }
        return Responses.returnNoContent(response);
    }

    private Peer peer(Request request) {
        return peers.all().stream()
                .filter(candidate -> candidate.name().value().equals(request.params(NAME)))
                .findFirst()
                .orElseThrow(
                        () -> refusal(HttpStatus.NOT_FOUND_404, ErrorType.NOT_FOUND, "There is no peer of that name"));
    }

    private static PeerName name(Request request) {
        try {
            return new PeerName(request.params(NAME));
        } catch (IllegalArgumentException e) {
            throw refusal(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static LeftMail leftMail(Request request) {
        String text = request.queryParamOrDefault(QUEUE, "requeue");
        return switch (text) {
            case "requeue" -> LeftMail.REQUEUE;
            case "keep" -> LeftMail.KEEP;
            default -> throw refusal(
                    HttpStatus.BAD_REQUEST_400,
                    ErrorType.INVALID_ARGUMENT,
                    "queue: '" + text
                            + "' is neither requeue nor keep. Write requeue, to have the owners of its mail looked up"
                            + " again, or keep, to have it delivered still");
        };
    }

    private static void refuse(Outcome outcome, PeerName name) {
        if (outcome == Outcome.IN_FILE) {
            throw refusal(
                    HttpStatus.CONFLICT_409,
                    ErrorType.WRONG_STATE,
                    "Peer " + name + " stands in " + BadConfigurationException.FILE
                            + ": change it there and restart James");
        }
        if (outcome == Outcome.FOUND_BY_MX) {
            throw refusal(
                    HttpStatus.CONFLICT_409,
                    ErrorType.WRONG_STATE,
                    "Peer " + name + " is found by MX: it goes when DNS does not name it any more. Write <peers> into "
                            + BadConfigurationException.FILE + " to choose the peers yourself");
        }
        if (outcome == Outcome.SWITCHED_OFF) {
            throw refusal(
                    HttpStatus.CONFLICT_409,
                    ErrorType.WRONG_STATE,
                    "Domain Sharing is switched off: write <enabled>true</enabled> into "
                            + BadConfigurationException.FILE + " and restart James");
        }
    }

    private static HaltException failed(String message, Exception cause) {
        return ErrorResponder.builder()
                .statusCode(HttpStatus.INTERNAL_SERVER_ERROR_500)
                .type(ErrorType.SERVER_ERROR)
                .message(message)
                .cause(cause)
                .haltError();
    }

    private static HaltException refusal(int status, ErrorType type, String message) {
        return ErrorResponder.builder()
                .statusCode(status)
                .type(type)
                .message(message)
                .haltError();
    }
}
