// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.pin.Pin;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pin that comes in as JSON. */
final class PinJson {
    static final String EXAMPLE = "{\"peer\":\"tokyo\",\"until\":\"2030-01-01T00:00:00Z\"}";

    private static final String PEER = "peer";
    private static final String UNTIL = "until";
    private static final Set<String> KEYS = Set.of(PEER, UNTIL);
    private static final int LONGEST_KEY_SHOWN = 64;

    private PinJson() {}

    /**
     * Reads a body.
     *
     * @throws BadConfigurationException it cannot be meant; its mistake is for the client
     */
    static Pin parse(CanonicalAddress address, String body) throws BadConfigurationException {
        JsonNode json = BoundedJson.object(body, EXAMPLE);
        for (String key : ImmutableList.copyOf(json.fieldNames())) {
            if (!KEYS.contains(key)) {
                throw new BadConfigurationException(
                        "the body",
                        "unknown key " + Escaped.of(Ascii.truncate(key, LONGEST_KEY_SHOWN, "...")),
                        "Known here: " + PEER + ", " + UNTIL);
            }
        }
        return new Pin(address, owner(json.path(PEER)), until(json.path(UNTIL)));
    }

    private static PeerName owner(JsonNode peer) throws BadConfigurationException {
        try {
            return new PeerName(peer.isTextual() ? peer.textValue() : "");
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    PEER, "is not the name of a peer", "Write the name of a peer, or " + Pin.HERE + " for this server");
        }
    }

    private static @Nullable Instant until(JsonNode until) throws BadConfigurationException {
        if (until.isMissingNode()) {
            return null;
        }
        try {
            return Instant.parse(until.isTextual() ? until.textValue() : "");
        } catch (DateTimeException e) {
            throw new BadConfigurationException(
                    UNTIL,
                    "is no time in ISO 8601 with a time zone",
                    "Write such as 2030-01-01T00:00:00Z, or leave it out for no end");
        }
    }
}
