// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.findings.live.FindingsBoard;
import java.util.List;
import javax.inject.Inject;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that says what is wrong with this server. Asks nobody. */
final class FindingRoutes {
    private final FindingsBoard board;
    private final AsciiJson json;

    @Inject
    FindingRoutes(FindingsBoard board, AsciiJson json) {
        this.board = board;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> all(), json);
    }

    List<FindingView> all() {
        return board.standing().stream().map(FindingView::of).toList();
    }
}
