// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import java.util.List;

/**
 * One address on several servers, as JSON.
 *
 * @param kind here_and_on_peers or several_peers
 * @param peers that claim it
 * @param since when this server found it, ISO 8601
 * @param foundBy lookup, creation or check
 */
record ConflictView(String address, String kind, List<String> peers, String since, String foundBy) {
    static ConflictView of(Conflict conflict) {
        return new ConflictView(
                conflict.address().value(),
                Words.word(conflict.kind()),
                conflict.peers().stream().map(Object::toString).toList(),
                conflict.since().toString(),
                Words.word(conflict.foundBy()));
    }
}
