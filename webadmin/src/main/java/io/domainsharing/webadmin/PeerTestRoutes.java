// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.PeerTest;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import spark.Request;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that asks peers whether they answer. */
final class PeerTestRoutes {
    private static final String NAME = ":name";
    private static final String ACTION = "action";

    private final PeerDirectory peers;
    private final PeerTest test;
    private final SharedDomainList domains;
    private final AsciiJson json;

    @Inject
    PeerTestRoutes(PeerDirectory peers, PeerTest test, SharedDomainList domains, AsciiJson json) {
        this.peers = peers;
        this.test = test;
        this.domains = domains;
        this.json = json;
    }

    void define(Service service, String base) {
        service.post(base, (request, response) -> test(request, peers.current().peers()), json);
        service.post(
                base + "/" + NAME,
                (request, response) ->
                        test(request, List.of(peer(request.params(NAME)))).get(0),
                json);
    }

    // Jetty's thread may wait: no longer than the look-up budget.
    private List<TestView> test(Request request, List<Peer> asked) {
        Parameters.onlyOneOf(request, Set.of(ACTION));
        if (!"test".equals(request.queryParams(ACTION))) {
            throw WebError.invalid("Write ?action=test: nothing else can be done with a peer in this way");
        }
        return test.of(asked, domains.all()).toCompletableFuture().join().stream()
                .map(TestView::of)
                .toList();
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
