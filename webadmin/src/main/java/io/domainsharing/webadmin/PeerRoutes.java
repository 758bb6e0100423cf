// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.cache.OwnerSearch;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.membership.Outcome;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.RecentAnswers;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The part of {@link DomainSharingRoutes} that is about peers (D6). A change may wait for the disk.
 */
final class PeerRoutes {
    private static final String NAME = ":name";
    private static final String QUEUE = "queue";
    private static final Words<RemovedMail> REMOVED_MAIL = Words.of(RemovedMail.class);

    private final PeerDirectory peers;
    private final PeerRegistry registry;
    private final GuardedLookups lookups;
    private final AcceptAllPeers acceptAll;
    private final RecentAnswers answers;
    private final LastQueries queries;
    private final SigningPeers signing;
    private final PeerDigests digests;
    private final Capabilities capabilities;
    private final WaitingMail waiting;
    private final OwnerCache cache;
    private final AsciiJson json;

    @Inject
    PeerRoutes(
            PeerDirectory peers,
            PeerRegistry registry,
            GuardedLookups lookups,
            AcceptAllPeers acceptAll,
            RecentAnswers answers,
            LastQueries queries,
            SigningPeers signing,
            PeerDigests digests,
            Capabilities capabilities,
            WaitingMail waiting,
            OwnerCache cache,
            AsciiJson json) {
        this.peers = peers;
        this.registry = registry;
        this.lookups = lookups;
        this.acceptAll = acceptAll;
        this.answers = answers;
        this.queries = queries;
        this.signing = signing;
        this.digests = digests;
        this.capabilities = capabilities;
        this.waiting = waiting;
        this.cache = cache;
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

    List<PeerView> list() {
        List<PeerView> views = new ArrayList<>();
        for (Peer peer : peers.current().peers()) {
            views.add(view(peer));
        }
        return views;
    }

    private PeerView view(Peer peer) {
        boolean added = registry.added(peer.name()).isPresent();
        return PeerView.of(
                peer,
                acceptAll.domainsOf(peer),
                added,
                lookups.state(peer.name()).orElse(null),
                ProofView.of(peer, signing),
                TalkView.of(peer.name(), answers, queries),
                peer.mode() == PeerMode.DRAIN
                        ? cache.page(OwnerSearch.ofOwner(peer.name())).matches()
                        : null,
                DigestView.of(digests.state(peer.name()).orElse(null)),
                CapabilityView.of(peer, capabilities),
                waiting.held(peer.name()));
    }

    // What a body means is found out before any other change has to wait for this one.
    private String put(Request request, Response response) {
        boolean onlyIfNew = Parameters.isOnlyIfNew(request);
        try {
            Optional<PeerMode> mode = PeerJson.modeAlone(request.body()).filter(alone -> isThere(request));
            if (mode.isPresent()) {
                changeMode(peer(request).name(), mode.get(), onlyIfNew);
            } else {
                change(PeerJson.parse(request.params(NAME), request.body()), onlyIfNew);
            }
            return Responses.returnNoContent(response);
        } catch (BadConfigurationException e) {
            throw WebError.invalid(e.mistake());
        }
    }

    private boolean isThere(Request request) {
        return peers.current().peers().stream()
                .anyMatch(peer -> peer.name().value().equals(request.params(NAME)));
    }

    private void changeMode(PeerName name, PeerMode mode, boolean onlyIfNew) {
        try {
            refuse(onlyIfNew ? Outcome.ALREADY_THERE : registry.putMode(name, mode), name);
        } catch (IOException e) {
            throw WebError.failed("The mode cannot be stored; nothing has changed", e);
        }
    }

    private void change(PeerJson asked, boolean onlyIfNew) throws BadConfigurationException {
        try {
            refuse(
                    registry.put(asked.peer(), asked.kept(), onlyIfNew),
                    asked.peer().name());
        } catch (IOException e) {
            throw WebError.failed("The peer cannot be stored; nothing has changed", e);
        }
    }

    /** Like James's own routes: what is not there is as gone as the client wants it, unless he says that he knows it is there. */
    private String remove(Request request, Response response) {
        RemovedMail mail = removedMail(request);
        PeerName name = name(request);
        Outcome outcome;
        try {
            outcome = registry.remove(name, mail);
        } catch (IOException e) {
            throw WebError.failed("The change cannot be stored; nothing has changed", e);
        }
        refuse(outcome, name);
        if (outcome == Outcome.NO_SUCH_PEER && Parameters.isOnlyIfThere(request)) {
            throw WebError.preconditionFailed("There is no peer " + name + "; nothing has changed");
        }
        return Responses.returnNoContent(response);
    }

    private String flush(Request request, Response response) {
        PeerName name = peer(request).name();
        try {
            waiting.flush(name);
        } catch (MessagingException e) {
            throw WebError.failed("The queue of peer " + name + " cannot be flushed", e);
        }
        return Responses.returnNoContent(response);
    }

    Peer peer(Request request) {
        return peers.current().peers().stream()
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

    private static RemovedMail removedMail(Request request) {
        String text = request.queryParamOrDefault(QUEUE, Words.word(RemovedMail.REQUEUE));
        try {
            return REMOVED_MAIL.parse(text);
        } catch (IllegalArgumentException e) {
            throw WebError.invalid(
                    QUEUE + ": " + e.getMessage()
                            + ". Write requeue, to have the owners of its mail looked up again, or keep, to have it delivered still");
        }
    }

    private static void refuse(Outcome outcome, PeerName name) {
        if (outcome == Outcome.IN_FILE) {
            throw WebError.conflict("Peer " + name + " stands in " + BadConfigurationException.FILE
                    + ": change it there and restart James. Its mode alone can be put here: {\"mode\":\"share\"}");
        }
        if (outcome == Outcome.ALREADY_THERE) {
            throw WebError.preconditionFailed("There is a peer " + name + " already; nothing has changed");
        }
        if (outcome == Outcome.FOUND_BY_MX) {
            throw WebError.conflict(
                    "Peer " + name + " is found by MX: it goes when DNS does not name it any more. Write <peers> into "
                            + BadConfigurationException.FILE + " to choose the peers yourself");
        }
        if (outcome == Outcome.SWITCHED_OFF) {
            throw WebError.switchedOff();
        }
    }
}
