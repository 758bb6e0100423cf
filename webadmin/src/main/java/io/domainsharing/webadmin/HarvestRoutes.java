// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.harvest.ClientBlock;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.log.Audit;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that tells which clients try addresses, and lets one begin anew. */
final class HarvestRoutes {
    private static final int USUAL = 100;
    private static final int MOST = 10_000;
    private static final String CLIENT = ":client";

    private final Harvests harvests;
    private final AsciiJson json;

    @Inject
    HarvestRoutes(Harvests harvests, AsciiJson json) {
        this.harvests = harvests;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> suspects(request), json);
        service.delete(path + "/" + CLIENT, this::pardon);
    }

    private List<SuspectView> suspects(Request request) {
        Parameters.eachOnce(request, Set.of("limit"));
        return harvests.suspects().stream()
                .limit(Parameters.limit(request, USUAL, MOST))
                .map(SuspectView::of)
                .toList();
    }

    private String pardon(Request request, Response response) {
        Parameters.eachOnce(request, Set.of());
        ClientBlock client = ClientBlock.parse(request.params(CLIENT))
                .orElseThrow(() -> WebError.invalid("This is not an IP address"));
        if (harvests.pardon(client)) {
            Audit.LOG.info("{} is no longer held for a client that tries addresses", client);
        } else if (Parameters.isOnlyIfThere(request)) {
            throw WebError.preconditionFailed("That client is held for none that tries addresses; nothing has changed");
        }
        return Responses.returnNoContent(response);
    }
}
