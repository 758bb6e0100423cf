// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.remote.WebAdmin;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What only a running server can tell: its clock, and how its peers ask it. Blocks its caller. */
final class RunningServer {
    /** HTTP tells the time to the second, and the answer takes its own. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private static final int BAD_CREDENTIALS = 2;
    private static final int ACCESS_DENIED = 1;
    private static final int INVALID_QUERY = 0;

    private final WebAdmin webAdmin;
    private final Clock clock;
    private final Findings findings;

    RunningServer(WebAdmin webAdmin, Clock clock, Findings findings) {
        this.webAdmin = webAdmin;
        this.clock = clock;
        this.findings = findings;
    }

    void check() {
        Place place = Place.of("WebAdmin");
        if (webAdmin.sendsTokenInTheClear()) {
            findings.warning(
                    Rule.TOKEN_IN_CLEAR, place, "gets the token unencrypted", "Use https, or a tunnel to 127.0.0.1");
        }
        Answer peers = webAdmin.peers();
        if (peers instanceof Failed failed) {
            findings.error(Rule.WEBADMIN, place, failed.why(), "Correct the URL, the token or the server");
            return;
        }
        Done done = (Done) peers;
        clock(done, place.key("clock"));
        for (JsonNode peer : done.body()) {
            asking(peer);
        }
    }

    private void clock(Done done, Place place) {
        Instant there = done.date();
        if (there == null) {
            findings.skipped(
                    Rule.CLOCK, place, "was not compared: the server tells no time", "Compare it by hand: date -u");
            return;
        }
        // Half a second, for the server cuts off the rest of it; half of the way there and back.
        Instant here = clock.instant().minus(done.took().dividedBy(2));
        Duration ahead = Duration.between(here, there.plusMillis(500));
        if (ahead.abs().compareTo(TOLERATED) > 0) {
            findings.warning(
                    Rule.CLOCK,
                    place.value(there),
                    "is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                            + " this machine's",
                    "Let both keep their time by NTP");
        } else {
            findings.ok(Rule.CLOCK, place, "agrees with this machine's, as far as HTTP tells it (a second)");
        }
    }

    private void asking(JsonNode peer) {
        String name = peer.path("name").asText();
        Place place = Place.of("WebAdmin").key("peers/" + name + "/lastAskedUs");
        JsonNode asked = peer.path("lastAskedUs");
        if (!asked.path("code").isInt()) {
            findings.skipped(
                    Rule.PEER_ASKS,
                    place,
                    "says nothing: " + name + " has not asked this server by Minger since it started",
                    "Ask from there: domain-sharing peers test");
            return;
        }
        String at = asked.path("at").asText();
        switch (asked.path("code").asInt()) {
            case BAD_CREDENTIALS -> findings.error(
                    Rule.PEER_ASKS,
                    place.value(at),
                    name + " asks with a secret that this server does not accept",
                    "Write a <minger><secret> of this server into the peer entry for it at " + name);
            case ACCESS_DENIED -> findings.error(
                    Rule.PEER_ASKS,
                    place.value(at),
                    name + " is not let ask",
                    "Write its address into <trusted> of the peer, or into <minger><allow>");
            case INVALID_QUERY -> findings.warning(
                    Rule.PEER_ASKS,
                    place.value(at),
                    name + " asks in a way that this server does not understand",
                    "Look what its Minger sends; at James, let both have the same version of Domain Sharing");
            default -> findings.ok(Rule.PEER_ASKS, place.value(at), name + " is answered");
        }
    }
}
