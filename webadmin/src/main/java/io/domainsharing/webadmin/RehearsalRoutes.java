// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.rehearsal.Rehearsal;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that tells what would be different if those shared who are observed. Asks nobody. */
final class RehearsalRoutes {
    private static final int USUAL = 100;
    private static final int MOST = 10_000;

    private final Rehearsal rehearsal;
    private final AsciiJson json;

    @Inject
    RehearsalRoutes(Rehearsal rehearsal, AsciiJson json) {
        this.rehearsal = rehearsal;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> whole(request), json);
        service.delete(path, this::anew);
    }

    /** Without addresses. */
    List<RehearsalView> brief() {
        return rehearsal.all(0).stream().map(RehearsalView::brief).toList();
    }

    private List<RehearsalView> whole(Request request) {
        Parameters.eachOnce(request, Set.of("limit"));
        return rehearsal.all(Parameters.limit(request, USUAL, MOST)).stream()
                .map(RehearsalView::whole)
                .toList();
    }

    private String anew(Request request, Response response) {
        Parameters.eachOnce(request, Set.of());
        rehearsal.anew();
        return Responses.returnNoContent(response);
    }
}
