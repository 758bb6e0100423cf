// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.PeerTest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import spark.Request;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that asks peers whether they answer. */
final class PeerTestRoutes {
    private static final String NAME = ":name";
    private static final String ACTION = "action";

    /** Each holds a thread of Jetty for as long as a look-up may take, and names whatever host it likes. */
    private static final int CANDIDATES_AT_ONCE = 4;

    private final Semaphore candidates = new Semaphore(CANDIDATES_AT_ONCE);
    private final PeerDirectory peers;
    private final PeerRegistry registry;
    private final PeerTest test;
    private final SharedDomainList domains;
    private final AsciiJson json;

    @Inject
    PeerTestRoutes(
            PeerDirectory peers, PeerRegistry registry, PeerTest test, SharedDomainList domains, AsciiJson json) {
        this.peers = peers;
        this.registry = registry;
        this.test = test;
        this.domains = domains;
        this.json = json;
    }

    void define(Service service, String base) {
        service.post(base, (request, response) -> test(request, peers.current().peers()), json);
        service.post(
                base + "/" + NAME,
                (request, response) -> request.body().isEmpty()
                        ? test(request, List.of(peer(request.params(NAME)))).get(0)
                        : candidate(request),
                json);
    }

    // Jetty's thread may wait: no longer than the look-up budget.
    private List<TestView> test(Request request, List<Peer> asked) {
        mustTest(request);
        return test.of(asked, domains.all()).toCompletableFuture().join().stream()
                .map(TestView::of)
                .toList();
    }

    private static void mustTest(Request request) {
        Parameters.onlyOneOf(request, Set.of(ACTION));
        if (!"test".equals(request.queryParams(ACTION))) {
            throw WebError.invalid("Write ?action=test: nothing else can be done with a peer in this way");
        }
    }

    /** One that is no peer yet, or is one otherwise: as the body has it, which changes nothing. */
    private TestView candidate(Request request) {
        mustTest(request);
        Peer candidate = asked(request);
        if (!candidates.tryAcquire()) {
            throw WebError.busy("Other peers are being tested now; try again in some seconds");
        }
        try {
            return TestView.of(test.ofCandidate(candidate, domains.all())
                    .toCompletableFuture()
                    .join());
        } finally {
            candidates.release();
        }
    }

    private Peer asked(Request request) {
        try {
            PeerJson asked = PeerJson.parse(request.params(NAME), request.body());
            Optional<Peer> before =
                    asked.kept().secret() ? registry.added(asked.peer().name()) : Optional.empty();
            return before.map(peer -> asked.peer().withSecret(peer.secret())).orElse(asked.peer());
        } catch (BadConfigurationException e) {
            throw WebError.invalid(e.mistake());
        }
    }

    private Peer peer(String name) {
        return peers.current().peers().stream()
                .filter(candidate -> candidate.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> WebError.notFound("There is no peer of that name"));
    }

    /**
     * What came of asking one peer, as JSON.
     *
     * @param alive whether the peer itself has said something
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record TestView(String peer, String answer, @Nullable String detail, double millis, boolean alive) {
        static TestView of(FreshLookup.Reply reply) {
            return new TestView(
                    reply.peer().value(),
                    AnswerWords.of(reply.answer()),
                    AnswerWords.detail(reply.answer()),
                    AnswerWords.millis(reply.took()),
                    reply.answer().isAuthentic());
        }
    }
}
