// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** What {@code GET /domain-sharing/overview} says of a server with some peers, a few of them in trouble. */
final class SampleOverview {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SILENT = 2;
    private static final int REFUSING = 33;
    private static final int DEFERRING = 1;

    private final Instant now;

    SampleOverview(Instant now) {
        this.now = now;
    }

    JsonNode of(int peers) {
        ObjectNode overview = object(
                """
                {"status":{"node":"paris","enabled":true,"version":"0.1.0","startedAt":"%s","domains":["example.com"],
                "minger":{"enabled":true,"bind":["0.0.0.0:4069"]},"peers":{"up":1,"refuses":0,"down":1,"unknown":0},
                "questionsInFlight":0,"conflicts":1,"findings":{"errors":0,"warnings":1},
                "undetermined":{"queue":"domain-sharing-undetermined","waiting":0},
                "cache":{"size":48213,"maximumSize":1000000,"hits":180332,"misses":2210,"refreshes":410,"evictions":0,
                "persistent":true,"storeState":"ok"}},
                "findings":[{"rule":"smtp-auth","severity":"warning","since":"%s",
                "message":"peers/peer[cork]/smtp does not take mail from this server: 530 5.7.0 Authentication required",
                "remedy":"Write the port for other servers, mostly 25; or let that server take mail from here"}],
                "peers":[],"secondaries":[],"rehearsal":[],
                "gateways":[{"domain":"customer.example","smtp":["mail.customer.example:25"],"verify":"minger","mingerPort":4069,
                "whenUnreachable":"defer","alsoAskPeers":false,"unknownUser":[],"state":"up","since":"%s",
                "queue":"domain-sharing-gateway-customer.example","waiting":0}],
                "conflicts":[{"address":"ann@example.com","kind":"here_and_on_peers","peers":["tokyo"],"since":"%s",
                "foundBy":"check"}]}""",
                Duration.ofHours(30), Duration.ofMinutes(50), Duration.ofHours(3), Duration.ofHours(2));
        for (int i = 0; i < peers; i++) {
            overview.withArray("peers").add(peer(i));
        }
        return overview;
    }

    private ObjectNode peer(int number) {
        String[] names = {"tokyo", "austin", "cork", "oslo", "lima", "cairo", "perth", "quito", "turin", "bergen"};
        String name = names[number % names.length] + (number < names.length ? "" : "-" + number / names.length);
        ObjectNode peer = object(
                """
                {"smtp":["203.0.113.7:25"],"lookup":"minger","mingerPort":4069,"digestPort":4069,"trusted":["203.0.113.0/24"],"domain":[],
                "proof":"auto","mode":"share","tls":"opportunistic","unknownUser":[],"origin":"file","state":"up","since":"%s","waiting":0,
                "capabilities":[{"host":"203.0.113.7:25","extensions":["8BITMIME","PIPELINING","SIZE","STARTTLS"],
                "largestOctets":52428800,"heard":"%s"}],
                "roundTrip":{"p50Millis":3.2,"p99Millis":9.8,"samples":120},
                "lastAnswer":{"answer":"unknown","millis":3.1,"at":"%s"},
                "lastAskedUs":{"at":"%s","status":"does_not_exist","code":3}}""",
                Duration.ofHours(3), Duration.ofMinutes(6), Duration.ofSeconds(40), Duration.ofSeconds(95));
        peer.put("name", name).put("queue", "domain-sharing-" + name);
        if (number == SILENT) {
            peer.setAll(object(
                    """
                    {"state":"down","since":"%s","openSince":"%s","waiting":12,"oldestSince":"%s","nextAttempt":"%s",
                    "lastFailure":"203.0.113.7:25: cannot be reached: nobody listens on that port","lastFailureAt":"%s",
                    "lastAnswer":{"answer":"timeout","detail":"no answer to 3 queries","millis":3000,"at":"%s"}}""",
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(4),
                    Duration.ofHours(2),
                    Duration.ofMinutes(-2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(4)));
        } else if (number == REFUSING) {
            peer.put("state", "refuses").put("refusal", "550 5.7.1 Access denied");
        } else if (number == DEFERRING) {
            peer.put("origin", "runtime");
            peer.setAll(object(
                    """
                    {"waiting":2,"oldestSince":"%s","nextAttempt":"%s","lastFailure":"451 4.2.2 Mailbox full","lastFailureAt":"%s"}""",
                    Duration.ofMinutes(7), Duration.ofMinutes(-1), Duration.ofMinutes(2)));
        }
        return peer;
    }

    private ObjectNode object(String json, Duration... ago) {
        String text = json;
        for (Duration time : ago) {
            text = text.replaceFirst("%s", now.minus(time).toString());
        }
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
