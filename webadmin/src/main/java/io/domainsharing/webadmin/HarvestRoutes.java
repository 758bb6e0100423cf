// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.harvest.ClientBlock;
import io.domainsharing.ownership.harvest.Harvests;
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
    private static final String CLIENT = "client";

    private final Harvests harvests;
    private final AsciiJson json;

    @Inject
    HarvestRoutes(Harvests harvests, AsciiJson json) {
        this.harvests = harvests;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> suspects(request), json);
        service.delete(path, this::pardon);
    }

    private List<SuspectView> suspects(Request request) {
        Parameters.eachOnce(request, Set.of("limit"));
        return harvests.suspects().stream()
                .limit(Parameters.limit(request, USUAL, MOST))
                .map(SuspectView::of)
                .toList();
    }

    // The block of IPv6 has a slash, so it is no part of a path.
    private String pardon(Request request, Response response) {
        Parameters.eachOnce(request, Set.of(CLIENT));
        String text = request.queryParamOrDefault(CLIENT, "");
        ClientBlock client = ClientBlock.parse(text)
                .orElseThrow(() -> WebError.invalid(
                        CLIENT + ": write an IP address, or a block such as 2001:db8:0:7::/64, as the list has it"));
        if (!harvests.pardon(client)) {
            throw WebError.notFound("no such client is held for one that tries addresses");
        }
        return Responses.returnNoContent(response);
    }
}
