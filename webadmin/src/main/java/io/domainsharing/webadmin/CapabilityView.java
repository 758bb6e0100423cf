// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.SmtpLookups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one host of a peer has announced by EHLO, as JSON.
 *
 * @param host with its port
 * @param extensions keywords that mail may depend on
 * @param largestOctets the largest message that it takes; absent: it announces no limit
 * @param heard when, ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CapabilityView(String host, List<String> extensions, @Nullable Long largestOctets, String heard) {
    /** Of each host that was heard; null: none was. */
    static @Nullable List<CapabilityView> of(Destination destination, Capabilities capabilities) {
        List<CapabilityView> views = SmtpLookups.servers(destination).stream()
                .flatMap(server -> capabilities.of(server).stream()
                        .map(heard -> new CapabilityView(
                                server.toString(),
                                heard.keywords(),
                                heard.limit().isPresent() ? heard.limit().getAsLong() : null,
                                heard.at().toString())))
                .toList();
        return views.isEmpty() ? null : views;
    }
}
