// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.harvest.Suspect;
import org.jspecify.annotations.Nullable;

/**
 * A client that tries addresses, as JSON.
 *
 * @param client an IPv4 address, or a /64 of IPv6
 * @param since when that was noticed, ISO 8601
 * @param until when it ends, unless it goes on
 * @param toldBy the peer that has said so; absent: it was noticed here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SuspectView(String client, String since, String until, @Nullable String toldBy) {
    static SuspectView of(Suspect suspect) {
        return new SuspectView(
                suspect.client().toString(),
                suspect.since().toString(),
                suspect.until().toString(),
                suspect.toldBy() == null ? null : suspect.toldBy().value());
    }
}
